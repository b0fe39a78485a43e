import { useEffect, useState } from "preact/hooks";
import { layout, type Layout } from "./layout.ts";
import type { StepGraph } from "./model.ts";

/** Up to so many steps are laid out at once; more of them by a worker, so that the page stays quick. */
const mostAtOnce = 120;

/** Where everything is; undefined while that is worked out. */
export function useLayout(graph: StepGraph): Layout | undefined {
  const [made, setMade] = useState<{ readonly graph: StepGraph; readonly layout: Layout }>();
  useEffect(() => {
    if (graph.steps.length <= mostAtOnce) {
      setMade({ graph, layout: layout(graph.steps, graph.edges) });
      return undefined;
    }
    const worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Layout>) => {
      setMade({ graph, layout: data });
      worker.terminate();
    });
    const { steps, edges } = graph;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- workers have none
    worker.postMessage({ steps, edges });
    return () => worker.terminate();
  }, [graph]);
  return made?.graph === graph ? made.layout : undefined;
}
