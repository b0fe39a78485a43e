import { useEffect, useState } from "preact/hooks";
import type { PipelinesView, PipelineSummaryView, RecentView } from "../../api.ts";
import { api } from "../data/api.ts";
import { changePipelines } from "../data/changes.ts";
import { RequestError } from "../data/request.ts";
import { type Resource, useResource } from "../data/resource.ts";

/** Of how many pipelines the newest executions are asked for at a time. */
const recentAtOnce = 16;

/** Pipelines as far as they were read. */
export interface Pipelines {
  readonly first: Resource<PipelinesView>;
  readonly items: readonly PipelineSummaryView[];
  /** Reads the next ones; undefined when all are there. */
  readonly readMore: (() => void) | undefined;
  readonly error: RequestError | undefined;
}

/**
 * Reads pipelines page by page.
 *
 * @param prefix - looks among those that were not read for names that begin so
 */
export function usePipelines(prefix: string): Pipelines {
  const first = usePart("");
  const view = first.value.value;
  const [older, setOlder] = useState<PipelinesView>();
  const [error, setError] = useState<RequestError>();
  const next = older === undefined ? view?.next : older.next;
  const found = usePart(next === undefined ? "" : prefix).value.value;
  const read = async (after: string): Promise<void> => {
    try {
      const page = await api.pipelines(undefined, after);
      setOlder({ ...page, items: [...(older?.items ?? []), ...page.items] });
      setError(undefined);
    } catch (fault) {
      if (!(fault instanceof RequestError)) throw fault;
      setError(fault);
    }
  };
  const parts = [view, older, found].flatMap((part) => part?.items ?? []);
  const names = new Set<string>();
  const items = useRecent(parts.filter(({ name }) => !names.has(name) && names.add(name)));
  return {
    first,
    items,
    readMore: next === undefined ? undefined : () => void read(next),
    error,
  };
}

function usePart(prefix: string): Resource<PipelinesView> {
  return useResource(
    `pipelines ${prefix}`,
    () => api.pipelines(prefix === "" ? undefined : prefix),
    changePipelines,
  );
}

/** The same pipelines with their newest executions, which are read some at a time. */
function useRecent(items: readonly PipelineSummaryView[]): readonly PipelineSummaryView[] {
  const [known, setKnown] = useState<RecentView>({});
  const wanted = items
    .filter(({ name, recent }) => recent === undefined && !Object.hasOwn(known, name))
    .slice(0, recentAtOnce)
    .map(({ name }) => name);
  const key = JSON.stringify(wanted);
  useEffect(() => {
    let isOver = false;
    const read = async (): Promise<void> => {
      // Without them the list is what it is.
      const found = await api.recent(wanted).catch(() => undefined);
      if (!isOver && found !== undefined) setKnown((before) => ({ ...before, ...found }));
    };
    if (wanted.length > 0) void read();
    return () => {
      isOver = true;
    };
  }, [key]);
  return items.map((one) => {
    const recent = one.recent ?? known[one.name];
    return recent === undefined ? one : { ...one, recent };
  });
}
