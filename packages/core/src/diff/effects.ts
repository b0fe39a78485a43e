import type { Difference } from "./attributes.ts";
import { type Defaults, needsIn } from "./permissions.ts";
import type { AttributeChange, PermissionKind } from "./types.ts";

/** What one attribute needs permission for now and did not before, or the reverse. */
export function permissionKinds(
  { keys, before, after }: Difference,
  oldDefaults: Defaults,
  defaults: Defaults,
): PermissionKind[] {
  const key = String(keys.findLast((part) => typeof part === "string") ?? "");
  const old = [...needsIn(before, key, oldDefaults)];
  const young = [...needsIn(after, key, defaults)];
  const differs = (one: typeof old, other: typeof old) =>
    one.filter(({ about, value }) =>
      other.every((need) => need.about !== about || need.value !== value),
    );
  return [...new Set([...differs(young, old), ...differs(old, young)].map(({ about }) => about))];
}

/** An attribute of which nothing follows. */
export function withoutEffects({ keys: _keys, ...difference }: Difference): AttributeChange {
  return { ...difference, caching: false, permissions: [] };
}
