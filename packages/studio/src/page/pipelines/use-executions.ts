import { useEffect, useState } from "preact/hooks";
import type { ExecutionSummaryView } from "../../api.ts";
import { api } from "../data/api.ts";
import { putExecution } from "../data/changes.ts";
import { RequestError } from "../data/request.ts";
import { type Resource, useResource } from "../data/resource.ts";

interface Loaded {
  readonly items: readonly ExecutionSummaryView[];
  readonly next?: string;
}

/** The executions of a pipeline as far as they were read, the newest first. */
export interface Executions {
  readonly newest: Resource<Loaded>;
  readonly items: readonly ExecutionSummaryView[];
  /** Reads the next page; undefined when all are there. */
  readonly readOlder: (() => void) | undefined;
  readonly error: RequestError | undefined;
}

/** Reads executions page by page; those that start or change meanwhile are put in. */
export function useExecutions(pipeline: string): Executions {
  const newest = useResource<Loaded>(
    `executions ${pipeline}`,
    () => api.executions(pipeline),
    (loaded, event) =>
      event.type === "execution" && event.pipeline === pipeline
        ? { ...loaded, items: putExecution(loaded.items, event.execution) }
        : loaded,
  );
  const [older, setOlder] = useState<Loaded>();
  const [error, setError] = useState<RequestError>();
  useEffect(() => setOlder(undefined), [pipeline]);
  const first = newest.value.value;
  const next = older === undefined ? first?.next : older.next;
  const read = async (token: string): Promise<void> => {
    try {
      const page = await api.executions(pipeline, token);
      setOlder({ ...page, items: [...(older?.items ?? []), ...page.items] });
      setError(undefined);
    } catch (fault) {
      if (!(fault instanceof RequestError)) throw fault;
      setError(fault);
    }
  };
  return {
    newest,
    items: unique([...(first?.items ?? []), ...(older?.items ?? [])]),
    readOlder: next === undefined ? undefined : () => void read(next),
    error,
  };
}

/** An execution can move from one page to the next when newer ones are put in; the first counts. */
function unique(executions: readonly ExecutionSummaryView[]): ExecutionSummaryView[] {
  const seen = new Set<string>();
  return executions.filter(({ id }) => !seen.has(id) && seen.add(id));
}
