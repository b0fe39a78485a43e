import type { Chunk } from "./log-reader.ts";

/** Where a line is: its chunk, and its place in that. */
export interface LinePlace {
  readonly chunk: number;
  readonly index: number;
}

/** The lines in which a text stands, whatever the case of its letters; none for an empty text. */
export function matchesIn(chunks: readonly Chunk[], search: string): LinePlace[] {
  const wanted = search.toLowerCase();
  if (wanted === "") return [];
  return chunks.flatMap(({ key: chunk, lines }) =>
    lines.flatMap(({ text }, index) =>
      text.toLowerCase().includes(wanted) ? [{ chunk, index }] : [],
    ),
  );
}

/** The number of a match among the others, from 0; -1 when it is none of them. */
export function numberOfMatch(
  matches: readonly LinePlace[],
  current: LinePlace | undefined,
): number {
  if (current === undefined) return -1;
  return matches.findIndex(
    ({ chunk, index }) => chunk === current.chunk && index === current.index,
  );
}
