import { type Branch, branchKey } from "../branch.ts";
import type { DrawnEdge } from "../model.ts";
import { arrange } from "./arrange.ts";
import { fansOf, placeFan } from "./fans.ts";
import {
  type Bend,
  type Group,
  type Leg,
  type Link,
  linkKey,
  type Part,
  type SizedStep,
  stepKey,
} from "./parts.ts";
import type { Ports } from "./order.ts";
import { rankParts } from "./ranks.ts";

/** Room between neighbours of a rank. */
const columnGap = 28;
/** Room between ranks; more where arrows go far aside, so that they do not lie flat. */
const rowGap = { least: 44, most: 140, steepness: 20 } as const;
/** Room around the steps of a branch, and above them for what it is called. */
const padding = 16;
const head = 18;
/** From the left side of a branch so far no arrow comes in, for there is what it is called. */
const word = 48;
/** Room for an arrow that passes the frame of a branch. */
const passing = 4;

/** The whole of a drawing, and the way of each edge: one leg in each group, in order. */
export interface Nesting {
  readonly top: Group;
  readonly ways: readonly Way[];
}

const whens = ["if", "else"] as const;

/** The key of the group that holds all. */
export const topKey = "top";

/**
 * Places each branch by itself, and then as if it were one large step of what holds it: so no frame
 * crosses another, and no arrow crosses a frame that holds neither of its ends.
 */
export function nest(
  steps: readonly SizedStep[],
  edges: readonly Pick<DrawnEdge, "from" | "to">[],
): Nesting {
  const holders = holdersOf(steps);
  const members = Map.groupBy(steps, ({ name }) => keyOf(holders.get(name)));
  const chains = new Map(steps.map(({ name }) => [name, chain(name, holders)]));
  const isHolder = (name: string): boolean =>
    whens.some((when) => members.has(keyOf({ condition: name, when })));
  const fans = new Map<string, Fan>();
  const within = legsOf(edges.map((edge, index) => wayOf(edge, index, chains)));
  for (const [key, held] of members) {
    const free = held.filter(({ name }) => !isHolder(name));
    for (const fan of fansOf(free, within.get(key) ?? [])) {
      const fanKey = `fan ${fan[0]?.name}`;
      for (const { name } of fan) {
        chains.set(name, [...(chains.get(name) ?? []).slice(0, -1), fanKey, stepKey(name)]);
        fans.set(name, { key: fanKey, steps: fan });
      }
    }
  }
  const ways = edges.map((edge, index) => wayOf(edge, index, chains));
  const legs = legsOf(ways);
  const place = (branch: Branch | undefined): Group => {
    const key = keyOf(branch);
    const inner = new Map<string, Group>();
    const add = (innerKey: string, group: Group): Part => {
      inner.set(innerKey, group);
      return { key: innerKey, width: group.width, height: group.height };
    };
    const parts = (members.get(key) ?? []).flatMap(({ name, width, height }): Part[] => {
      const fan = fans.get(name);
      if (fan) {
        const isFirst = fan.steps[0]?.name === name;
        return isFirst ? [add(fan.key, placeFan(fan.steps, legs.get(fan.key) ?? []))] : [];
      }
      const sides = whens
        .map((when) => ({ condition: name, when }))
        .filter((side) => members.has(keyOf(side)));
      return [
        { key: stepKey(name), width, height, step: name },
        ...sides.map((side) => add(keyOf(side), place(side))),
      ];
    });
    return placeGroup(branch, parts, inner, legs.get(key) ?? []);
  };
  return { top: place(undefined), ways };
}

/** Steps that are placed together, in rows. */
interface Fan {
  readonly key: string;
  readonly steps: readonly SizedStep[];
}

type Way = readonly { readonly group: string; readonly leg: Leg }[];

function legsOf(ways: readonly Way[]): ReadonlyMap<string, readonly Leg[]> {
  const groups = Map.groupBy(ways.flat(), ({ group }) => group);
  return new Map([...groups].map(([key, legs]) => [key, legs.map(({ leg }) => leg)]));
}

function placeGroup(
  branch: Branch | undefined,
  steps: readonly Part[],
  inner: ReadonlyMap<string, Group>,
  legs: readonly Leg[],
): Group {
  const { parts, links, doors } = withDoors(steps, legs);
  const ranks = rankParts(parts, links);
  const ports = portsOf(legs, doors, inner);
  const { xs, bends } = arrange(parts, links, ranks, ports, columnGap);
  const [aside, above] = branch === undefined ? [0, 0] : [padding, head + padding];
  const ends = parts.flatMap(({ key, width }) => {
    const x = xs.get(key) ?? 0;
    return [x - width / 2, x + width / 2];
  });
  const passes = [...bends.values()].flat().map(({ x }) => x);
  // None at all in a drawing without steps.
  const all = ends.length === 0 ? [0] : [...ends, ...passes];
  const [left, right] = [least(all), -least(all.map((x) => -x))];
  const comesIn = legs
    .filter(({ from }) => from === undefined)
    .map(({ edge }) => doorX({ doors, xs, inner }, edge) - left + aside);
  const more = branch === undefined ? 0 : Math.max(0, word - least(comesIn));
  const moved = (x: number): number => Math.round(x - left + aside + more);
  const bands = bandsOf(parts, ranks.of, widest(links, xs, bends, ranks.of), above);
  return {
    ...(branch ? { branch } : {}),
    width: Math.ceil(right - left + more) + 2 * aside,
    height: (bands.at(-1)?.bottom ?? 0) + aside,
    xs: new Map([...xs].map(([key, x]) => [key, moved(x)])),
    ranks: ranks.of,
    bands,
    parts: new Map(parts.map((part) => [part.key, part])),
    inner,
    bends: new Map(
      [...bends].map(([link, passed]) => {
        const places = passed.map(({ rank, x }) => ({ rank, x: moved(x) }));
        return [linkKey(link), ranks.upward.has(link) ? places.toReversed() : places];
      }),
    ),
    doors,
  };
}

/** The links between parts, with parts where edges pass the frame on their way past other ranks. */
function withDoors(
  steps: readonly Part[],
  legs: readonly Leg[],
): {
  readonly parts: readonly Part[];
  readonly links: readonly Link[];
  readonly doors: ReadonlyMap<number, string>;
} {
  const links = new Map<string, Link>();
  for (const { from, to } of legs) {
    if (from === undefined || to === undefined) continue;
    links.set(linkKey({ from, to }), { from, to });
  }
  // The first rank is the last one too.
  const isFlat = links.size === 0;
  const follows = new Set([...links.values()].map(({ to }) => to));
  const leads = new Set([...links.values()].map(({ from }) => from));
  const sides = new Map<string, "top" | "bottom">();
  const doors = new Map<number, string>();
  const added = new Map<string, Part>();
  const add = (key: string, side: "top" | "bottom", link: Link): string => {
    added.set(key, { key, width: passing, height: 0, side });
    links.set(linkKey(link), link);
    return key;
  };
  for (const { edge, from, to } of legs) {
    if (to === undefined || from !== undefined) continue;
    const key = `in ${to}`;
    const isFirst = !follows.has(to);
    if (isFirst) sides.set(to, "top");
    doors.set(edge, isFirst ? to : add(key, "top", { from: key, to }));
  }
  for (const { edge, from, to } of legs) {
    if (from === undefined || to !== undefined) continue;
    const key = `out ${from}`;
    // A part that stands on the first rank is not moved to the last one.
    const isLast = !leads.has(from) && (isFlat || sides.get(from) !== "top");
    if (isLast) sides.set(from, "bottom");
    doors.set(edge, isLast ? from : add(key, "bottom", { from, to: key }));
  }
  const parts = steps.map((part) => {
    const side = sides.get(part.key);
    return side === undefined ? part : { ...part, side };
  });
  return { parts: [...parts, ...added.values()], links: [...links.values()], doors };
}

/** Where links begin and end on parts that are groups: in the middle of where their edges do. */
function portsOf(
  legs: readonly Leg[],
  doors: ReadonlyMap<number, string>,
  inner: ReadonlyMap<string, Group>,
): ReadonlyMap<string, Ports> {
  const port = (key: string, edge: number): number => {
    const group = inner.get(key);
    return group === undefined || group.width === 0 ? 0.5 : doorX(group, edge) / group.width;
  };
  const all = new Map<string, Ports[]>();
  for (const { edge, from = doors.get(edge), to = doors.get(edge) } of legs) {
    if (from === undefined || to === undefined || from === to) continue;
    const key = linkKey({ from, to });
    all.set(key, [...(all.get(key) ?? []), { from: port(from, edge), to: port(to, edge) }]);
  }
  return new Map(
    [...all].map(([key, ports]) => [
      key,
      { from: mean(ports.map(({ from }) => from)), to: mean(ports.map(({ to }) => to)) },
    ]),
  );
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Where an edge passes the frame of a group, from its left side. */
function doorX(group: Pick<Group, "doors" | "xs" | "inner">, edge: number): number {
  const door = group.doors.get(edge) ?? "";
  const inner = group.inner.get(door);
  const x = group.xs.get(door) ?? 0;
  return inner === undefined ? x : x - inner.width / 2 + doorX(inner, edge);
}

/** How far aside an arrow goes below each rank at most. */
function widest(
  links: readonly Link[],
  xs: ReadonlyMap<string, number>,
  bends: ReadonlyMap<Link, readonly Bend[]>,
  ranks: ReadonlyMap<string, number>,
): number[] {
  const found: number[] = [];
  const end = (key: string): Bend => ({ rank: ranks.get(key) ?? 0, x: xs.get(key) ?? 0 });
  for (const link of links) {
    const [one, other] = [end(link.from), end(link.to)];
    const [upper, lower] = one.rank < other.rank ? [one, other] : [other, one];
    let last = upper;
    for (const next of [...(bends.get(link) ?? []), lower]) {
      found[last.rank] = Math.max(found[last.rank] ?? 0, Math.abs(next.x - last.x));
      last = next;
    }
  }
  return found;
}

function bandsOf(
  parts: readonly Part[],
  ranks: ReadonlyMap<string, number>,
  wide: readonly number[],
  above: number,
): { readonly top: number; readonly bottom: number }[] {
  const heights: number[] = [];
  for (const { key, height } of parts) {
    const rank = ranks.get(key) ?? 0;
    heights[rank] = Math.max(heights[rank] ?? 0, height);
  }
  let top = above;
  // Every rank holds something: what comes below another stands on the next rank at the farthest.
  return Array.from(heights, (height = 0, rank) => {
    const band = { top, bottom: top + height };
    const more = (wide[rank] ?? 0) / rowGap.steepness;
    top = band.bottom + Math.min(rowGap.most, Math.round(rowGap.least + more));
    return band;
  });
}

/** The branch that holds each step; a step in a branch of itself, or of no step, stands at the top. */
function holdersOf(steps: readonly SizedStep[]): ReadonlyMap<string, Branch | undefined> {
  const branches = new Map(steps.map(({ name, branch }) => [name, branch]));
  return new Map(
    steps.map(({ name, branch }) => {
      const seen = new Set([name]);
      for (let around = branch; around; around = branches.get(around.condition)) {
        if (seen.has(around.condition) || !branches.has(around.condition)) return [name, undefined];
        seen.add(around.condition);
      }
      return [name, branch];
    }),
  );
}

/** An edge goes out of the branches that hold its start alone, and into those of its end. */
function wayOf(
  { from, to }: Pick<DrawnEdge, "from" | "to">,
  edge: number,
  chains: ReadonlyMap<string, readonly string[]>,
): Way {
  const [start, end] = [chains.get(from), chains.get(to)];
  if (start === undefined || end === undefined) return [];
  let depth = 0;
  while (start[depth] !== undefined && start[depth] === end[depth]) depth += 1;
  // A condition is not in its own branches, so only an edge from a step to itself goes nowhere.
  const [first, last] = [start[depth], end[depth]];
  if (first === undefined || last === undefined) return [];
  const outward = start.slice(depth + 1).flatMap((part, index) => {
    const group = start[depth + index];
    return group === undefined ? [] : [{ group, leg: { edge, from: part } }];
  });
  const inward = end.slice(depth + 1).flatMap((part, index) => {
    const group = end[depth + index];
    return group === undefined ? [] : [{ group, leg: { edge, to: part } }];
  });
  const meeting = { group: start[depth - 1] ?? topKey, leg: { edge, from: first, to: last } };
  return [...outward.toReversed(), meeting, ...inward];
}

/** A step and the branches around it, the outermost first. */
function chain(name: string, holders: ReadonlyMap<string, Branch | undefined>): readonly string[] {
  const keys = [stepKey(name)];
  for (let branch = holders.get(name); branch; branch = holders.get(branch.condition)) {
    keys.unshift(keyOf(branch));
  }
  return keys;
}

function keyOf(branch: Branch | undefined): string {
  return branch === undefined ? topKey : branchKey(branch);
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((smallest, number) => Math.min(smallest, number), Infinity);
}
