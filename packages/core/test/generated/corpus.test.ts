import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { compile, copyOfCore, coreRoot } from "./compile.ts";

/**
 * That the builders can say everything that AWS's own SDK writes: each step of recorded definitions
 * is written as TypeScript, with every expression replaced by one that fits anywhere, and
 * type-checked. That the values are the same too is for the tests of `nacre import`.
 */
const shared = join(coreRoot, "../../../shared/corpus");
const golden = join(coreRoot, "test/fixtures/abalone-definition.json");
const recorded = existsSync(shared)
  ? readdirSync(shared)
      .filter((file) => file.endsWith(".json"))
      .map((file) => join(shared, file))
  : [];
if (recorded.length === 0) console.warn("SKIPPED: the recorded definitions are not here.");

/** The functions that make conditions, by type. */
const conditions: Readonly<Record<string, string>> = {
  Equals: "equals",
  NotEquals: "notEquals",
  GreaterThan: "greaterThan",
  GreaterThanOrEqualTo: "greaterThanOrEqualTo",
  LessThan: "lessThan",
  LessThanOrEqualTo: "lessThanOrEqualTo",
  In: "isIn",
  NotIn: "isNotIn",
  Or: "or",
  Not: "rawNot",
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function stepsOf(json: Json): { Name: string; Type: string; [member: string]: Json }[] {
  if (typeof json !== "object" || json === null) return [];
  if (Array.isArray(json)) return json.flatMap(stepsOf);
  const { Name, Type } = json;
  const isStep = typeof Name === "string" && typeof Type === "string" && "Arguments" in json;
  const own = isStep ? [{ ...json, Name, Type }] : [];
  return [...own, ...Object.values(json).flatMap(stepsOf)];
}

/** A step as the TypeScript that makes it, where those of its branches are made before it. */
function source({ Name, Type, ...members }: ReturnType<typeof stepsOf>[number]): string {
  const props = Object.entries(members).map(
    ([member, value]) => `${member[0]?.toLowerCase()}${member.slice(1)}: ${literal(value)}`,
  );
  return `const ${variable(Name)} = new nacre.${Type}Step(${JSON.stringify(Name)}, { ${props.join(", ")} });`;
}

function variable(step: string): string {
  return `step_${step.replaceAll("-", "$")}`;
}

function condition(type: string, operands: readonly Json[]): string {
  const isList = type === "Or" && Array.isArray(operands[0]);
  const items = isList ? operands.flat() : operands;
  return `nacre.${conditions[type]}(${items.map(literal).join(", ")})`;
}

function literal(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("Get" in value || "Std:Join" in value || "Std:JsonGet" in value) return "expression";
  const { Name, Type, Arguments, ...operands } = value;
  if (typeof Name === "string" && typeof Type === "string" && Arguments !== undefined) {
    return variable(Name);
  }
  if (typeof Type === "string" && Object.hasOwn(conditions, Type) && Name === undefined) {
    return condition(Type, Object.values(operands));
  }
  const members = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}: ${literal(one)}`,
  );
  return `{ ${members.join(", ")} }`;
}

test.skipIf(recorded.length === 0)("all recorded definitions are here", () => {
  expect(recorded.length).toBeGreaterThanOrEqual(14);
});

const files = [golden, ...recorded].map((file) => ({ name: basename(file), file }));

test.each(files)("$name", { timeout: 60_000 }, ({ file }) => {
  const definition: { Steps: Json } = JSON.parse(readFileSync(file, "utf8"));
  const steps = stepsOf(definition.Steps).toReversed();
  expect(steps.length).toBeGreaterThan(1);
  const program = [
    'import * as nacre from "./src/index.ts";',
    "declare const expression: nacre.Expression<never>;",
    ...steps.map(source),
  ];
  const errors = compile(copyOfCore(), program.join("\n")).map(
    ({ line, message }) => `${steps[line - 3]?.Name}: ${message}`,
  );
  expect(errors).toEqual([]);
});
