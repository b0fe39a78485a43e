import type { PipelineDefinition } from "../definition/types.ts";
import { differences } from "./attributes.ts";
import { cacheEffects, countsForCache, isCached } from "./caching.ts";
import type { Order } from "./canonical.ts";
import { permissionKinds, withoutEffects } from "./effects.ts";
import { type PlacedStep, placedSteps } from "./flat.ts";
import { parameterChanges, withCaching } from "./parameters.ts";
import { type Defaults, defaultsOf, permissionChanges } from "./permissions.ts";
import { findRenames, withNewNames, withOwnNewName } from "./renames.ts";
import type { DefinitionDiff, StepChange } from "./types.ts";

/**
 * Compares two definitions by meaning: the order of keys, steps, parameters, named items (inputs,
 * channels, tags …) and sets (DependsOn, subnets …) is none, nor is `6` beside `6.0`. A step of the same
 * type and nearly the same content under another name is renamed, and references that follow it are
 * no change. Arguments of Lambda and Callback steps are the user's own data: there the order of every
 * list counts.
 *
 * @example
 * ```ts
 * import { diffDefinitions, readDefinition } from "@nacre/core";
 *
 * const before = readDefinition(`{ "Version": "2020-12-01", "Steps": [
 *   { "Name": "Stop", "Type": "Fail", "Arguments": { "ErrorMessage": "too high" } }
 * ] }`);
 * const after = readDefinition(`{ "Version": "2020-12-01", "Steps": [
 *   { "Type": "Fail", "Name": "Stop", "Arguments": { "ErrorMessage": "too low" } }
 * ] }`);
 * const [change] = diffDefinitions(before, after).steps;
 * console.assert(change?.attributes[0]?.path === "Arguments.ErrorMessage");
 * ```
 */
export function diffDefinitions(
  before: PipelineDefinition,
  after: PipelineDefinition,
): DefinitionDiff {
  const compared = compareSteps(before, after);
  const plainParameters = parameterChanges(before, after);
  const caching = cacheEffects(compared.pairs, compared.changes, plainParameters);
  const reasons = new Set(caching.flatMap(({ because }) => because));
  const parameters = plainParameters.map((change) => withCaching(change, reasons));
  const { Parameters: _p1, Steps: _s1, ...others } = before;
  const { Parameters: _p2, Steps: _s2, ...otherMembers } = after;
  const definition = differences(
    withNewNames(others, compared.newNames),
    otherMembers,
    orderInDefinition,
  ).map(withoutEffects);
  return {
    isEmpty: definition.length + parameters.length + compared.changes.length === 0,
    definition,
    parameters,
    steps: compared.changes,
    caching,
    permissions: permissionChanges(before, after),
  };
}

/** Metadata is whatever its writer put there. */
function orderInDefinition(keys: readonly (string | number)[]): Order {
  return keys[0] === "Metadata" ? "plain" : "known";
}

interface ComparedSteps {
  readonly changes: readonly StepChange[];
  /** The steps that are in both; the earlier one with the names of later. */
  readonly pairs: readonly { readonly before: PlacedStep; readonly after: PlacedStep }[];
  /** Names in the later definition by those in the earlier one. */
  readonly newNames: ReadonlyMap<string, string>;
}

function compareSteps(before: PipelineDefinition, after: PipelineDefinition): ComparedSteps {
  const [old, young] = [placedSteps(before), placedSteps(after)];
  const only = (steps: typeof old, others: typeof old) =>
    new Map([...steps].filter(([key]) => !others.has(key)));
  const [removed, added] = [only(old, young), only(young, old)];
  const renames = findRenames(removed, added);
  const newNames = new Map(
    [...renames].map(([from, to]) => [old.get(from)?.name ?? "", young.get(to)?.name ?? ""]),
  );
  const previousKey = new Map([...renames].map(([from, to]) => [to, from]));
  const [oldDefaults, defaults] = [defaultsOf(before), defaultsOf(after)];

  const changes: StepChange[] = [];
  const pairs: { before: PlacedStep; after: PlacedStep }[] = [];
  for (const [key, step] of young) {
    const { name, type, value } = step;
    const given = old.get(previousKey.get(key) ?? key);
    if (given === undefined) {
      changes.push({ kind: "added", name, type, attributes: [], step: value });
      continue;
    }
    const previous = withOwnNewName(given, name, newNames);
    pairs.push({ before: previous, after: step });
    const change = compareStep(previous, step, oldDefaults, defaults);
    if (given.name !== name) {
      changes.push({ ...change, kind: "renamed", previousName: given.name });
    } else if (change.attributes.length > 0 || change.branch !== undefined) {
      changes.push(change);
    }
  }
  for (const [key, { name, type, value }] of removed) {
    if (renames.has(key)) continue;
    changes.push({ kind: "removed", name, type, attributes: [], step: value });
  }
  return { changes, pairs, newNames };
}

/** The types whose arguments are handed on as they are. */
const ownData: ReadonlySet<string> = new Set(["Lambda", "Callback"]);

function compareStep(
  before: PlacedStep,
  after: PlacedStep,
  oldDefaults: Defaults,
  defaults: Defaults,
): StepChange {
  const { name, type, branch } = after;
  const orderOf = (keys: readonly (string | number)[]): Order =>
    keys[0] === "Arguments" && ownData.has(type) ? "plain" : "known";
  const countsHere = isCached(before) || isCached(after);
  const attributes = differences(before.value, after.value, orderOf).map((difference) => ({
    ...withoutEffects(difference),
    caching:
      countsHere &&
      (difference.path.startsWith("CacheConfig") || countsForCache(type, difference.path)),
    permissions: permissionKinds(difference, oldDefaults, defaults),
  }));
  const hasMoved =
    before.branch?.condition !== branch?.condition || before.branch?.when !== branch?.when;
  return {
    kind: "changed",
    name,
    type,
    attributes,
    ...(hasMoved ? { branch: { before: before.branch, after: branch } } : {}),
  };
}
