import { columns, type Run, type Screen } from "./screen.ts";

/** Width of a character and height of a line, in the picture's units. */
const cell = { width: 7.8, height: 18 };
const margin = { x: 14, top: 38, bottom: 14 };

/** Colours of text by the number a terminal knows them by; each has a contrast of 4.5 or more. */
const colors: Readonly<Record<number, readonly [light: string, dark: string]>> = {
  1: ["#b3261e", "#ff8a80"],
  2: ["#1f7a3d", "#5fc27e"],
  3: ["#8a5200", "#e3b341"],
  4: ["#1663c7", "#6aa8ff"],
  5: ["#8e3aa8", "#d58cf0"],
  6: ["#0f6e7c", "#4fc3d4"],
  8: ["#5a6573", "#9aa6b4"],
};

/**
 * Draws a screen as SVG: light or dark as its reader's pages are, each line one text that can be
 * selected and searched, every character in its column whichever font there is.
 */
export function pictureOf(screen: Screen, title: string): string {
  const width = Math.round(columns * cell.width + 2 * margin.x);
  const height = margin.top + screen.length * cell.height + margin.bottom;
  const used = new Set(screen.flat().flatMap(({ color }) => color ?? []));
  const themes = [0, 1].map((theme) =>
    [...used]
      .toSorted((a, b) => a - b)
      .flatMap((color) => {
        const pair = colors[color];
        return pair === undefined ? [] : [`.c${color}{fill:${pair[theme]}}`];
      })
      .join(""),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escape(title)}</title>`,
    "<style>",
    "text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace;white-space:pre;fill:#1b2330}",
    ".paper{fill:#fff;stroke:#c8d0da}.dot{fill:#c8d0da}.b{font-weight:600}.d{opacity:.75}",
    `${themes[0]}@media(prefers-color-scheme:dark){text{fill:#e6eaf0}.paper{fill:#12161d;stroke:#3a4452}.dot{fill:#3a4452}${themes[1]}}`,
    "</style>",
    `<rect class="paper" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...[18, 36, 54].map((x) => `<circle class="dot" cx="${x}" cy="19" r="5"/>`),
    ...screen.flatMap((runs, row) => (runs.length === 0 ? [] : [lineOf(runs, row)])),
    "</svg>",
    "",
  ].join("\n");
}

function lineOf(runs: readonly Run[], row: number): string {
  const y = margin.top + row * cell.height + 13;
  return `<text y="${y}" xml:space="preserve">${runs.map(spanOf).join("")}</text>`;
}

function spanOf({ column, text, color, isBold, isDim }: Run): string {
  const classes = [
    ...(color !== undefined && color in colors ? [`c${color}`] : []),
    ...(isBold ? ["b"] : []),
    ...(isDim ? ["d"] : []),
  ];
  const style = classes.length > 0 ? ` class="${classes.join(" ")}"` : "";
  const x = number(margin.x + column * cell.width);
  const length = number([...text].length * cell.width);
  return `<tspan x="${x}" textLength="${length}"${style}>${escape(text)}</tspan>`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** What can be read in a picture, without durations: the same in every run. */
export function textOf(picture: string): string {
  return picture
    .replaceAll(/<(?:style|title).*?<\/(?:style|title)>/gs, "")
    .replaceAll("</tspan>", " ")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/\d+(?:\.\d)? (?:s|min)\b/g, "… s")
    .replaceAll(/ +/g, " ");
}
