import { palettes } from "./colors.ts";
import { stepTitle } from "./describe.ts";
import type { Drawing, DrawnEdge, DrawnStep } from "./model.ts";
import { nestedLines } from "./nesting.ts";
import { linesOf } from "./node-text.ts";
import { changeLine, markSign } from "./status.ts";
import { edgeTitle, stepTone } from "./svg.ts";
import { shorten } from "./text-width.ts";

/**
 * The graph in the DOT language of Graphviz; each branch of a condition is a cluster.
 *
 * @see https://graphviz.org/doc/info/lang.html
 */
export function drawDot(drawing: Drawing): string {
  const { tones, ink, line, soft } = palettes.light;
  const ids = new Map(drawing.steps.map(({ name }, i) => [name, `s${i + 1}`]));
  const id = (name: string): string => ids.get(name) ?? "";
  const { title, subtitle, changes = [] } = drawing;
  const head = [...(subtitle === undefined ? [] : [subtitle]), ...changes.map(changeLine)];
  return [
    `digraph ${quote(title)} {`,
    "  rankdir=TB",
    ...(head.length === 0 ? [] : [`  label=${quote(head.join("\n"))}`, "  labelloc=t"]),
    '  fontname="Helvetica"',
    `  node [shape=box, style="rounded,filled", fontname="Helvetica", fillcolor="${tones.plain.fill}", color="${tones.plain.line}", fontcolor="${ink}"]`,
    `  edge [fontname="Helvetica", color="${line}", fontcolor="${soft}"]`,
    ...nestedLines(drawing, {
      step: (step) => `${id(step.name)} [${node(step)}]`,
      begin: ({ name }, when) => [
        `subgraph cluster_${id(name)}_${when} {`,
        `label=${quote(`${shorten(name, 64)}: ${when === "if"}`)}`,
        'style="rounded,dashed"',
      ],
      end: "}",
    }),
    ...drawing.edges.map((edge) => `  ${id(edge.from)} -> ${id(edge.to)} [${attributesOf(edge)}]`),
    "}",
    "",
  ].join("\n");
}

function node(step: DrawnStep): string {
  const tone = stepTone(step);
  const { fill, line } = palettes.light.tones[tone];
  const shape = step.type === "Condition" ? "diamond" : step.type === "Fail" ? "oval" : undefined;
  return [
    `label=${quote(
      linesOf(step)
        .map(({ text }) => text)
        .join("\n"),
    )}`,
    `tooltip=${quote(stepTitle(step))}`,
    ...(shape === undefined ? [] : [`shape=${shape}`]),
    ...(tone === "plain" ? [] : [`fillcolor="${fill}"`, `color="${line}"`]),
  ].join(", ");
}

function attributesOf(edge: DrawnEdge): string {
  const { kind, label, mark, was } = edge;
  const { tones } = palettes.light;
  const sign = mark === undefined ? "" : markSign(mark);
  const before = was === undefined ? "" : `(was ${was})`;
  const text = [sign, kind === "order" ? "after" : label, before].filter(Boolean).join(" ");
  return [
    `tooltip=${quote(edgeTitle(edge))}`,
    ...(text === "" ? [] : [`label=${quote(text)}`]),
    ...(kind === "order" ? ["style=dashed"] : []),
    ...(mark === undefined ? [] : [`color="${tones[mark].line}"`, "penwidth=2.4"]),
  ].join(", ");
}

/** In quotes a backslash begins an escape, such as that of a line's end. */
function quote(text: string): string {
  const inner = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll(/\p{Cc}/gu, " ")
    // Graphviz reads entities of HTML in every text.
    .replaceAll("&", "&amp;");
  return `"${inner}"`;
}
