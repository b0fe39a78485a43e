import type { PathSegment } from "../../definition/reference.ts";
import { suggestion } from "../../definition/suggest.ts";
import { propertyTexts } from "../../generated/validation/properties.ts";
import { shown } from "../shown.ts";

/** What a property holds, as codegen writes it (packages/codegen/src/validation/properties.ts). */
type PropertyType =
  | "string"
  | "number"
  | "boolean"
  | "any"
  | { readonly shape: string }
  | { readonly list: PropertyType }
  | { readonly map: PropertyType };

/** What a reference to a property leads to. */
export type Property =
  | { readonly kind: "string" | "number" | "boolean" | "any" | "object" | "list" }
  | { readonly kind: "unknown"; readonly what: string; readonly help: string };

const parsed = new Map<string, unknown>();
const starts = new Map<string, PropertyType>();

/** Follows the path of a reference into the properties of a step of a type. */
export function propertyAt(stepType: string, path: readonly PathSegment[]): Property {
  const start = starts.get(stepType) ?? (entry(`step ${stepType}`) as PropertyType | undefined);
  if (start === undefined) return { kind: "any" };
  starts.set(stepType, start);
  let type: PropertyType = start;
  for (const segment of path) {
    const next = step(type, segment);
    if (typeof next === "object" && "kind" in next) return next;
    type = next;
  }
  if (typeof type === "string") return { kind: type };
  return { kind: "list" in type ? "list" : "object" };
}

function step(type: PropertyType, segment: PathSegment): PropertyType | Property {
  if (type === "any") return type;
  if (typeof type === "string") {
    return {
      kind: "unknown",
      what: `${named(segment)} of a ${type}`,
      help: "The path goes on where there is nothing more to choose from.",
    };
  }
  if ("map" in type) return type.map;
  if ("list" in type) {
    if (segment.kind !== "member") return type.list;
    return {
      kind: "unknown",
      what: `${named(segment)} of a list`,
      help: "Choose an item of the list first: [0], or ['name'] where items have names.",
    };
  }
  // A shape that is named is there.
  const members = (entry(type.shape) ?? {}) as Readonly<Record<string, PropertyType>>;
  const name = segment.kind === "index" ? undefined : segment.name;
  const member = name !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
  if (member !== undefined) return member;
  return {
    kind: "unknown",
    what: named(segment),
    help: suggestion(name ?? "", Object.keys(members)),
  };
}

function named(segment: PathSegment): string {
  return segment.kind === "index" ? `item ${segment.index}` : shown(segment.name);
}

function entry(name: string): unknown {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const text = Object.hasOwn(propertyTexts, name) ? propertyTexts[name] : undefined;
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  parsed.set(name, value);
  return value;
}
