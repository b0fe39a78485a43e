import type { Tone } from "./status.ts";

/** The colours of one theme, as `#rrggbb`. */
export interface Palette {
  /** Behind everything. */
  readonly paper: string;
  /** Names. */
  readonly ink: string;
  /** All other text. */
  readonly soft: string;
  /** Arrows and borders. */
  readonly line: string;
  /** Behind the steps of a branch. */
  readonly group: string;
  /** Behind the names of parameters. */
  readonly chip: string;
  /** Behind what asks, and what fails on purpose. */
  readonly condition: string;
  readonly fail: string;
  /** Behind a step and around it. */
  readonly tones: Readonly<Record<Tone, { readonly fill: string; readonly line: string }>>;
}

/** The colours of pictures. Every text has a contrast of at least 4.5 to what lies behind it. */
export const palettes: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    paper: "#ffffff",
    ink: "#1b2330",
    soft: "#4a5565",
    line: "#4a6fa5",
    group: "#f4f6f9",
    chip: "#ffffff",
    condition: "#f1ebfd",
    fail: "#fde7e7",
    tones: {
      plain: { fill: "#eef3fb", line: "#4a6fa5" },
      succeeded: { fill: "#dff5e5", line: "#1f7a3d" },
      running: { fill: "#dcecff", line: "#1663c7" },
      failed: { fill: "#fde2e2", line: "#b3261e" },
      stopped: { fill: "#fdebd3", line: "#8a5200" },
      waiting: { fill: "#f1f3f6", line: "#6b7686" },
      added: { fill: "#dff5e5", line: "#1f7a3d" },
      removed: { fill: "#fde2e2", line: "#b3261e" },
      changed: { fill: "#fff1cc", line: "#8a6100" },
    },
  },
  dark: {
    paper: "#12161d",
    ink: "#e6eaf0",
    soft: "#b3bdca",
    line: "#7fa6e0",
    group: "#181d26",
    chip: "#12161d",
    condition: "#2d2545",
    fail: "#43201f",
    tones: {
      plain: { fill: "#1d2735", line: "#7fa6e0" },
      succeeded: { fill: "#15351f", line: "#5fc27e" },
      running: { fill: "#152f52", line: "#6aa8ff" },
      failed: { fill: "#4a1d1b", line: "#ff8a80" },
      stopped: { fill: "#43300f", line: "#f0b35a" },
      waiting: { fill: "#1e242d", line: "#8e99a8" },
      added: { fill: "#15351f", line: "#5fc27e" },
      removed: { fill: "#4a1d1b", line: "#ff8a80" },
      changed: { fill: "#40340f", line: "#e0be55" },
    },
  },
};

/** Which colours a picture has: those of one theme, or with `auto` the reader's. */
export type Theme = "auto" | "light" | "dark";

// Colours are written out, not as CSS variables, which some SVG renderers do not know.
const shared = `.nacre-graph text { font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; text-anchor: middle; }
.nacre-graph .name { font-size: 13px; font-weight: 600; }
.nacre-graph .small { font-size: 11px; }
.nacre-graph .head, .nacre-graph .side text, .nacre-graph .legend text { text-anchor: start; }
.nacre-graph .side rect { stroke-dasharray: 2 3; }
.nacre-graph .edge path { fill: none; stroke-width: 1.4; }
.nacre-graph .order path { stroke-dasharray: 6 4; }
.nacre-graph .edge.added path, .nacre-graph .edge.changed path { stroke-width: 2.4; }
.nacre-graph .edge.removed path { stroke-width: 2.4; stroke-dasharray: 2 4; }
.nacre-graph .step.waiting .box, .nacre-graph .step.removed .box { stroke-dasharray: 4 3; }
.nacre-graph .step .box { stroke-width: 1.4; }`;

/** The style sheet of pictures, for a page that holds several; it touches nothing else. */
export function svgStyle(theme: Theme = "auto"): string {
  const rules =
    theme === "auto"
      ? `${rulesOf(palettes.light)}\n@media screen and (prefers-color-scheme: dark) {\n${rulesOf(palettes.dark)}\n}`
      : rulesOf(palettes[theme]);
  return `${shared}\n${rules}\n`;
}

function rulesOf(colors: Palette): string {
  const tones = Object.entries(colors.tones).map(
    ([tone, { fill, line }]) => `.nacre-graph .${tone} .box { fill: ${fill}; stroke: ${line}; }`,
  );
  return [
    `.nacre-graph .paper, .nacre-graph .label { fill: ${colors.paper}; }`,
    `.nacre-graph text { fill: ${colors.soft}; }`,
    `.nacre-graph .name { fill: ${colors.ink}; }`,
    ...tones,
    `.nacre-graph .condition.plain .box { fill: ${colors.condition}; }`,
    `.nacre-graph .fail.plain .box { fill: ${colors.fail}; }`,
    `.nacre-graph .chip rect { fill: ${colors.chip}; stroke: ${colors.soft}; }`,
    `.nacre-graph .side rect { fill: ${colors.group}; stroke: ${colors.soft}; }`,
    `.nacre-graph .edge path { stroke: ${colors.line}; }`,
    `.nacre-graph .order path { stroke: ${colors.soft}; }`,
    `.nacre-graph .edge.added path { stroke: ${colors.tones.added.line}; }`,
    `.nacre-graph .edge.removed path { stroke: ${colors.tones.removed.line}; }`,
    `.nacre-graph .edge.changed path { stroke: ${colors.tones.changed.line}; }`,
    `.nacre-graph .head-arrow { fill: ${colors.line}; }`,
    `.nacre-graph .head-order { fill: ${colors.soft}; }`,
    `.nacre-graph .head-added { fill: ${colors.tones.added.line}; }`,
    `.nacre-graph .head-removed { fill: ${colors.tones.removed.line}; }`,
    `.nacre-graph .head-changed { fill: ${colors.tones.changed.line}; }`,
  ].join("\n");
}
