import type { JSX } from "preact";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { isoTime, clockTime } from "../format/time.ts";
import { sizeText } from "../format/number.ts";
import type { Chunk, Line, Log, LogReader } from "./log-reader.ts";
import { marked } from "./marked.ts";
import type { LinePlace } from "./matches.ts";

interface Props {
  readonly log: Log;
  readonly reader: LogReader;
  readonly search: string;
  /** The line that was searched for; it is brought into view. */
  readonly current: LinePlace | undefined;
  readonly isWrapped: boolean;
  readonly hasTimes: boolean;
}

/** How near the end or the start counts as there, in pixels. */
const near = 24;

/** The lines of a log: it follows the end, and reads what is before when one gets to the start. */
export function LogLines(props: Props): JSX.Element {
  const { log, reader, search, current, isWrapped, hasTimes } = props;
  const { chunks, isAtEnd, ended, note } = log;
  const ref = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [reading, read] = useReading();
  const keep = useKeptPlace(ref, chunks, isFollowing && isAtEnd);
  useLayoutEffect(() => {
    if (current === undefined || ref.current === null) return;
    if (!bringIntoView(ref.current, current)) return;
    setFollowing(false);
    keep();
  }, [current?.chunk, current?.index]);
  const hasEarlier = chunks[0]?.before !== undefined;
  const readEarlier = (): void => read("earlier", reader.earlier());
  const readLater = (): void => read("later", reader.later());
  const toEnd = (): void => {
    setFollowing(true);
    ref.current?.scrollTo({ top: ref.current.scrollHeight });
    read("later", reader.toEnd());
  };
  const scroll = (box: HTMLDivElement): void => {
    const below = box.scrollHeight - box.scrollTop - box.clientHeight;
    const isScrolled = box.scrollHeight > box.clientHeight;
    keep();
    setFollowing(below < near);
    if (reading !== undefined || !isScrolled) return;
    if (hasEarlier && box.scrollTop < near) readEarlier();
    else if (!isAtEnd && below < near) readLater();
  };
  return (
    <div class="log-frame">
      <div
        ref={ref}
        class={isWrapped ? "log-lines wrapped" : "log-lines"}
        role="log"
        aria-label="Log"
        aria-live="off"
        aria-busy={reading !== undefined}
        tabIndex={0}
        onScroll={({ currentTarget }) => scroll(currentTarget)}
      >
        {hasEarlier && (
          <button type="button" class="link" onClick={readEarlier}>
            {reading === "earlier" ? "Reading earlier lines…" : "Read earlier lines"}
          </button>
        )}
        {chunks.map((chunk) => (
          <Lines
            key={chunk.key}
            chunk={chunk}
            search={search}
            current={current?.chunk === chunk.key ? current.index : -1}
            hasTimes={hasTimes}
          />
        ))}
        {!isAtEnd && (
          <button type="button" class="link" onClick={readLater}>
            {reading === "later" ? "Reading later lines…" : "Read later lines"}
          </button>
        )}
        {chunks.length === 0 && (
          <div class="log-note">
            {note ?? (ended ? "It printed nothing." : "Nothing printed yet.")}
          </div>
        )}
        {!ended && isAtEnd && chunks.length > 0 && <div class="log-note">…</div>}
      </div>
      {!(isFollowing && isAtEnd) && (
        <button type="button" class="button to-end" onClick={toEnd}>
          To the end
        </button>
      )}
    </div>
  );
}

interface LinesProps {
  readonly chunk: Chunk;
  readonly search: string;
  /** The place of the line that was searched for; -1 when it is in another chunk. */
  readonly current: number;
  readonly hasTimes: boolean;
}

/** They are compared again only when something about them has changed. */
function Lines({ chunk, search, current, hasTimes }: LinesProps): JSX.Element {
  const { key, lines } = chunk;
  return useMemo(
    () => (
      <div data-chunk={key}>
        {lines.map((line, index) => (
          // Lines have no names; they never move within their chunk.
          <div key={index} class={lineClass(line, index === current)}>
            {hasTimes && line.time !== undefined && (
              <time class="line-time" dateTime={isoTime(line.time)} title={isoTime(line.time)}>
                {clockTime(line.time)}
              </time>
            )}
            <LineText line={line} search={search} />
          </div>
        ))}
      </div>
    ),
    [lines, search, current, hasTimes],
  );
}

function LineText({ line, search }: { readonly line: Line; readonly search: string }): JSX.Element {
  const { runs, cut } = line;
  return (
    <>
      {runs.map((run, index) => {
        const text = marked(run.text, search).map((part) =>
          part.isFound ? <mark key={part.at}>{part.text}</mark> : part.text,
        );
        return run.class === "" ? (
          text
        ) : (
          <span key={index} class={run.class}>
            {text}
          </span>
        );
      })}
      {cut !== undefined && <i class="log-note"> … {sizeText(cut)} more, in the download</i>}
    </>
  );
}

function lineClass({ level }: Line, isCurrent: boolean): string {
  return `line${level === undefined ? "" : ` line-${level}`}${isCurrent ? " line-current" : ""}`;
}

/** What is being read on demand. */
type Reading = "earlier" | "later" | undefined;

function useReading(): [Reading, (what: Reading, work: Promise<void>) => void] {
  const [reading, setReading] = useState<Reading>(undefined);
  const read = useCallback((what: Reading, work: Promise<void>) => {
    setReading(what);
    void work.finally(() => setReading(undefined));
  }, []);
  return [reading, read];
}

/**
 * Stays at the end, or keeps what is looked at where it is when lines come or go above it.
 *
 * @returns notes what is looked at; for whoever scrolls
 */
function useKeptPlace(
  ref: { readonly current: HTMLDivElement | null },
  chunks: readonly Chunk[],
  isFollowing: boolean,
): () => void {
  const kept = useRef<{ readonly element: Element; readonly top: number }>(undefined);
  const keep = useCallback(() => {
    const box = ref.current;
    if (box === null) return;
    const shown = [...box.querySelectorAll("[data-chunk]")];
    const element = shown.find((one) => topIn(box, one) + one.clientHeight > 0);
    kept.current = element && { element, top: topIn(box, element) };
  }, []);
  useLayoutEffect(() => {
    const [box, before] = [ref.current, kept.current];
    if (box === null) return;
    if (isFollowing) box.scrollTop = box.scrollHeight;
    else if (before?.element.isConnected) {
      box.scrollTop += topIn(box, before.element) - before.top;
    }
    keep();
  }, [chunks]);
  return keep;
}

function topIn(box: Element, element: Element): number {
  return element.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

/** Whether the line is there. */
function bringIntoView(box: HTMLElement, { chunk, index }: LinePlace): boolean {
  const line = box.querySelector(`[data-chunk="${chunk}"]`)?.children[index];
  if (line === undefined) return false;
  const [inner, outer] = [line.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    box.scrollTop += inner.top - outer.top - box.clientHeight / 3;
  }
  return true;
}
