import type { Type } from "../decide/model.ts";
import { assertNever } from "../errors.ts";

/** Prints a type. */
export function printType(type: Type): string {
  switch (type.kind) {
    case "keyword":
      return type.name;
    case "literal":
      return JSON.stringify(type.value);
    case "reference":
      return type.arguments.length === 0
        ? type.name
        : `${type.name}<${type.arguments.map(printType).join(", ")}>`;
    case "array":
      return `readonly ${inArray(type.item)}[]`;
    case "index":
      return `{ readonly [key: string]: ${printType(type.value)} }`;
    case "keyed":
      return `{ readonly [Key in ${type.keys}]: ${printType(type.value)} }`;
    case "union":
      return type.of.map(printType).join(" | ");
    default:
      return assertNever(type);
  }
}

/** Prints type parameters for names; each is wide when nothing narrows it. */
export function printParameters(names: readonly string[]): string {
  if (names.length === 0) return "";
  const parameters = names.map((name) => `${name} extends string = string`);
  const line = `<${parameters.join(", ")}>`;
  return line.length <= 60 ? line : `<\n  ${parameters.join(",\n  ")},\n>`;
}

/** A name as a key of an object type: quoted only where it must be. */
export function printKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function inArray(type: Type): string {
  const text = printType(type);
  const isCompound = type.kind === "union" || type.kind === "array";
  return isCompound ? `(${text})` : text;
}
