import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Log, LogReader } from "./log-reader.ts";
import { matchesIn, numberOfMatch, type LinePlace } from "./matches.ts";

interface Props {
  readonly log: Log;
  readonly reader: LogReader;
  readonly search: string;
  readonly current: LinePlace | undefined;
  readonly onSearch: (search: string) => void;
  readonly onFound: (place: LinePlace | undefined) => void;
}

/** The search in a log: it goes from match to match, and before the first into what was not read yet. */
export function LogSearch({ log, reader, search, current, onSearch, onFound }: Props): JSX.Element {
  const matches = useMemo(() => matchesIn(log.chunks, search), [log.chunks, search]);
  const [isSearching, setSearching] = useState(false);
  const wanted = useRef(search);
  // What comes at the end moves nobody; what was searched for last is the nearest to the end.
  useEffect(() => {
    wanted.current = search;
    onFound(matches.at(-1));
  }, [search]);
  const at = numberOfMatch(matches, current);

  /** Goes to a match that is known, else to one in what is read now, else on from the other end. */
  const go = async (
    known: LinePlace | undefined,
    find: typeof findEarlier,
    otherEnd: () => LinePlace | undefined,
  ): Promise<void> => {
    if (known !== undefined) return onFound(known);
    setSearching(true);
    onFound((await find(reader, search, wanted)) ?? otherEnd());
    setSearching(false);
  };
  const previous = (): Promise<void> => {
    const known = at > 0 ? matches[at - 1] : at < 0 ? matches.at(-1) : undefined;
    return go(known, findEarlier, () => matches.at(-1));
  };
  const next = (): Promise<void> =>
    go(matches[at + 1], findLater, () => matchesIn(reader.log.chunks, search)[0]);
  const isPart = log.chunks[0]?.before !== undefined || !log.isAtEnd;
  return (
    <div class="log-search" role="search">
      <input
        type="search"
        class="search"
        aria-label="Search the log"
        placeholder="Search the log  ( / )"
        value={search}
        onInput={({ currentTarget }) => onSearch(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          void (event.shiftKey ? previous() : next());
        }}
      />
      {search !== "" && (
        <>
          <Arrow to="Previous match" keys="Shift+Enter" path="m3 10 5-5 5 5" go={previous} />
          <Arrow to="Next match" keys="Enter" path="m3 6 5 5 5-5" go={next} />
          <span class="muted" role="status">
            {countText(at, matches.length, isSearching, isPart)}
          </span>
        </>
      )}
    </div>
  );
}

interface ArrowProps {
  readonly to: string;
  readonly keys: string;
  /** Of the arrow, in a square of 16. */
  readonly path: string;
  readonly go: () => Promise<void>;
}

function Arrow({ to, keys, path, go }: ArrowProps): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={to}
      title={`${to} (${keys})`}
      onClick={() => void go()}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}

function countText(at: number, count: number, isSearching: boolean, isPart: boolean): string {
  if (isSearching) return "Searching…";
  const where = isPart ? " so far" : "";
  if (count === 0) return `No match${where}`;
  const total = count.toLocaleString("en");
  return `${at < 0 ? total : `${(at + 1).toLocaleString("en")} of ${total}`}${where}`;
}

/** Reads what is before the first line until there is a match in it, or none before it. */
async function findEarlier(
  reader: LogReader,
  search: string,
  wanted: { readonly current: string },
): Promise<LinePlace | undefined> {
  for (;;) {
    const first = reader.log.chunks[0];
    if (first?.before === undefined || wanted.current !== search) return undefined;
    // oxlint-disable-next-line no-await-in-loop -- part by part, until it is found
    await reader.earlier();
    const { chunks, error } = reader.log;
    const added = chunks.slice(
      0,
      Math.max(
        0,
        chunks.findIndex(({ key }) => key === first.key),
      ),
    );
    const found = matchesIn(added, search).at(-1);
    if (found !== undefined || error !== undefined) return found;
  }
}

/** The same after the last line, where that is not the end. */
async function findLater(
  reader: LogReader,
  search: string,
  wanted: { readonly current: string },
): Promise<LinePlace | undefined> {
  for (;;) {
    const last = reader.log.chunks.at(-1);
    if (last === undefined || reader.log.isAtEnd || wanted.current !== search) return undefined;
    // oxlint-disable-next-line no-await-in-loop -- part by part, until it is found
    await reader.later();
    const { chunks, error } = reader.log;
    const added = chunks.slice(chunks.findIndex(({ key }) => key === last.key) + 1);
    const [found] = matchesIn(added, search);
    if (found !== undefined || error !== undefined) return found;
  }
}
