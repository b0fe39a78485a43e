import { useEffect, useRef, useState } from "preact/hooks";
import type { ExecutionView, StepDetailView } from "../../api.ts";
import { api } from "../data/api.ts";
import { RequestError } from "../data/request.ts";
import type { Attempts } from "./times.ts";

/** Of more steps than this the attempts are not asked for: each is a request. */
const mostSteps = 40;

/** The attempts of the steps that had more than one; read again when such a step changes. */
export function useAttempts({ pipeline, id, steps }: ExecutionView): Attempts {
  const [attempts, setAttempts] = useState<Attempts>(new Map());
  const read = useRef(new Map<string, string>());
  useEffect(() => {
    let isOver = false;
    const wanted = steps.filter((step) => step.attempts > 1).slice(0, mostSteps);
    const changed = wanted.filter(({ name, ...step }) => {
      const state = `${pipeline} ${id} ${step.attempts} ${step.status}`;
      const isKnown = read.current.get(name) === state;
      read.current.set(name, state);
      return !isKnown;
    });
    const load = async (): Promise<void> => {
      const lists = await Promise.all(
        changed.map(async ({ name }): Promise<[string, StepDetailView["attemptList"]][]> => {
          try {
            return [[name, (await api.step({ pipeline, id }, name)).attemptList]];
          } catch (error) {
            // The chart then shows one bar; the panel of the step says what is wrong.
            if (error instanceof RequestError) return [];
            throw error;
          }
        }),
      );
      if (!isOver) setAttempts((known) => new Map([...known, ...lists.flat()]));
    };
    if (changed.length > 0) void load();
    return () => {
      isOver = true;
    };
  }, [pipeline, id, steps]);
  return attempts;
}
