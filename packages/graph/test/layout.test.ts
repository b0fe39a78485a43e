import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { flattenSteps, readDefinition } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { drawingOf, edgePath, edgeText, layOut } from "../src/index.ts";
import { labelWidth } from "../src/layout/label-places.ts";
import { abalone, condition, definitionOf, lambda, manySteps } from "./support/definitions.ts";
import { besideEachOther, chain, mesh, nested } from "./support/large-definitions.ts";
import { faultsOf, overlap, sides } from "./support/places.ts";

const long = (name: string): string => `${name}-${"of-a-pipeline-with-long-names".repeat(2)}`;

describe.each([
  ["Abalone", abalone],
  ["60 steps", manySteps(60)],
  ["500 steps", manySteps(500)],
  ["500 steps one after the other", chain(500)],
  ["300 steps beside each other", besideEachOther(300)],
  ["500 steps in rows", mesh(500, 20)],
  ["conditions in conditions, five deep", nested(5)],
  [
    "long names",
    definitionOf([
      lambda(long("A")),
      lambda(long("B"), [long("A")]),
      lambda(long("C"), [long("A")]),
      condition(long("D"), [long("B")], [lambda(long("E"), [long("C")])]),
    ]),
  ],
])("%s", (name, definition) => {
  const drawing = drawingOf(definition, name);
  const layout = layOut(drawing);
  const boxes = new Map(layout.steps.map(({ step, box }) => [step.name, box]));

  it("lies inside the picture, no step over another, no arrow over a step or branch not its own", () => {
    expect(faultsOf(layout)).toEqual([]);
  });

  it("has every arrow run downwards", () => {
    for (const { from, to } of drawing.edges) {
      expect(boxes.get(from)?.y).toBeLessThan(boxes.get(to)?.y ?? 0);
    }
  });

  it("has its labels over no step and over no other label", () => {
    const labels = layout.edges.flatMap(({ edge, label }) =>
      label ? [{ ...label, width: labelWidth(edgeText(edge) ?? ""), height: 18 }] : [],
    );
    const over = labels.filter(
      (label, i) =>
        [...boxes.values()].some((box) => overlap(label, box)) ||
        labels.slice(i + 1).some((other) => overlap(label, other)),
    );
    expect(over).toEqual([]);
  });

  it("holds the lines and chips inside their step", () => {
    for (const { lines, chips, box } of layout.steps) {
      const { left, right, top, bottom } = sides(box);
      for (const line of lines) {
        expect(line.x - line.width / 2 >= left && line.x + line.width / 2 <= right).toBe(true);
        expect(line.y > top && line.y < bottom).toBe(true);
      }
      for (const chip of chips.map(sides)) {
        expect(chip.left >= left && chip.right <= right && chip.bottom <= bottom).toBe(true);
      }
    }
  });

  it("gives the same places every time", () => {
    expect(layOut(drawingOf(definition, name))).toEqual(layout);
  });
});

describe("layOut", () => {
  it.each([
    ["nothing", definitionOf([])],
    ["one step", definitionOf([lambda("A")])],
    ["a cycle", definitionOf([lambda("A", ["B"]), lambda("B", ["A"]), lambda("C", ["C"])])],
    ["names of members of objects", definitionOf([lambda("constructor"), lambda("__proto__")])],
    [
      "a condition in itself",
      definitionOf([condition("A", [], [condition("A", [], [lambda("B")])])]),
    ],
    ["no arrows at all", definitionOf(Array.from({ length: 40 }, (_, i) => lambda(`S${i}`)))],
  ])("takes %s", (_, definition) => {
    const { steps, width, height } = layOut(drawingOf(definition, "P"));
    expect(steps).toHaveLength(
      new Set(flattenSteps(definition).map((step) => step.definition.Name)).size,
    );
    expect(width > 0 && height > 0).toBe(true);
    expect(new Set(steps.map(({ box }) => `${box.x} ${box.y}`)).size).toBe(steps.length);
  });

  it("shows the parameters of a step, many of them shortened, or none of them", () => {
    const names = Array.from({ length: 20 }, (_, i) => `P${i}`);
    const parameters = names.map((Name) => ({ Name, Type: "String" }));
    const reads = Object.fromEntries(names.map((name) => [name, { Get: `Parameters.${name}` }]));
    const step = { Name: "A", Type: "Lambda", Arguments: reads };
    const drawing = drawingOf(definitionOf([step], parameters), "P");
    const chips = layOut(drawing).steps[0]?.chips.map(({ text }) => text);
    expect(chips).toEqual(["P0", "P1", "P2", "P3", "P4", "and 15 more"]);
    expect(layOut(drawing, { parameters: false }).steps[0]?.chips).toEqual([]);
  });

  it("keeps many steps that have the same around them in sight: 300 of them in rows", () => {
    const { width, height } = layOut(drawingOf(besideEachOther(300), "P"));
    expect(width).toBeLessThan(4_000);
    expect(height).toBeLessThan(2_000);
  });

  it("has a step and what is written in it as large as is asked for", () => {
    const size = { width: 100, height: 40 };
    const { steps, edges } = layOut(drawingOf(abalone, "P"), { sizeOf: () => size });
    for (const { box, lines, chips } of steps) {
      expect(box).toMatchObject(size);
      expect([lines, chips]).toEqual([[], []]);
    }
    expect(edges.flatMap(({ label }) => label ?? [])).toEqual([]);
  });

  it("orders steps the same, however large they are", () => {
    const drawing = drawingOf(manySteps(60), "P");
    const inOrder = (width: number): string[] =>
      layOut(drawing, { sizeOf: () => ({ width, height: 60 }) })
        .steps.toSorted((a, b) => a.box.y - b.box.y || a.box.x - b.box.x)
        .map(({ step }) => step.name);
    expect(inOrder(200)).toEqual(inOrder(80));
  });
});

/** The pipeline of such moves. */
function definitionFrom(moves: readonly { kind: string; after: readonly number[] }[]) {
  const top: object[] = [];
  const open: { yes: object[]; no: object[]; isElse: boolean }[] = [];
  const names: string[] = [];
  for (const { kind, after } of moves) {
    const last = open.at(-1);
    const steps = last === undefined ? top : last.isElse ? last.no : last.yes;
    const waits = [...new Set(after.flatMap((at) => names[at] ?? []))];
    const name = `S${names.length}`;
    if (kind === "else" && last) last.isElse = true;
    if (kind === "close") open.pop();
    if (kind === "step") steps.push(lambda(name, [], { DependsOn: waits }));
    if (kind === "open") {
      const inside = { yes: [], no: [], isElse: false };
      open.push(inside);
      steps.push(condition(name, waits, inside.yes, inside.no));
    }
    if (kind === "step" || kind === "open") names.push(name);
  }
  return definitionOf(top);
}

describe("any pipeline", () => {
  /** Steps in order, each in the branch that is open at its place, and what each waits for. */
  const pipelines = fc.array(
    fc.record({
      kind: fc.constantFrom("step", "step", "step", "open", "else", "close"),
      after: fc.array(fc.nat(60), { maxLength: 3 }),
    }),
    { maxLength: 45 },
  );

  it("is laid out without one thing over another", () => {
    fc.assert(
      fc.property(pipelines, (moves) => {
        expect(faultsOf(layOut(drawingOf(definitionFrom(moves), "P")))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const corpus = fileURLToPath(new URL("../../../../shared/corpus/", import.meta.url));
  const files = existsSync(corpus)
    ? readdirSync(corpus).filter((name) => name.endsWith(".json"))
    : [];
  if (files.length === 0)
    console.warn("SKIPPED: there is no corpus of definitions beside this clone");

  it.skipIf(files.length === 0).each(files)("of the corpus: %s", (file) => {
    const definition = readDefinition(readFileSync(`${corpus}${file}`, "utf8"));
    expect(faultsOf(layOut(drawingOf(definition, file)))).toEqual([]);
  });
});

describe("edgePath", () => {
  it("is upright where an arrow begins, bends and ends", () => {
    const points = [
      { x: 10, y: 0 },
      { x: 10, y: 20 },
      { x: 50, y: 60 },
    ];
    expect(edgePath(points)).toBe("M10 0L10 20C10 40 50 40 50 60");
  });
});
