/**
 * All names that generated code has. Each follows from a stable key (a definition, a shape, a path
 * of members), never from the order in which things are met.
 */

/** `CacheConfig` becomes `cacheConfig`: the prop of an envelope member. */
export function propName(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}

/** `RegisterModelStep` becomes `register-model`: the name of a step's files. */
export function fileName(className: string): string {
  return kebab(className.replace(/Step$/, ""));
}

/** The shape of an API shape in the properties of a step. */
export function propertiesName(apiShape: string): string {
  return `${apiShape}Properties`;
}

/** The shape of an object that is written out within another. */
export function nestedName(parent: string, part: string): string {
  return parent + pascal(part);
}

/** `max-depth`, `max_depth` and `maxDepth` become `MaxDepth`. */
export function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** `EndOfJob` becomes `END_OF_JOB`, as the AWS SDK names constants. */
export function constantKey(value: string): string {
  return kebab(value)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, "_");
}

/** Names that generated code takes from the rest of @nacre/core; no shape may have them. */
export const reserved: ReadonlySet<string> = new Set([
  "AnyArgument",
  "AnyStep",
  "Closed",
  "Condition",
  "Expression",
  "FloatLiteral",
  "OutputsByName",
  "OutputValue",
  "PropertyFileReference",
  "PropertyList",
  "Step",
  "StepReference",
  "Value",
]);

/** Sorts by code unit, which is the same on every machine. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}
