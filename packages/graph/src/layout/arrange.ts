import {
  coordGreedy,
  coordSimplex,
  decrossTwoLayer,
  graph,
  type Layering,
  sugiyama,
  twolayerAgg,
} from "d3-dag";
import { type Cell, orderAsWritten, type Ports } from "./order.ts";
import { type Bend, type Link, linkKey, type Part } from "./parts.ts";
import type { Ranks } from "./ranks.ts";

/** Up to so many parts and passing arrows the places are the best ones; for more that takes seconds. */
const mostAtBest = 120;
/** Times that the order of each rank is improved; where arrows pass so many ranks it hardly gets better. */
const passes = { few: 24, many: 4, tangled: 1 } as const;
const tangledFrom = 2_500;
const middles: Ports = { from: 0.5, to: 0.5 };

/** Where parts and the arrows between them are, from left to right. */
export interface Arranged {
  /** The middles of the parts, by their keys. */
  readonly xs: ReadonlyMap<string, number>;
  /** Where each link passes the ranks between its ends, downwards. */
  readonly bends: ReadonlyMap<Link, readonly Bend[]>;
}

/**
 * Orders the parts of each rank with few crossings, and puts them so that arrows are as upright as
 * can be; where that costs no crossing they stand in the order given. The same input gives the same
 * places.
 *
 * @param links - at most one between two parts
 * @param ports - where links begin and end on their parts, by {@link linkKey}; in the middle otherwise
 * @param gap - the least room between neighbours
 */
export function arrange(
  parts: readonly Part[],
  links: readonly Link[],
  ranks: Ranks,
  ports: ReadonlyMap<string, Ports>,
  gap: number,
): Arranged {
  const rank = (key: string): number => ranks.of.get(key) ?? 0;
  const dag = graph<Part, Link>();
  const nodes = new Map(parts.map((part) => [part.key, dag.node(part)]));
  const laid = links.flatMap((link) => {
    const isUpward = ranks.upward.has(link);
    const upper = nodes.get(isUpward ? link.to : link.from);
    const lower = nodes.get(isUpward ? link.from : link.to);
    return upper && lower ? [dag.link(upper, lower, link)] : [];
  });
  const byRank: Layering<Part, Link> = (all) => {
    for (const node of all.nodes()) node.y = rank(node.data.key);
    return Math.max(...ranks.of.values());
  };
  const passing = laid.reduce(
    (sum, { source, target }) => sum + rank(target.data.key) - rank(source.data.key) - 1,
    0,
  );
  const cells = parts.length + passing;
  const isLarge = cells > mostAtBest;
  const size = cells > tangledFrom ? "tangled" : isLarge ? "many" : "few";
  const fewCrossings = decrossTwoLayer().order(twolayerAgg()).passes(passes[size]);
  const written = new Map(parts.map(({ key }, position) => [key, position]));
  const portsOf = (upper: string, lower: string): Ports => {
    const upward = ports.get(linkKey({ from: lower, to: upper }));
    const { from, to } = upward ? { from: upward.to, to: upward.from } : middles;
    return ports.get(linkKey({ from: upper, to: lower })) ?? { from, to };
  };
  const inOrder = (layers: Cell[][]): void => {
    fewCrossings(layers);
    orderAsWritten(layers, written, portsOf, Math.min(passes[size], 6));
  };
  sugiyama()
    .layering(byRank)
    .decross(inOrder)
    .coord(isLarge ? coordGreedy() : coordSimplex())
    .nodeSize(({ data }: { readonly data: Part }) => [data.width, 1] as const)
    .gap([gap, 1])(dag);
  return {
    xs: new Map([...nodes].map(([key, { x }]) => [key, x])),
    bends: new Map(
      laid.map(({ data, source, points }) => [
        data,
        points.slice(1, -1).map(([x], index) => ({ rank: rank(source.data.key) + 1 + index, x })),
      ]),
    ),
  };
}
