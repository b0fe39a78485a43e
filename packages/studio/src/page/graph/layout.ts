import { type Box as CentredBox, layOut, type Point } from "@nacre/graph";
import type { GraphBranch, StepGraph } from "./model.ts";
import { sizeOf } from "./step-size.ts";

/** A rectangle of the drawing, in pixels at its natural size. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything is. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By the names of the steps. */
  readonly steps: ReadonlyMap<string, Box>;
  /** The branches of conditions, outer ones first. */
  readonly branches: readonly { readonly branch: GraphBranch; readonly box: Box }[];
  /** The points of each arrow from its start to its end, in the order of the edges given. */
  readonly arrows: readonly (readonly Point[])[];
}

/** Lays a graph out as the pictures of `nacre graph` are. */
export function layout(graph: Pick<StepGraph, "steps" | "edges">): Layout {
  const { width, height, steps, branches, edges } = layOut(graph, { sizeOf });
  return {
    width,
    height,
    steps: new Map(steps.map(({ step, box }) => [step.name, fromCorner(box)])),
    branches: branches.map(({ branch, box }) => ({ branch, box: fromCorner(box) })),
    arrows: edges.map(({ points }) => points),
  };
}

function fromCorner({ x, y, width, height }: CentredBox): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
