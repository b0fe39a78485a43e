import { jsonEntries } from "../definition/key-order.ts";
import { tryParseReference } from "../definition/reference.ts";
import type { StepDefinition } from "../definition/types.ts";
import { isJsonArray, isJsonObject, type JsonValue } from "../json.ts";
import { canonical } from "./canonical.ts";
import type { PlacedStep } from "./flat.ts";
import { byName, isBranch, nameMember } from "./lists.ts";

/** How much of the content must be the same for a step to count as renamed. */
const nearlySame = 0.75;

/** So many pairs of steps are compared; in a larger change nothing is taken for a rename. */
const mostPairs = 10_000;

/** The renamed steps: keys in the later definition by those in the earlier one. */
export function findRenames(
  removed: ReadonlyMap<string, PlacedStep>,
  added: ReadonlyMap<string, PlacedStep>,
): Map<string, string> {
  if (removed.size * added.size > mostPairs) return new Map();
  const leavesOf = new Map<PlacedStep, ReadonlyMap<string, string>>();
  for (const step of [...removed.values(), ...added.values()]) leavesOf.set(step, leaves(step));
  const pairs = [...removed].flatMap(([from, before]) =>
    [...added].flatMap(([to, after]) => {
      if (before.type !== after.type) return [];
      const score = likeness(leavesOf.get(before), leavesOf.get(after));
      return score < nearlySame ? [] : [{ from, to, score }];
    }),
  );
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  // The sort is stable: of equally good pairs the one that comes first in the text is taken.
  for (const { from, to } of pairs.toSorted((a, b) => b.score - a.score)) {
    if (renames.has(from) || taken.has(to)) continue;
    renames.set(from, to);
    taken.add(to);
  }
  return renames;
}

/** A value in which references to renamed steps, and DependsOn, name them as they are called later. */
export function withNewNames<T extends JsonValue>(value: T, names: ReadonlyMap<string, string>): T {
  if (names.size === 0) return value;
  // Only texts are replaced, so that what was an object, a list or a step remains one.
  return renamed(value, names, undefined) as T;
}

function renamed(
  value: JsonValue,
  names: ReadonlyMap<string, string>,
  key: string | undefined,
): JsonValue {
  if (typeof value === "string") {
    if (key === "DependsOn") return names.get(value) ?? value;
    return key === "Get" ? renamedReference(value, names) : value;
  }
  if (isJsonArray(value)) return value.map((item) => renamed(item, names, key));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    jsonEntries(value).map(([member, inner]) => [member, renamed(inner, names, member)]),
  );
}

function renamedReference(text: string, names: ReadonlyMap<string, string>): string {
  const reference = tryParseReference(text);
  if (reference?.kind !== "property" && reference?.kind !== "propertyFile") return text;
  const name = names.get(reference.step);
  return name === undefined ? text : `Steps.${name}${text.slice(6 + reference.step.length)}`;
}

/** The share of leaves that two steps have in common. */
function likeness(
  before: ReadonlyMap<string, string> = new Map(),
  after: ReadonlyMap<string, string> = new Map(),
): number {
  const same = [...before].filter(([path, text]) => after.get(path) === text).length;
  const all = Math.max(before.size, after.size);
  return all === 0 ? 1 : same / all;
}

/** What a step holds, by path; its own name is blotted out, also inside texts such as S3 URIs. */
function leaves({ name, value }: PlacedStep): Map<string, string> {
  const found = new Map<string, string>();
  const { Name: _name, DisplayName: _displayName, ...content } = value;
  collect(content, "", found);
  if (name !== "") {
    for (const [path, text] of found) {
      // A content hash behind the name follows the script, not the step.
      found.set(path, text.replaceAll(name, "*").replace(/\*-[0-9a-f]{32,64}\b/g, "*"));
    }
  }
  return found;
}

function collect(value: JsonValue, path: string, found: Map<string, string>): void {
  if (!isBranch(value)) {
    found.set(path, canonical(value, "known"));
  } else if (isJsonArray(value)) {
    const member = nameMember(value);
    const items = member === undefined ? value.entries() : byName(value, member).entries();
    for (const [key, item] of items) collect(item, `${path}/${key}`, found);
  } else if (isJsonObject(value)) {
    for (const [key, inner] of jsonEntries(value)) collect(inner, `${path}/${key}`, found);
  }
}

/** A step whose name, and those of others, are as they are called later. */
export function withOwnNewName(
  step: PlacedStep,
  name: string,
  names: ReadonlyMap<string, string>,
): PlacedStep {
  const value: StepDefinition = { ...withNewNames(step.value, names), Name: name };
  const branch =
    step.branch === null
      ? null
      : { ...step.branch, condition: names.get(step.branch.condition) ?? step.branch.condition };
  return { ...step, name, value, branch };
}
