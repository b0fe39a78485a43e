import type { Type, TypeParameter } from "../decide/model.ts";
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
    case "keyedByItems":
      return `OutputsByName<${type.items}, "${type.name}", "${type.type}">`;
    case "union":
      return type.of.map(printType).join(" | ");
    default:
      return assertNever(type);
  }
}

/** Prints type parameters; each is wide when nothing narrows it. */
export function printParameters(parameters: readonly TypeParameter[]): string {
  return printList(parameters.map(printParameter));
}

/** Prints the type parameters of a class, whose constructor keeps the literals in what it is given. */
export function printClassParameters(parameters: readonly TypeParameter[]): string {
  return printList(
    parameters.map((one) =>
      one.constraint.kind === "keyword" ? printParameter(one) : `const ${printParameter(one)}`,
    ),
  );
}

function printParameter({ name, constraint }: TypeParameter): string {
  const text = printType(constraint);
  return `${name} extends ${text} = ${text}`;
}

function printList(parameters: readonly string[]): string {
  if (parameters.length === 0) return "";
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
