import { flattenSteps, type DefinitionDiff, type PipelineDefinition } from "../../src/index.ts";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonMap = { [key: string]: Json };

/** A definition taken apart: no order of steps or parameters, no step inside another. */
interface Parts {
  members: JsonMap;
  parameters: Map<string, JsonMap>;
  steps: Map<string, { step: JsonMap; branch: unknown }>;
}

/** Takes a definition apart; what it gives shares nothing with it. */
export function partsOf(definition: PipelineDefinition): Parts {
  // A copy without NumberTexts: 6.0 becomes 6.
  const plain = JSON.parse(text(definition)) as PipelineDefinition;
  const { Parameters = [], Steps: _steps, ...members } = plain;
  return {
    members: members as JsonMap,
    parameters: new Map(Parameters.map((one) => [one.Name, one as unknown as JsonMap])),
    steps: new Map(
      flattenSteps(plain).map(({ definition: step, branch = null }) => {
        const { IfSteps: _if, ElseSteps: _else, ...rest } = step.Arguments;
        const value = step.Type === "Condition" ? { ...step, Arguments: rest } : step;
        return [step.Name, { step: value as JsonMap, branch }];
      }),
    ),
  };
}

/** What a definition becomes by the changes of a diff. */
export function applyDiff(definition: PipelineDefinition, diff: DefinitionDiff): Parts {
  const renames = new Map(
    diff.steps.flatMap(({ name, previousName }) =>
      previousName === undefined ? [] : [[previousName, name] as const],
    ),
  );
  const parts = partsOf(JSON.parse(withNames(text(definition), renames)) as PipelineDefinition);
  for (const change of diff.definition) set(parts.members, change.path, change.after);
  for (const { kind, name, attributes, parameter } of diff.parameters) {
    if (kind === "removed") parts.parameters.delete(name);
    if (kind === "added") parts.parameters.set(name, copy(parameter) as JsonMap);
    for (const { path, after } of attributes) set(parts.parameters.get(name) ?? {}, path, after);
  }
  for (const { kind, name, attributes, step, branch } of diff.steps) {
    if (kind === "removed") parts.steps.delete(name);
    if (kind === "added") parts.steps.set(name, { step: copy(step) as JsonMap, branch: undefined });
    const known = parts.steps.get(name);
    for (const { path, after } of attributes) set(known?.step ?? {}, path, after);
    if (known !== undefined && branch !== undefined) known.branch = copy(branch.after);
  }
  return parts;
}

/** All that a definition says, with every list and object sorted: nothing may be lost or made up. */
export function content({ members, parameters, steps }: Parts): unknown {
  return sorted([members, [...parameters.values()], [...steps.values()].map(({ step }) => step)]);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(sorted).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

/** JSON in which references and DependsOn name steps by their new names. */
function withNames(json: string, renames: ReadonlyMap<string, string>): string {
  if (renames.size === 0) return json;
  const renamed = (name: string): string => renames.get(name) ?? name;
  return JSON.stringify(JSON.parse(json), function rename(this: unknown, key, value: unknown) {
    if (key === "DependsOn" && Array.isArray(value)) return value.map(renamed);
    if (key === "Get" && typeof value === "string") {
      return value.replace(/^Steps\.([^.[]+)/, (_, name: string) => `Steps.${renamed(name)}`);
    }
    const isStep =
      typeof this === "object" && this !== null && "Type" in this && "Arguments" in this;
    return key === "Name" && isStep ? renamed(String(value)) : value;
  });
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && "text" in inner && "value" in inner
      ? inner.value
      : inner,
  );
}

function copy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(text(value));
}

function set(target: JsonMap, path: string, value: unknown): void {
  const keys = [...path.matchAll(/\.?([A-Za-z_]\w*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/gsy)].map(
    ([, name, quoted, index]) => name ?? quoted?.replaceAll(/\\(.)/gs, "$1") ?? Number(index),
  );
  const last = keys.pop() ?? "";
  // Paths of a diff lead through objects and lists only.
  let owner: Json[] | JsonMap = target;
  for (const key of keys) owner = owner[keyIn(owner, key) as never] as Json[] | JsonMap;
  const key = keyIn(owner, last);
  if (Array.isArray(owner)) {
    if (value === undefined) owner.splice(Number(key), 1);
    else owner[key === -1 ? owner.length : Number(key)] = copy(value) as Json;
  } else if (value === undefined) {
    delete owner[key];
  } else {
    Object.defineProperty(owner, key, {
      value: copy(value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}

/** The index of a named item of a list; any other key as it is. */
function keyIn(owner: Json[] | JsonMap, key: string | number): string | number {
  if (!Array.isArray(owner) || typeof key === "number") return key;
  return owner.findIndex(
    (item) => typeof item === "object" && item !== null && Object.values(item).includes(key),
  );
}
