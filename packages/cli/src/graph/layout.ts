import { Graph, layout } from "@dagrejs/dagre";
import {
  type Branch,
  type Drawing,
  type DrawnEdge,
  type DrawnStep,
  branchKey,
  branchesOf,
} from "./model.ts";

/** A rectangle; x and y are its centre. Units are pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything of a drawing lies. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly steps: readonly {
    readonly step: DrawnStep;
    readonly lines: readonly string[];
    readonly box: Box;
  }[];
  readonly branches: readonly { readonly branch: Branch; readonly box: Box }[];
  readonly edges: readonly {
    readonly edge: DrawnEdge;
    readonly points: readonly { readonly x: number; readonly y: number }[];
    /** Where the label lies, when there is one. */
    readonly label?: { readonly x: number; readonly y: number };
  }[];
}

/** Height of one line of text. */
export const LINE_HEIGHT = 17;

const PADDING = 12;
/** No font is measured: these are wide enough for a letter of the fonts that the drawing asks for. */
const NAME_LETTER_WIDTH = 8.1;
const LETTER_WIDTH = 6.8;
const LONGEST_LINE = 72;

/** Lays a drawing out from top to bottom; the same drawing always gives the same places. */
export function layOut(drawing: Drawing): Layout {
  // Nodes are s0, s1 … and b0, b1 …, so that no step name can clash with a member of an object.
  const stepIds = new Map(drawing.steps.map(({ name }, i) => [name, `s${i}`]));
  const branches = branchesOf(drawing);
  const branchIds = new Map(branches.map((branch, i) => [branchKey(branch), `b${i}`]));
  const graph = new Graph({ compound: true })
    .setGraph({ rankdir: "TB", nodesep: 32, ranksep: 44, marginx: 20, marginy: 20 })
    .setDefaultEdgeLabel(() => ({}));
  for (const branch of branches) graph.setNode(branchIds.get(branchKey(branch)) ?? "", {});
  const lines = drawing.steps.map(linesOf);
  for (const [i, step] of drawing.steps.entries()) {
    const text = lines[i] ?? [];
    graph.setNode(`s${i}`, {
      width: widthOf(text) + 2 * PADDING,
      height: text.length * LINE_HEIGHT + PADDING,
    });
    if (step.branch) graph.setParent(`s${i}`, branchIds.get(branchKey(step.branch)) ?? "");
  }
  for (const branch of branches) {
    const outer = drawing.steps.find(({ name }) => name === branch.condition)?.branch;
    const parent = outer && branchIds.get(branchKey(outer));
    if (parent) graph.setParent(branchIds.get(branchKey(branch)) ?? "", parent);
  }
  for (const edge of drawing.edges) {
    const text = edgeText(edge);
    const size = text ? { width: text.length * LETTER_WIDTH + 8, height: LINE_HEIGHT } : {};
    graph.setEdge(stepIds.get(edge.from) ?? "", stepIds.get(edge.to) ?? "", {
      ...size,
      labelpos: "c",
    });
  }
  layout(graph);
  const box = (id: string): Box => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id);
    return { x, y, width, height };
  };
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    steps: drawing.steps.map((step, i) => ({ step, lines: lines[i] ?? [], box: box(`s${i}`) })),
    branches: branches.map((branch, i) => ({ branch, box: box(`b${i}`) })),
    edges: drawing.edges.map((edge) => {
      const {
        points = [],
        x,
        y,
      } = graph.edge(stepIds.get(edge.from) ?? "", stepIds.get(edge.to) ?? "");
      return { edge, points, ...(x !== undefined && y !== undefined ? { label: { x, y } } : {}) };
    }),
  };
}

/** What is written on an arrow. */
export function edgeText({ kind, label }: DrawnEdge): string | undefined {
  return kind === "order" ? "after" : label;
}

function linesOf({ name, type, question }: DrawnStep): string[] {
  const text =
    question && question.length > LONGEST_LINE ? `${question.slice(0, LONGEST_LINE)}…` : question;
  return [name, type, ...(text ? [text] : [])];
}

/** The first line is the name, which is bold. */
function widthOf(lines: readonly string[]): number {
  return Math.max(
    ...lines.map((line, i) => line.length * (i === 0 ? NAME_LETTER_WIDTH : LETTER_WIDTH)),
  );
}
