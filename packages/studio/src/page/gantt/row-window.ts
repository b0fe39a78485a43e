import { useCallback, useEffect, useState } from "preact/hooks";
import type { Row } from "./times.ts";

/** The height of a row (gantt.css), in pixels. */
export const rowHeight = 28;

/** Up to so many rows are all on the page. */
const mostWhole = 60;
/** How many rows beyond those in view are there too. */
const beyond = 12;

/** The rows of a long chart that are in view or near it: the others would be a burden of each frame. */
export function useRowWindow(
  chart: { readonly current: HTMLElement | null },
  count: number,
  isShown: boolean,
): { readonly from: number; readonly to: number; readonly scrollTo: (row: number) => void } {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const isLong = count > mostWhole;
  useEffect(() => {
    const { current } = chart;
    if (!isLong || !isShown || current === null) return undefined;
    const read = (): void => {
      // In steps of some rows, so that few scrolls change anything.
      setTop(Math.floor(current.scrollTop / (rowHeight * 4)) * 4);
      setHeight(current.clientHeight);
    };
    read();
    const ending = new AbortController();
    current.addEventListener("scroll", read, { passive: true, signal: ending.signal });
    return () => ending.abort();
  }, [isLong, isShown]);
  const scrollTo = useCallback((row: number) => {
    const { current } = chart;
    if (current) current.scrollTop = row * rowHeight - current.clientHeight / 2;
  }, []);
  if (!isLong) return { from: 0, to: count, scrollTo };
  const from = Math.max(0, Math.min(top, count) - beyond);
  const to = Math.min(count, top + Math.ceil(height / rowHeight) + beyond);
  return { from, to, scrollTo };
}

/** Arrow keys, Home and End go from row to row. */
export function moveFocus(
  event: KeyboardEvent,
  rows: readonly Row[],
  scrollTo: (row: number) => void,
): void {
  const { currentTarget: list, target } = event;
  if (!(list instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  const at = rows.findIndex(({ step }) => step.name === target.dataset["step"]);
  const goals: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
  };
  const goal = goals[event.key];
  const name = goal === undefined ? undefined : rows[goal]?.step.name;
  if (goal === undefined || name === undefined) return;
  event.preventDefault();
  if (focusRow(list, name)) return;
  scrollTo(goal);
  // When the rows there have been made.
  const watch = new MutationObserver(() => {
    if (focusRow(list, name)) watch.disconnect();
  });
  watch.observe(list, { childList: true });
}

function focusRow(list: HTMLElement, name: string): boolean {
  const row = list.querySelector<HTMLElement>(`[data-step="${CSS.escape(name)}"]`);
  row?.focus();
  return row !== null;
}
