import { useEffect } from "preact/hooks";
import type { CurvesView } from "../../api.ts";
import { api } from "../data/api.ts";
import { onChanges } from "../data/live.ts";
import { type Resource, useResource } from "../data/resource.ts";
import type { ExecutionKey } from "../links.ts";

/** How long after a line of the log curves are read again, in milliseconds. */
const readAfter = 500;

const none: CurvesView = { series: [] };

/** The numbers that a step has printed, none without a step; they are read again while it prints more. */
export function useCurves(execution: ExecutionKey, step: string | undefined): Resource<CurvesView> {
  const { pipeline, id } = execution;
  const curves = useResource<CurvesView>(
    step === undefined ? "no curves" : `curves ${pipeline}/${id}/${step}`,
    async () => (step === undefined ? none : api.curves(execution, step)),
  );
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onChanges((events) => {
      const isMine = events.some(
        (event) =>
          (event.type === "log" && event.id === id && event.step === step) ||
          (event.type === "step" && event.id === id && event.step.name === step),
      );
      if (!isMine || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        void curves.reload();
      }, readAfter);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [curves, id, step]);
  return curves;
}
