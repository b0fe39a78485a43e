import type { Link, Part } from "./parts.ts";

/** So often at most are all parts looked at; few graphs need more than five. */
const mostPasses = 20;

/** On which rank each part stands, from the top, and which links lead upwards. */
export interface Ranks {
  /** By the keys of parts. */
  readonly of: ReadonlyMap<string, number>;
  /** Links that close a cycle, which a definition cannot have, but branches and differences can. */
  readonly upward: ReadonlySet<Link>;
}

/**
 * Puts parts on ranks: each as far up as what it waits for lets it, then, in some passes, nearer to
 * the side on which it has more links. Those of a side stay at that side.
 */
export function rankParts(parts: readonly Part[], links: readonly Link[]): Ranks {
  const { order, upward } = inOrder(parts, links);
  const downward = links.filter((link) => !upward.has(link));
  const above = Map.groupBy(downward, ({ to }) => to);
  const below = Map.groupBy(downward, ({ from }) => from);
  const ranks = new Map<string, number>();
  const rank = (key: string): number => ranks.get(key) ?? 0;
  const earliest = (key: string): number =>
    Math.max(0, ...(above.get(key) ?? []).map(({ from }) => rank(from) + 1));
  for (const { key } of order) ranks.set(key, earliest(key));
  const last = Math.max(0, ...ranks.values());
  const latest = (key: string): number =>
    Math.min(last, ...(below.get(key) ?? []).map(({ to }) => rank(to) - 1));
  for (const { key, side } of order) if (side === "bottom") ranks.set(key, last);
  const free = order.filter(({ side }) => side === undefined);
  for (let pass = 0, hasMoved = true; hasMoved && pass < mostPasses; pass += 1) {
    hasMoved = false;
    for (const { key } of pass % 2 === 0 ? free.toReversed() : free) {
      const pull = (below.get(key)?.length ?? 0) - (above.get(key)?.length ?? 0);
      const wanted = pull > 0 ? latest(key) : pull < 0 ? earliest(key) : rank(key);
      if (wanted === rank(key)) continue;
      ranks.set(key, wanted);
      hasMoved = true;
    }
  }
  return { of: ranks, upward };
}

/** Every part after those above it. */
function inOrder(
  parts: readonly Part[],
  links: readonly Link[],
): { readonly order: readonly Part[]; readonly upward: ReadonlySet<Link> } {
  const byKey = new Map(parts.map((part) => [part.key, part]));
  const below = Map.groupBy(links, ({ from }) => from);
  const waits = new Map(parts.map(({ key }) => [key, 0]));
  for (const { to } of links) waits.set(to, (waits.get(to) ?? 0) + 1);
  const order = new Set<Part>();
  const upward = new Set<Link>();
  const add = (first: Part): void => {
    const added = [first];
    for (const part of added) {
      order.add(part);
      for (const link of below.get(part.key) ?? []) {
        const next = byKey.get(link.to);
        if (next === undefined) continue;
        if (order.has(next)) upward.add(link);
        const left = (waits.get(link.to) ?? 0) - 1;
        waits.set(link.to, left);
        if (left === 0 && !order.has(next)) added.push(next);
      }
    }
  };
  for (const part of parts) if (waits.get(part.key) === 0 && !order.has(part)) add(part);
  // What is left waits for itself in the end: the first of it goes first.
  for (const part of parts) if (!order.has(part)) add(part);
  return { order: [...order], upward };
}
