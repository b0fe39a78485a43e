import { type Palette, palettes, svgStyle } from "@nacre/graph";

/** A graph is drawn at no less than so much of its size: it is read by scrolling then. */
const smallest = 0.7;

/**
 * The style sheet of a report: light or dark as the reader's screen, light on paper.
 *
 * @param graphWidth - of the graph, in pixels
 */
export function reportStyle(graphWidth: number): string {
  return `${layout}
.graph > svg { min-width: ${Math.round(graphWidth * smallest)}px; }
:root { color-scheme: light dark; ${variables(palettes.light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(palettes.dark)} } }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 12px; }
  nav { display: none; }
  .scroll, .graph, .gantt, pre { overflow: visible; max-height: none; }
  .graph > svg, .gantt > svg, table, table:has(th:nth-child(6)) { min-width: 0; }
  details > summary { list-style: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  h2, h3, summary { break-after: avoid-page; }
  tr, figure, .failure > h3, .failure > p { break-inside: avoid-page; }
}
${svgStyle()}`;
}

function variables({ paper, ink, soft, line, group, tones }: Palette): string {
  const colors = { paper, ink, soft, line, group };
  return [
    ...Object.entries(colors).map(([name, color]) => `--${name}: ${color};`),
    ...Object.entries(tones).map(
      ([tone, { fill, line: border }]) => `--${tone}: ${border}; --${tone}-fill: ${fill};`,
    ),
  ].join(" ");
}

const toned = ["succeeded", "running", "failed", "stopped", "waiting"] as const;

const layout = `* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1200px; padding: 24px; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { font-size: 24px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 32px 0 8px; }
h3 { font-size: 15px; margin: 16px 0 4px; }
a { color: var(--line); }
.soft, caption, figcaption { color: var(--soft); }
.scroll { overflow-x: auto; }
figure { margin: 0; }
.graph > svg { max-width: 100%; height: auto; }
.gantt > svg { min-width: 760px; }
.graph, .gantt { max-height: max(85vh, 1200px); overflow: auto; }
nav ul { list-style: none; margin: 12px 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 18px; }
:focus-visible { outline: 2px solid var(--line); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; min-width: 760px; font-size: 14px; }
table:has(th:nth-child(6)) { min-width: 1080px; }
caption { text-align: left; padding: 0 0 4px; }
th, td { text-align: left; vertical-align: top; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--group); overflow-wrap: anywhere; min-width: 10ch; }
thead th { border-bottom: 1px solid var(--soft); white-space: nowrap; }
tbody th { font-weight: 600; }
td.word { white-space: nowrap; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 12px 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 4px 0; padding: 10px; background: var(--group); border-radius: 6px; overflow: auto; max-height: 480px; font: 12.5px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
details { margin: 8px 0; }
summary { cursor: pointer; }
.status { display: inline-block; border: 1.4px solid; border-radius: 10px; padding: 0 9px; white-space: nowrap; color: var(--ink); }
.failure { border-left: 4px solid var(--failed); padding: 2px 0 2px 14px; margin: 12px 0; }
.failure p { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.charts { display: flex; flex-wrap: wrap; gap: 16px 24px; }
.charts figure { flex: 1 1 400px; max-width: 560px; }
.charts ul { list-style: none; margin: 0; padding: 0; font-size: 13px; display: flex; flex-wrap: wrap; gap: 2px 16px; }
.nacre-gantt, .nacre-chart { display: block; width: 100%; }
.nacre-gantt text, .nacre-chart text { font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--soft); }
.nacre-gantt .label, .nacre-chart .label { text-anchor: end; }
.nacre-gantt .label { fill: var(--ink); }
.nacre-gantt .axis, .nacre-chart .axis { text-anchor: middle; font-size: 11px; }
.nacre-gantt .tick, .nacre-chart .tick { stroke: var(--soft); stroke-width: 0.5; stroke-dasharray: 2 4; }
.nacre-gantt .bar { stroke-width: 1.2; }
.nacre-gantt .critical .bar { stroke-width: 3; }
.nacre-gantt .critical .label { font-weight: 600; }
.nacre-chart.key { display: inline-block; width: 32px; height: 10px; margin-right: 6px; }
.nacre-chart .curve { fill: none; stroke-width: 1.8; }
.nacre-chart :is(.curve-0, .curve-4) { stroke: var(--running); }
.nacre-chart :is(.curve-1, .curve-5) { stroke: var(--failed); }
.nacre-chart :is(.curve-2, .curve-6) { stroke: var(--succeeded); }
.nacre-chart :is(.curve-3, .curve-7) { stroke: var(--changed); }
.nacre-chart .curve-1 { stroke-dasharray: 6 3; }
.nacre-chart .curve-2 { stroke-dasharray: 2 2; }
.nacre-chart .curve-3 { stroke-dasharray: 8 2 2 2; }
.nacre-chart .curve-4 { stroke-dasharray: 12 4; }
.nacre-chart .curve-5 { stroke-dasharray: 2 6; }
.nacre-chart .curve-6 { stroke-dasharray: 8 2 2 2 2 2; }
.nacre-chart .curve-7 { stroke-dasharray: 4 6; }
${toned.map((tone) => `.nacre-gantt .${tone} .bar { fill: var(--${tone}-fill); stroke: var(--${tone}); }\n.status.${tone} { background: var(--${tone}-fill); border-color: var(--${tone}); }`).join("\n")}`;
