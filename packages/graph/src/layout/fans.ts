import {
  type Bend,
  type Group,
  type Leg,
  linkKey,
  type Part,
  type SizedStep,
  stepKey,
} from "./parts.ts";

/** So many steps may stand beside each other that all wait for the same and that the same wait for. */
const mostBeside = 12;
/** About how many times as wide as high more of them are. */
const shape = 3;
/** Room between columns, and between rows; arrows pass each column at both sides. */
const gap = { column: 40, row: 44, aside: 12 } as const;

/**
 * The steps of one group that would make a long row: they all wait for the same, and the same waits for
 * them.
 *
 * @param steps - those that may be among them
 * @param legs - those of the group
 */
export function fansOf(
  steps: readonly SizedStep[],
  legs: readonly Leg[],
): readonly (readonly SizedStep[])[] {
  const around = new Map(steps.map(({ name }) => [stepKey(name), new Set<string>()]));
  for (const { from, to } of legs) {
    if (to !== undefined) around.get(to)?.add(`after ${from ?? ""}`);
    if (from !== undefined) around.get(from)?.add(`before ${to ?? ""}`);
  }
  const alike = Map.groupBy(steps, ({ name }) =>
    JSON.stringify([...(around.get(stepKey(name)) ?? [])].toSorted()),
  );
  return [...alike.values()].filter((fan) => fan.length > mostBeside);
}

/** Places such steps in rows; arrows come down left of a column and leave right of it. */
export function placeFan(steps: readonly SizedStep[], legs: readonly Leg[]): Group {
  const width = Math.max(...steps.map((step) => step.width)) + gap.column;
  const height = Math.max(...steps.map((step) => step.height));
  const columns = Math.ceil(Math.sqrt((steps.length * shape * (height + gap.row)) / width));
  const last = Math.ceil(steps.length / columns) - 1;
  const parts = new Map<string, Part>();
  const [xs, ranks] = [new Map<string, number>(), new Map<string, number>()];
  const put = (part: Part, x: number, rank: number): void => {
    parts.set(part.key, part);
    xs.set(part.key, Math.round(x));
    ranks.set(part.key, rank);
  };
  for (const [index, step] of steps.entries()) {
    const part = {
      key: stepKey(step.name),
      width: step.width,
      height: step.height,
      step: step.name,
    };
    put(part, ((index % columns) + 0.5) * width, Math.floor(index / columns));
  }
  const doors = new Map<number, string>();
  const bends = new Map<string, readonly Bend[]>();
  const column = (width - gap.column) / 2 + gap.aside;
  for (const { edge, from, to } of legs) {
    const step = from ?? to;
    if (step === undefined) continue;
    const [x, rank] = [xs.get(step) ?? 0, ranks.get(step) ?? 0];
    const isIn = to !== undefined;
    if (rank === (isIn ? 0 : last)) {
      doors.set(edge, step);
      continue;
    }
    const aside = Math.round(isIn ? x - column : x + column);
    const passed = isIn ? range(1, rank) : range(rank + 1, last);
    const key = isIn ? `in ${step}` : `out ${step}`;
    put({ key, width: 0, height: 0 }, aside, isIn ? 0 : last);
    doors.set(edge, key);
    bends.set(
      linkKey(isIn ? { from: key, to: step } : { from: step, to: key }),
      passed.map((one) => ({ rank: one, x: aside })),
    );
  }
  return {
    width: Math.round(columns * width),
    height: (last + 1) * (height + gap.row) - gap.row,
    xs,
    ranks,
    bands: Array.from({ length: last + 1 }, (_, row) => {
      const top = row * (height + gap.row);
      return { top, bottom: top + height };
    }),
    parts,
    inner: new Map(),
    bends,
    doors,
  };
}

/** The whole numbers from one up to another, without that one. */
function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
