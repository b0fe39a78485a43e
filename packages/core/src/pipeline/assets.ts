import { assetsNamedBy, type CodeAsset } from "../assets/code-assets.ts";
import { isStep, stepParts } from "../step.ts";

/** The code files that any value uses, each URI once, sorted by URI. */
export function assetsOf(value: unknown): CodeAsset[] {
  const found = new Map<string, CodeAsset>();
  collect(value, found, new Set());
  return [...found.values()].toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
}

function collect(value: unknown, found: Map<string, CodeAsset>, seen: Set<object>): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  for (const asset of assetsNamedBy(value)) found.set(asset.uri, asset);
  if (isStep(value)) collect(value[stepParts].props, found, seen);
  else if (Array.isArray(value)) for (const item of value) collect(item, found, seen);
  else for (const member of Object.values(value)) collect(member, found, seen);
}
