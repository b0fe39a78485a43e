import { useEffect, useState } from "preact/hooks";
import type { Layout } from "./layout.ts";
import type { StepGraph } from "./model.ts";

/** What the worker is sent. */
export interface ToArrange {
  readonly id: number;
  readonly graph: Pick<StepGraph, "steps" | "edges">;
}

/** What it answers. */
export interface Arranged {
  readonly id: number;
  readonly layout: Layout;
}

/**
 * Where everything is; undefined while that is worked out, which a worker does, so that the page stays
 * quick, and need not load what lays graphs out before it is shown.
 */
export function useLayout(graph: StepGraph): Layout | undefined {
  const [made, setMade] = useState<{ readonly graph: StepGraph; readonly layout: Layout }>();
  useEffect(() => arrange(graph, (layout) => setMade({ graph, layout })), [graph]);
  return made?.graph === graph ? made.layout : undefined;
}

let worker: Worker | undefined;
let asked = 0;

/** Tells the layout once, unless the function that it gives has been called before. */
function arrange({ steps, edges }: StepGraph, tell: (layout: Layout) => void): () => void {
  worker ??= new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
  const ending = new AbortController();
  const { signal } = ending;
  asked += 1;
  const id = asked;
  const listen = ({ data }: MessageEvent<Arranged>): void => {
    if (data.id !== id) return;
    ending.abort();
    tell(data.layout);
  };
  worker.addEventListener("message", listen, { signal });
  const task: ToArrange = { id, graph: { steps, edges } };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- workers have none
  worker.postMessage(task);
  return () => ending.abort();
}
