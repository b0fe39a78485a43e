import type { PipelineDefinition } from "../definition/types.ts";
import { differences } from "./attributes.ts";
import { permissionKinds, withoutEffects } from "./effects.ts";
import { keyed } from "./flat.ts";
import type { ParameterChange } from "./types.ts";

/** The parameters that differ. */
export function parameterChanges(
  before: PipelineDefinition,
  after: PipelineDefinition,
): ParameterChange[] {
  const old = keyed(before.Parameters ?? []);
  const young = keyed(after.Parameters ?? []);
  const changes = [...young].flatMap(([key, parameter]): ParameterChange[] => {
    const previous = old.get(key);
    const name = parameter.Name;
    if (previous === undefined) return [{ kind: "added", name, attributes: [], parameter }];
    const attributes = differences(previous, parameter).map((difference) => ({
      ...withoutEffects(difference),
      permissions: permissionKinds(difference, new Map(), new Map()),
    }));
    return attributes.length === 0 ? [] : [{ kind: "changed", name, attributes }];
  });
  const gone = [...old].flatMap(([key, parameter]): ParameterChange[] =>
    young.has(key) ? [] : [{ kind: "removed", name: parameter.Name, attributes: [], parameter }],
  );
  return [...changes, ...gone];
}

/** The same change, where what it does to the cache is among the reasons. */
export function withCaching(
  change: ParameterChange,
  reasons: ReadonlySet<string>,
): ParameterChange {
  const attributes = change.attributes.map((attribute) => ({
    ...attribute,
    caching: reasons.has(`Parameters.${change.name}.${attribute.path}`),
  }));
  return { ...change, attributes };
}
