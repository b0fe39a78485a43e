import { layout } from "./layout.ts";
import type { Arranged, ToArrange } from "./use-layout.ts";

// The one message is what use-layout.ts posts.
addEventListener("message", ({ data: { id, graph } }: MessageEvent<ToArrange>) => {
  const arranged: Arranged = { id, layout: layout(graph) };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- workers have none
  postMessage(arranged);
});
