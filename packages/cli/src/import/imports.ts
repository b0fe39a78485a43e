import type { Code, Constant } from "./code.ts";

/** What a program may import from @nacre/core besides classes: no constant can have these names. */
export const namesOfCore = [
  "booleanParameter",
  "condition",
  "equals",
  "executionVariables",
  "expr",
  "fail",
  "float",
  "floatParameter",
  "greaterThan",
  "greaterThanOrEqualTo",
  "integerParameter",
  "isIn",
  "isNotIn",
  "join",
  "jsonGet",
  "lessThan",
  "lessThanOrEqualTo",
  "notEquals",
  "or",
  "rawNot",
  "stringParameter",
] as const;

/** The names of core that a program uses, sorted without regard to case. */
export function usedNames(constants: readonly Constant[], result: Code): string[] {
  const used = new Set<string>();
  for (const { value } of constants) collect(value, used);
  collect(result, used);
  return [...used].toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey(name: string): string {
  return `${name.toLowerCase()} ${name}`;
}

function collect(code: Code, used: Set<string>): void {
  switch (code.kind) {
    case "name":
      // All other names are constants of the program, which are called otherwise.
      if (code.name === "executionVariables") used.add(code.name);
      return;
    case "path":
    case "cast":
      return collect(code.of, used);
    case "call":
      used.add(code.name);
      for (const argument of code.arguments) collect(argument, used);
      return;
    case "list":
      for (const item of code.items) collect(item, used);
      return;
    case "object":
      for (const member of code.members) {
        if (member.kind !== "missing") collect(member.value, used);
      }
      return;
    case "map":
      for (const [, value] of code.entries) collect(value, used);
      return;
    case "template":
      if (code.isExpr) used.add("expr");
      for (const part of code.parts) if (typeof part !== "string") collect(part, used);
      return;
    case "text":
    case "number":
    case "word":
  }
}
