import type { Case } from "./cases.ts";
import type { Answer, Peer } from "./peers.ts";

/** Whether a peer found a fault; `unwritable` where its language cannot express it. */
export type Verdict = "found" | "missed" | "unwritable";

/** Asks a peer about all cases. */
export function judge(peer: Peer, cases: readonly Case[]): Verdict[] {
  const broken = peer.check(cases.map((one) => one.broken));
  const good = peer.check(cases.map((one) => one.good ?? "{}"));
  return cases.map((one, index) =>
    verdictOf(one, broken[index] ?? { said: [] }, one.good === undefined ? undefined : good[index]),
  );
}

/**
 * A tool has found the fault when it says something that it does not say of the definition without
 * the fault. A tool that gives paths must also give the right one, where that is written down.
 */
function verdictOf({ path }: Case, broken: Answer, good: Answer | undefined): Verdict {
  if (broken.isUnwritable) return "unwritable";
  const known = new Set(good?.said);
  const isFound = broken.said.some((text, index) => {
    if (known.has(text)) return false;
    const place = broken.paths?.[index];
    return place === undefined || path === undefined || isSamePlace(place, path);
  });
  return isFound ? "found" : "missed";
}

/** The paths are equal, however they quote, or one is just the `.Get` within the other. */
function isSamePlace(a: string, b: string): boolean {
  return plainPath(a) === plainPath(b);
}

function plainPath(path: string): string {
  return path.replaceAll(/\['([^']*)'\]/g, ".$1").replace(/\.Get$/, "");
}

/** How many of the faults were found, such as `3 of 16`. */
export function foundOf(verdicts: readonly Verdict[]): string {
  return `${verdicts.filter((verdict) => verdict === "found").length} of ${verdicts.length}`;
}
