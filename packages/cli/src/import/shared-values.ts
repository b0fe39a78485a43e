import { isJsonArray, isJsonObject, type JsonValue, type PipelineDefinition } from "@nacre/core";
import { type Code, type Constant, nameCode, textCode } from "./code.ts";
import type { Names } from "./names.ts";

const rolePattern = /^arn:aws[a-z-]*:iam::(\d{12}):role\/.+$/;
const imagePattern =
  /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?:[^/:@]+\/)*([^/:@]+)(?:[:@].+)?$/;
const bucketPattern = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?=\/|$)/;
const defaultBucketPattern = /^sagemaker-([a-z]{2}(?:-[a-z]+)+-\d)-(\d{12})$/;

/** Values that stand in several places of a definition, as constants. */
export interface SharedValues {
  /** The constants, in the order in which they need each other. */
  readonly constants: readonly Constant[];
  /** A string as a program writes it: by means of the constants where it holds them. */
  text(value: string): Code;
}

/** A part of a string that has a name. */
interface Shared {
  readonly value: string;
  readonly name: string;
}

/**
 * Finds the roles, container images and buckets that a definition holds more than once, and the
 * region and account that these are made of.
 */
export function shareValues(definition: PipelineDefinition, names: Names): SharedValues {
  const strings = stringsIn([definition.Parameters ?? [], definition.Steps]);
  const roles = repeated(strings, rolePattern, (match) => match[0]);
  const images = repeated(strings, imagePattern, (match) => match[0]);
  const buckets = repeated(strings, bucketPattern, (match) => match[1] ?? "");
  const whole = [...roles, ...images, ...buckets];
  const region = partOf(whole, (value) => {
    return defaultBucketPattern.exec(value)?.[1] ?? imagePattern.exec(value)?.[1];
  });
  const account = partOf(whole, (value) => {
    return defaultBucketPattern.exec(value)?.[2] ?? rolePattern.exec(value)?.[1];
  });
  const parts: Shared[] = [
    ...(region === undefined ? [] : [{ value: region, name: names.give("region", "Value") }]),
    ...(account === undefined ? [] : [{ value: account, name: names.give("account", "Value") }]),
  ];
  const named = (values: readonly string[], kind: string, full: (value: string) => string) =>
    values.map((value) => ({
      value,
      name: names.give(values.length === 1 ? kind : `${full(value)}-${kind}`, "Value"),
    }));
  const shared = [
    ...named(roles, "role", (value) => value.slice(value.lastIndexOf("/") + 1)),
    ...named(buckets, "bucket", (value) => (defaultBucketPattern.test(value) ? "default" : value)),
    ...imageNames(images).map(({ value, text }) => ({ value, name: names.give(text, "Uri") })),
  ];
  const byValue = new Map(shared.map(({ value, name }) => [value, name]));
  const bucketNames = shared.filter(({ value }) => buckets.includes(value));
  return {
    constants: [
      ...parts.map(({ value, name }) => ({ name, value: textCode(value), comment: [] })),
      ...shared.map(({ value, name }) => ({
        name,
        value: withParts(value, parts),
        comment: [],
      })),
    ],
    text: (value) => {
      const name = byValue.get(value);
      if (name !== undefined) return nameCode(name);
      const bucket = bucketPattern.exec(value)?.[1];
      const known = bucketNames.filter((one) => one.value === bucket);
      return known.length === 0 ? textCode(value) : withParts(value, known);
    },
  };
}

/** What the pattern finds in more than one string, in the order of appearance. */
function repeated(
  strings: readonly string[],
  pattern: RegExp,
  pick: (match: RegExpExecArray) => string,
): string[] {
  const counts = new Map<string, number>();
  for (const text of strings) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const found = pick(match);
    counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  return [...counts].flatMap(([value, count]) => (count > 1 ? [value] : []));
}

/** The one part that most of the values have in common; undefined where fewer than two have it. */
function partOf(
  values: readonly string[],
  find: (value: string) => string | undefined,
): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) {
    const part = find(value);
    if (part !== undefined) counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most !== undefined && most[1] > 1 ? most[0] : undefined;
}

/** A string with the first occurrence of each part replaced by the part's name. */
function withParts(value: string, parts: readonly Shared[]): Code {
  let pieces: (string | Code)[] = [value];
  for (const part of parts) {
    pieces = pieces.flatMap((piece) => {
      const at = typeof piece === "string" ? piece.indexOf(part.value) : -1;
      if (typeof piece !== "string" || at < 0) return [piece];
      return [piece.slice(0, at), nameCode(part.name), piece.slice(at + part.value.length)];
    });
  }
  const filled = pieces.filter((piece) => piece !== "");
  return filled.every((piece) => typeof piece === "string")
    ? textCode(value)
    : { kind: "template", isExpr: false, parts: filled };
}

/** Images by their repository, `sagemaker-xgboost` as `xgboost-image`, and by the tag where that says too little. */
function imageNames(uris: readonly string[]): { value: string; text: string }[] {
  const repositories = uris.map((uri) => {
    const repository = imagePattern.exec(uri)?.[2] ?? "";
    return repository.replace(/^sagemaker-/, "");
  });
  return uris.map((value, index) => {
    const repository = repositories[index] ?? "";
    const isOnly = repositories.filter((other) => other === repository).length === 1;
    const tag = isOnly ? "" : (/:([^:/]+)$/.exec(value)?.[1] ?? "");
    return { value, text: `${repository}-${tag}-image` };
  });
}

function stringsIn(value: JsonValue | undefined): string[] {
  if (typeof value === "string") return [value];
  if (isJsonArray(value)) {
    // AWS's own SDK joins URIs of "s3:/", the bucket and the rest.
    const [first, bucket] = value;
    return first === "s3:/" && typeof bucket === "string"
      ? [`s3://${bucket}`, ...value.slice(2).flatMap(stringsIn)]
      : value.flatMap(stringsIn);
  }
  return isJsonObject(value) ? Object.values(value).flatMap(stringsIn) : [];
}
