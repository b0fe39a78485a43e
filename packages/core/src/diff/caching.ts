import { cacheKeyMembers } from "../definition/cache-key-members.ts";
import { tryParseReference, type PathSegment } from "../definition/reference.ts";
import { isJsonArray, isJsonObject, type JsonValue } from "../json.ts";
import type { PlacedStep } from "./flat.ts";
import type { CacheEffect, ParameterChange, StepChange } from "./types.ts";

/** Whether caching is on for a step, and its type is one that can be taken from the cache. */
export function isCached(step: PlacedStep | undefined): boolean {
  if (step === undefined || !Object.hasOwn(cacheKeyMembers, step.type)) return false;
  const config = step.value["CacheConfig"];
  return isJsonObject(config) && config["Enabled"] === true;
}

/** Whether an attribute of a step of that type counts for the cache. */
export function countsForCache(type: string, path: string): boolean {
  const members = Object.hasOwn(cacheKeyMembers, type) ? cacheKeyMembers[type] : undefined;
  return members?.some((member) => isWithin(path, member) || isWithin(member, path)) === true;
}

/** What the changes do to the cache of each step that is in both definitions. */
export function cacheEffects(
  pairs: readonly { readonly before: PlacedStep; readonly after: PlacedStep }[],
  changes: readonly StepChange[],
  parameters: readonly ParameterChange[],
): CacheEffect[] {
  const known: Known = {
    changeOf: new Map(changes.map((change) => [change.name, change])),
    defaults: new Set(
      parameters
        .filter(({ attributes }) => attributes.some(({ path }) => path === "DefaultValue"))
        .map(({ name }) => name),
    ),
    reruns: new Map(),
  };
  // A step may stand before the one it reads: until nothing is new, as seldom as a chain is long.
  for (let count = -1; count !== known.reruns.size;) {
    count = known.reruns.size;
    for (const { after } of pairs) {
      const reasons = reasonsToRun(after, known);
      if (reasons.length > 0) known.reruns.set(after.name, reasons);
    }
  }
  return pairs.flatMap(({ before, after }) => effectsOn(before, after, known));
}

interface Known {
  readonly changeOf: ReadonlyMap<string, StepChange>;
  /** Parameters whose default differs. */
  readonly defaults: ReadonlySet<string>;
  /** Steps with another key than before, with the reasons. */
  readonly reruns: Map<string, readonly string[]>;
}

function effectsOn(before: PlacedStep, after: PlacedStep, known: Known): CacheEffect[] {
  const step = after.name;
  const [was, is] = [isCached(before), isCached(after)];
  if (!was && !is) return [];
  if (was !== is) {
    return [{ step, effect: is ? "turned on" : "turned off", because: ["CacheConfig"] }];
  }
  const change = known.changeOf.get(step);
  const effects: CacheEffect[] = [];
  const because = known.reruns.get(step);
  if (because !== undefined) effects.push({ step, effect: "rerun", because });
  else if (change?.previousName !== undefined) {
    effects.push({ step, effect: "unsure", because: [`renamed from ${change.previousName}`] });
  }
  if (change?.attributes.some(({ path }) => isWithin(path, "CacheConfig")) === true) {
    effects.push({ step, effect: "expiry", because: ["CacheConfig.ExpireAfter"] });
  }
  return effects;
}

/** What of that which counts for the cache is not as it was. */
function reasonsToRun({ name, type, value }: PlacedStep, known: Known): string[] {
  const members = Object.hasOwn(cacheKeyMembers, type) ? (cacheKeyMembers[type] ?? []) : [];
  const change = known.changeOf.get(name);
  const own = change?.attributes.filter(
    ({ path }) => path === "Type" || countsForCache(type, path),
  );
  const reasons = new Set(own?.map(({ path }) => path));
  for (const member of members) {
    for (const text of referencesIn(memberOf(value, member.split(".")))) {
      const reference = tryParseReference(text);
      if (reference?.kind === "parameter" && known.defaults.has(reference.name)) {
        reasons.add(`Parameters.${reference.name}.DefaultValue`);
      } else if (reference?.kind === "property" && isNew(reference.step, reference.path, known)) {
        reasons.add(text);
      }
    }
  }
  return [...reasons];
}

/** Members that a job makes: they are new when the step runs. Others repeat its arguments. */
const made =
  /^(?:\w+(?:Name|Arn|Time)|ModelArtifacts|BestTrainingJob|TrainingJobSummaries|ModelPackageVersion)$/;

/** Whether a property of a step is another than before. */
function isNew(step: string, path: readonly PathSegment[], known: Known): boolean {
  const [first] = path;
  if (first?.kind === "member" && made.test(first.name)) return known.reruns.has(step);
  const text = `Arguments${path.map(segmentText).join("")}`;
  const attributes = known.changeOf.get(step)?.attributes ?? [];
  return attributes.some(({ path: changed }) => isWithin(text, changed) || isWithin(changed, text));
}

function segmentText(segment: PathSegment): string {
  if (segment.kind === "index") return `[${segment.index}]`;
  return segment.kind === "member" ? `.${segment.name}` : `['${segment.name}']`;
}

/** Whether a path is the other one or leads further. */
function isWithin(path: string, outer: string): boolean {
  return path.startsWith(outer) && /^(?:$|[.[])/.test(path.slice(outer.length));
}

function memberOf(value: JsonValue, keys: readonly string[]): JsonValue | undefined {
  return keys.reduce<JsonValue | undefined>(
    (current, key) =>
      isJsonObject(current) && Object.hasOwn(current, key) ? current[key] : undefined,
    value,
  );
}

function referencesIn(value: JsonValue | undefined): string[] {
  if (isJsonArray(value)) return value.flatMap(referencesIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "Get" && typeof inner === "string" ? [inner] : referencesIn(inner),
  );
}
