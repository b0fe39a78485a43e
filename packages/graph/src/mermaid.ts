import { palettes } from "./colors.ts";
import type { Drawing, DrawnEdge, DrawnStep } from "./model.ts";
import { nestedLines } from "./nesting.ts";
import { linesOf } from "./node-text.ts";
import { changeLine, markSign } from "./status.ts";
import { stepTone } from "./svg.ts";
import { shorten } from "./text-width.ts";

/** The graph as a Mermaid flowchart; each branch of a condition is a subgraph. */
export function drawMermaid(drawing: Drawing): string {
  const ids = new Map(drawing.steps.map(({ name }, i) => [name, `s${i + 1}`]));
  const id = (name: string): string => ids.get(name) ?? "";
  const { subtitle } = drawing;
  const title = subtitle === undefined ? drawing.title : `${drawing.title}: ${subtitle}`;
  return [
    "---",
    `title: ${JSON.stringify(title)}`,
    "---",
    "flowchart TD",
    ...nestedLines(drawing, {
      step: (step) => `${id(step.name)}${shape(step)}`,
      begin: ({ name }, when) => [
        `subgraph ${id(name)}_${when}["${escape(`${shorten(name, 64)}: ${when === "if"}`)}"]`,
      ],
      end: "end",
    }),
    ...drawing.edges.map((edge) => `  ${id(edge.from)} ${arrow(edge)} ${id(edge.to)}`),
    ...changes(drawing),
    ...tones(drawing, id),
    "",
  ].join("\n");
}

function shape(step: DrawnStep): string {
  const { type } = step;
  const label = labelOf(linesOf(step).map(({ text }) => text));
  if (type === "Condition") return `{"${label}"}`;
  return type === "Fail" ? `(["${label}"])` : `["${label}"]`;
}

/** What differs outside of the steps, as a node of its own. */
function changes({ changes: list = [] }: Drawing): string[] {
  if (list.length === 0) return [];
  const { fill, line } = palettes.light.tones.changed;
  return [
    `  changes["${labelOf(list.map(changeLine))}"]`,
    `  style changes fill:${fill},stroke:${line},color:${palettes.light.ink}`,
  ];
}

function labelOf(lines: readonly string[]): string {
  return lines.map(escape).join("<br/>");
}

function arrow({ kind, label, mark, was }: DrawnEdge): string {
  // A sign alone could be read as a part of the arrow.
  const sign = mark === undefined ? "" : `#${markSign(mark).codePointAt(0)};`;
  const before = was === undefined ? "" : `was ${was}`;
  const name = kind === "order" ? "after" : (label ?? "");
  const text = [sign, name, before].filter(Boolean).join(" ");
  const line = kind === "order" ? "-.->" : "-->";
  return text === "" ? line : `${line}|${text}|`;
}

/** The colours of an execution or a difference: those of light pictures, with dark text on them. */
function tones(drawing: Drawing, id: (name: string) => string): string[] {
  const byTone = Map.groupBy(drawing.steps, stepTone);
  const { tones: colors, ink } = palettes.light;
  return [...byTone].flatMap(([tone, list]) => {
    if (tone === "plain") return [];
    const { fill, line } = colors[tone];
    return [
      `  classDef ${tone} fill:${fill},stroke:${line},color:${ink}`,
      `  class ${list.map(({ name }) => id(name)).join(",")} ${tone}`,
    ];
  });
}

/**
 * A line of a label. Inside quotes Mermaid reads `#quot;` and the like, of which a bare `#` would begin one;
 * and, there too, HTML's entities, `\n`, formulas, icons and lists, and `direction LR` as a word of its own.
 */
function escape(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, " ")
    .replaceAll(/["#$&<>\\`]/g, entity)
    .replaceAll(/(?<=fa[a-z]?):(?=fa)|(?<=direction)\s(?=\s*[A-Z])/gi, entity)
    .replaceAll(/^\s*[-+*]|(?<=^\s*\d+)[.)]/g, entity);
}

function entity(character: string): string {
  return `#${character.trim().codePointAt(0) ?? 32};`;
}
