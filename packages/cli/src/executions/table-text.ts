import type { Paint, Style } from "../run/paint.ts";

/** Rows under a head, columns aligned to the left; a style for a whole row where one is given. */
export function tableText(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  styleOf: (cells: readonly string[]) => Style | undefined,
  paint: Paint,
): string {
  // A value may hold a line break; a row must not.
  const plain = rows.map((row) => row.map((cell) => cell.replaceAll(/\s+/g, " ")));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...plain.map((row) => row[column]?.length ?? 0)),
  );
  const lineOf = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const lines = plain.map((row) => {
    const style = styleOf(row);
    return style === undefined ? lineOf(row) : paint(style, lineOf(row));
  });
  return `${[paint("bold", lineOf(head)), ...lines].join("\n")}\n`;
}
