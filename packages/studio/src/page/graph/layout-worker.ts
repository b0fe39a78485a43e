import { layout } from "./layout.ts";
import type { StepGraph } from "./model.ts";

// The one message is what use-layout.ts posts.
addEventListener("message", ({ data }: MessageEvent<Pick<StepGraph, "steps" | "edges">>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- workers have none
  postMessage(layout(data.steps, data.edges));
});
