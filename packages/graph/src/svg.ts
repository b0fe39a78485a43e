import { type Theme, svgStyle } from "./colors.ts";
import { describeDrawing, stepTitle } from "./describe.ts";
import {
  type EdgePlace,
  type Layout,
  type LayoutOptions,
  type StepPlace,
  edgeText,
  layOut,
} from "./layout.ts";
import { labelWidth } from "./layout/label-places.ts";
import type { Box, Point } from "./layout/routes.ts";
import type { Drawing, DrawnEdge, DrawnStep } from "./model.ts";
import { type Tone, changeLine, markTone, toneOf } from "./status.ts";
import { shorten, textWidth } from "./text-width.ts";
import { escapeXml } from "./xml.ts";

/** How a picture is drawn. */
export interface SvgOptions extends LayoutOptions {
  /** Its colours. @default "auto", the reader's */
  readonly theme?: Theme;
  /** Whether the style sheet is in it; a page that holds pictures may have {@link svgStyle} itself. @default true */
  readonly style?: boolean;
  /** What the ids in it begin with, so that a page may hold several. @default "graph" */
  readonly id?: string;
}

const headLine = 20;
const legendLine = 24;
const mostChanges = 12;
/** All that there is to see of a pipeline without steps, which SageMaker accepts. */
const noSteps = "no steps";

/**
 * The graph as an SVG document: light or dark as the reader's screen, and told to screen readers. No
 * text of a definition can become markup. The same drawing gives the same bytes.
 */
export function drawSvg(drawing: Drawing, options: SvgOptions = {}): string {
  const { theme = "auto", style = true, id = "graph" } = options;
  const layout = layOut(drawing, options);
  const head = headOf(drawing);
  const isEmpty = drawing.steps.length === 0;
  const width = Math.max(
    isEmpty ? Math.ceil(textWidth(noSteps, 12)) + 40 : layout.width,
    head.width,
  );
  const height = layout.height + head.height;
  const shift = px((width - layout.width) / 2);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="nacre-graph" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escapeXml(headline(drawing))}</title>`,
    `<desc id="${id}-desc">${escapeXml(describeDrawing(drawing))}</desc>`,
    ...(style ? [`<style>\n${svgStyle(theme)}</style>`] : []),
    `<defs>${arrowHeads(drawing, id)}</defs>`,
    '<rect class="paper" width="100%" height="100%"/>',
    ...head.lines,
    ...(isEmpty ? [`<text class="head" x="20" y="${head.height + 24}">${noSteps}</text>`] : []),
    `<g transform="translate(${shift} ${head.height})">`,
    ...branchGroups(layout),
    ...layout.edges.map((edge) => edgeGroup(edge, id)),
    ...layout.steps.map(stepGroup),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function headline({ title, subtitle }: Drawing): string {
  return subtitle === undefined ? title : `${title}: ${subtitle}`;
}

const legend = [
  ["added", "+ added"],
  ["removed", "− removed"],
  ["changed", "~ changed"],
  ["changed", "→ renamed"],
] as const;

function isMarked({ steps, edges, changes = [] }: Drawing): boolean {
  return changes.length > 0 || [...steps, ...edges].some(({ mark }) => mark !== undefined);
}

/** Title and legend, of an execution or a difference; a definition alone has none. */
function headOf(drawing: Drawing): { width: number; height: number; lines: readonly string[] } {
  const { subtitle } = drawing;
  if (subtitle === undefined) return { width: 0, height: 0, lines: [] };
  const title = shorten(drawing.title, 80);
  const below = shorten(subtitle, 110);
  const lines = [
    `<text class="head name" x="20" y="26">${escapeXml(title)}</text>`,
    `<text class="head" x="20" y="${26 + headLine}">${escapeXml(below)}</text>`,
  ];
  let [height, width] = [26 + headLine, Math.max(textWidth(title, 13, true), textWidth(below, 12))];
  if (isMarked(drawing)) {
    height += legendLine;
    let x = 20;
    for (const [tone, text] of legend) {
      const wide = Math.ceil(textWidth(text, 12)) + 16;
      lines.push(
        `<g class="legend ${tone}"><rect class="box" x="${x}" y="${height - 14}" width="${wide}" height="20" rx="4"/><text x="${x + 8}" y="${height}">${text}</text></g>`,
      );
      x += wide + 8;
    }
    width = Math.max(width, x - 20);
  }
  for (const [i, line] of changeLines(drawing).entries()) {
    height += i === 0 ? legendLine : headLine;
    lines.push(`<text class="head" x="20" y="${height}">${escapeXml(line)}</text>`);
    width = Math.max(width, textWidth(line, 12));
  }
  return { width: Math.ceil(width) + 40, height: height + 4, lines };
}

/** What differs outside of the steps; of much the beginning. */
function changeLines({ changes = [] }: Drawing): string[] {
  const shown = changes.length > mostChanges ? changes.slice(0, mostChanges - 1) : changes;
  const more = changes.length - shown.length;
  const lines = shown.map((change) => shorten(changeLine(change), 110));
  return more === 0 ? lines : [...lines, `and ${more} more`];
}

function branchGroups({ branches }: Layout): string[] {
  return branches.map(({ branch, box }) => {
    const when = branch.when === "if" ? "true" : "false";
    const title = escapeXml(`${branch.condition}: ${when}`);
    const x = px(box.x - box.width / 2 + 8);
    const y = px(box.y - box.height / 2 + 14);
    return `<g class="side ${branch.when}"><title>${title}</title>${rectangle(box, 10)}<text class="small" x="${x}" y="${y}">${when}</text></g>`;
  });
}

function stepGroup({ step, lines, chips, box }: StepPlace): string {
  const text = lines.map(
    (line) =>
      `<text class="${line.kind}" x="${px(line.x)}" y="${px(line.y)}">${escapeXml(line.text)}</text>`,
  );
  const parameters = chips.map(
    (chip) =>
      `<g class="chip">${rectangle(chip, 8)}<text class="small" x="${px(chip.x)}" y="${px(chip.y + 4)}">${escapeXml(chip.text)}</text></g>`,
  );
  const radius = step.type === "Fail" ? Math.min(box.height / 2, 24) : 6;
  return `<g class="${stepClass(step)}"><title>${escapeXml(stepTitle(step))}</title>${rectangle(box, radius, "box")}${text.join("")}${parameters.join("")}</g>`;
}

/** One for each colour of arrows: a head cannot take that of its line in every renderer. */
function arrowHeads({ edges }: Drawing, id: string): string {
  const kinds = [...new Set(edges.map(headKind))].toSorted();
  return kinds
    .map(
      (kind) =>
        `<marker id="${id}-${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path class="head-${kind}" d="M0 0 10 5 0 10z"/></marker>`,
    )
    .join("");
}

function headKind({ kind, mark }: DrawnEdge): string {
  return mark ?? (kind === "order" ? "order" : "arrow");
}

function edgeGroup({ edge, points, label }: EdgePlace, id: string): string {
  const text = edgeText(edge);
  const labelled = text && label ? labelAt(text, label) : "";
  const mark = edge.mark === undefined ? "" : ` ${edge.mark}`;
  return `<g class="edge ${edge.kind}${mark}"><title>${escapeXml(edgeTitle(edge))}</title><path d="${edgePath(points)}" marker-end="url(#${id}-${headKind(edge)})"/>${labelled}</g>`;
}

/** All about one arrow in a line. */
export function edgeTitle({ from, to, kind, via, label, mark, was }: DrawnEdge): string {
  const what = kind === "data" ? (via ?? "data") : kind === "order" ? "DependsOn" : (label ?? "");
  const change = was === undefined ? mark : `${mark}, was ${was}`;
  return `${from} → ${to}: ${shorten(what, 200)}${change === undefined ? "" : ` (${change})`}`;
}

/** The path of an arrow as SVG takes it: aside it goes in a curve that begins and ends upright. */
export function edgePath(points: readonly Point[]): string {
  return points
    .map(({ x, y }, i) => {
      const last = points[i - 1];
      if (last === undefined) return `M${px(x)} ${px(y)}`;
      if (last.x === x) return `L${px(x)} ${px(y)}`;
      const middle = (last.y + y) / 2;
      return `C${px(last.x)} ${px(middle)} ${px(x)} ${px(middle)} ${px(x)} ${px(y)}`;
    })
    .join("");
}

function labelAt(text: string, { x, y }: Point): string {
  const width = labelWidth(text);
  const back = `<rect class="label" x="${px(x - width / 2)}" y="${px(y - 9)}" width="${width}" height="18"/>`;
  return `${back}<text x="${px(x)}" y="${px(y + 4)}">${escapeXml(text)}</text>`;
}

function rectangle({ x, y, width, height }: Box, radius: number, name?: string): string {
  const named = name === undefined ? "" : ` class="${name}"`;
  return `<rect${named} x="${px(x - width / 2)}" y="${px(y - height / 2)}" width="${px(width)}" height="${px(height)}" rx="${px(radius)}"/>`;
}

function stepClass(step: DrawnStep): string {
  const shape = step.type === "Condition" ? " condition" : step.type === "Fail" ? " fail" : "";
  return `step${shape} ${stepTone(step)}`;
}

/** The colours of a step: what became of it, else how it fares. */
export function stepTone({ run, mark }: DrawnStep): Tone {
  if (mark !== undefined) return markTone(mark);
  return run === undefined ? "plain" : toneOf(run.status);
}

/** A number of pixels, with at most one digit after the point. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
