import { Graph, layout } from "@dagrejs/dagre";
import { type Line, linesOf, type Chip, chipsOf } from "./node-text.ts";
import {
  type Branch,
  type Drawing,
  type DrawnEdge,
  type DrawnStep,
  branchKey,
  branchesOf,
} from "./model.ts";
import { assignRanks } from "./ranks.ts";
import { markSign } from "./status.ts";
import { textWidth } from "./text-width.ts";

/** A rectangle; x and y are its centre. Units are pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A place in the picture, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a step lies, and what is written in it. */
export interface StepPlace {
  readonly step: DrawnStep;
  readonly box: Box;
  /** Its lines, each with the middle of its base line. */
  readonly lines: readonly (Line & Point)[];
  /** The parameters that it reads, each with the centre of its chip. */
  readonly chips: readonly (Chip & Box)[];
}

/** Where an arrow lies. */
export interface EdgePlace {
  readonly edge: DrawnEdge;
  /** From the border of one step to that of the other. */
  readonly points: readonly Point[];
  /** The middle of its label, where it has one. */
  readonly label?: Point;
}

/** Where everything of a drawing lies; lists are in the order of the drawing. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly steps: readonly StepPlace[];
  /** Outer ones before inner ones. */
  readonly branches: readonly { readonly branch: Branch; readonly box: Box }[];
  readonly edges: readonly EdgePlace[];
}

/** How a drawing is laid out. */
export interface LayoutOptions {
  /** Whether the parameters that a step reads are shown in it. @default true */
  readonly parameters?: boolean;
}

/** From so many steps on the faster way is taken, with somewhat longer arrows. */
const large = 120;

const [padding, lineHeight, chipHeight, margin] = [12, 17, 20, 20];
/** Room above the steps of a branch for what it is called. */
const branchHead = 18;

/**
 * Lays a drawing out from top to bottom, branches as groups. The same drawing always gives the same
 * places; 500 steps take some hundred milliseconds.
 */
export function layOut(drawing: Drawing, options: LayoutOptions = {}): Layout {
  if (drawing.steps.length === 0) {
    return { width: 2 * margin, height: 2 * margin, steps: [], branches: [], edges: [] };
  }
  // Nodes are s0, s1 … and b0, b1 …, so that no step name can clash with a member of an object.
  const stepIds = new Map(drawing.steps.map(({ name }, i) => [name, `s${i}`]));
  const branches = branchesOf(drawing);
  const branchIds = new Map(branches.map((branch, i) => [branchKey(branch), `b${i}`]));
  const graph = new Graph({ compound: branches.length > 0 })
    .setGraph({ rankdir: "TB", nodesep: 32, ranksep: 44, marginx: margin, marginy: margin })
    .setDefaultEdgeLabel(() => ({}));
  // dagre takes a function too, which its types do not say.
  if (drawing.steps.length >= large) Object.assign(graph.graph(), { ranker: assignRanks });
  for (const branch of branches) graph.setNode(branchIds.get(branchKey(branch)) ?? "", {});
  const texts = drawing.steps.map((step) => textOf(step, options));
  for (const [i, { width, height }] of texts.entries()) graph.setNode(`s${i}`, { width, height });
  for (const [i, { branch }] of drawing.steps.entries()) {
    if (branch) graph.setParent(`s${i}`, branchIds.get(branchKey(branch)) ?? "");
  }
  const stepsByName = new Map(drawing.steps.map((step) => [step.name, step]));
  for (const branch of branches) {
    const outer = stepsByName.get(branch.condition)?.branch;
    const parent = outer && branchIds.get(branchKey(outer));
    if (parent) graph.setParent(branchIds.get(branchKey(branch)) ?? "", parent);
  }
  for (const edge of drawing.edges) {
    const text = edgeText(edge);
    const size = text ? { width: textWidth(text, 12) + 8, height: lineHeight } : {};
    graph.setEdge(stepIds.get(edge.from) ?? "", stepIds.get(edge.to) ?? "", {
      ...size,
      labelpos: "c",
    });
  }
  layout(graph);
  const boxOf = (id: string): Box => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id);
    return { x, y, width, height };
  };
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    steps: drawing.steps.map((step, i) => placed(step, boxOf(`s${i}`), texts[i])),
    branches: branches.map((branch, i) => ({ branch, box: withHead(boxOf(`b${i}`)) })),
    edges: drawing.edges.map((edge) => {
      const found = graph.edge(stepIds.get(edge.from) ?? "", stepIds.get(edge.to) ?? "");
      const { points = [], x, y } = found;
      return { edge, points, ...(x !== undefined && y !== undefined ? { label: { x, y } } : {}) };
    }),
  };
}

/** What is written on an arrow; in a difference a sign says what became of it. */
export function edgeText({ kind, label, mark }: DrawnEdge): string | undefined {
  const text = kind === "order" ? "after" : label;
  return mark === undefined ? text : [markSign(mark), text].filter(Boolean).join(" ");
}

interface StepText {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
  readonly chips: readonly (readonly Chip[])[];
}

function textOf(step: DrawnStep, { parameters = true }: LayoutOptions): StepText {
  const lines = linesOf(step);
  const chips = parameters ? chipsOf(step.parameters) : [];
  const rows = chips.map((row) => row.reduce((sum, { width }) => sum + width + 4, -4));
  return {
    lines,
    chips,
    width: Math.max(...lines.map(({ width }) => width), ...rows) + 2 * padding,
    height: lines.length * lineHeight + chips.length * chipHeight + padding,
  };
}

function placed(step: DrawnStep, box: Box, text: StepText | undefined): StepPlace {
  const { lines = [], chips = [] } = text ?? {};
  const top = box.y - box.height / 2 + padding / 2;
  const firstChip = top + lines.length * lineHeight + chipHeight / 2;
  return {
    step,
    box,
    lines: lines.map((line, i) => ({ ...line, x: box.x, y: top + i * lineHeight + 13 })),
    chips: chips.flatMap((row, i) => {
      let x = box.x - row.reduce((sum, { width }) => sum + width + 4, -4) / 2;
      return row.map((chip) => {
        const centre = x + chip.width / 2;
        x += chip.width + 4;
        return { ...chip, x: centre, y: firstChip + i * chipHeight, height: chipHeight - 4 };
      });
    }),
  };
}

/** dagre leaves more room above the steps of a group than this needs. */
function withHead({ x, y, width, height }: Box): Box {
  return { x, y: y - branchHead / 4, width, height: height + branchHead / 2 };
}
