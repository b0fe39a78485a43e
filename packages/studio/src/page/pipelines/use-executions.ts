import { useEffect, useState } from "preact/hooks";
import type { ExecutionsView } from "../../api.ts";
import { api } from "../data/api.ts";
import { onChanges } from "../data/live.ts";
import { type Resource, useResource } from "../data/resource.ts";

/** How many executions a page of the table has. */
export const rowsPerPage = 50;

/** How many more executions are looked at when the reader wants that. */
const further = 1_000;

/** How far the search of a filter and an order has come. */
interface Progress {
  search: string | undefined;
  /** Up to how many executions; undefined until the reader wants more than the server looks at. */
  look: number | undefined;
}

const progress = new Map<string, Progress>();

/** Executions as far as they were looked at. */
export interface Executions {
  readonly rows: Resource<ExecutionsView>;
  /** Whether more are being looked at. */
  readonly isLooking: boolean;
  /** Looks no further. */
  readonly stop: () => void;
  /** Goes on where it was stopped; undefined when there is nothing more to look for. */
  readonly lookFurther: (() => void) | undefined;
}

/** Which executions are shown. */
interface Wanted {
  readonly filter: string;
  readonly sort: string | undefined;
  /** The page of the table, from 1. */
  readonly page: number;
}

/**
 * A page of a pipeline's executions that fit a filter. All of them are looked at, part by part, until
 * the page is known; those that start or change meanwhile take their places.
 */
export function useExecutions(pipeline: string, { filter, sort, page }: Wanted): Executions {
  const key = JSON.stringify([pipeline, filter, sort]);
  const [stopped, setStopped] = useState<string>();
  useEffect(() => {
    // What was looked at before may have changed unseen.
    progress.delete(key);
    return onChanges((events) => {
      if (events.some(({ type }) => type === "reset")) progress.delete(key);
    });
  }, [key]);
  const rows = useResource<ExecutionsView>(
    `executions ${key} ${page}`,
    async () => {
      const own = progressOf(key);
      const from = (page - 1) * rowsPerPage;
      const view = await api.executions(pipeline, {
        filter,
        sort,
        from,
        limit: rowsPerPage,
        ...own,
      });
      own.search = view.search;
      return view;
    },
    (value, event) =>
      event.type === "execution" && event.pipeline === pipeline ? "reload" : value,
  );
  const view = rows.value.value;
  const isStopped = stopped === key;
  const isLooking = view?.state === "looking" && !isStopped && rows.error.value === undefined;
  useEffect(() => {
    if (isLooking) void rows.reload();
  }, [rows, view, isLooking]);
  const mayGoOn = view?.state === "looking" || view?.state === "paused";
  return {
    rows,
    isLooking,
    stop: () => setStopped(key),
    lookFurther:
      isLooking || !mayGoOn
        ? undefined
        : () => {
            if (view.state === "paused") progressOf(key).look = view.looked + further;
            setStopped(undefined);
            void rows.reload();
          },
  };
}

function progressOf(key: string): Progress {
  const known = progress.get(key) ?? { search: undefined, look: undefined };
  progress.set(key, known);
  return known;
}
