import { cacheKeyMembers } from "../definition/cache-key-members.ts";
import { type PathSegment, type Reference, tryParseReference } from "../definition/reference.ts";
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
  const steps = pairs.map(({ after }) => countingFor(after, known));
  // A step may stand before or after the ones it reads: forwards and back until nothing is new.
  for (let round = 0, count = -1; count !== known.reruns.size || round < 2; round += 1) {
    count = known.reruns.size;
    for (const step of round % 2 === 0 ? steps : steps.toReversed()) {
      const reasons = reasonsToRun(step, known);
      if (reasons.length > 0) known.reruns.set(step.name, reasons);
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

/** What counts for the cache of a step. */
interface Counting {
  readonly name: string;
  /** Paths of its own attributes that differ. */
  readonly own: readonly string[];
  /** What its arguments refer to, where that counts. */
  readonly references: readonly { readonly text: string; readonly parsed: Reference }[];
}

function countingFor({ name, type, value }: PlacedStep, known: Known): Counting {
  const members = Object.hasOwn(cacheKeyMembers, type) ? (cacheKeyMembers[type] ?? []) : [];
  const attributes = known.changeOf.get(name)?.attributes ?? [];
  const own = attributes.filter(({ path }) => path === "Type" || countsForCache(type, path));
  const texts = members.flatMap((member) => referencesIn(memberOf(value, member.split("."))));
  const references = [...new Set(texts)].flatMap((text) => {
    const parsed = tryParseReference(text);
    return parsed === undefined ? [] : [{ text, parsed }];
  });
  return { name, own: own.map(({ path }) => path), references };
}

/** What of that which counts for the cache is not as it was. */
function reasonsToRun({ own, references }: Counting, known: Known): string[] {
  const reasons = new Set(own);
  for (const { text, parsed } of references) {
    if (parsed.kind === "parameter" && known.defaults.has(parsed.name)) {
      reasons.add(`Parameters.${parsed.name}.DefaultValue`);
    } else if (parsed.kind === "property" && isNew(parsed.step, parsed.path, known)) {
      reasons.add(text);
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
