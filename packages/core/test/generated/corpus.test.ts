import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { compile, copyOfCore, coreRoot } from "./compile.ts";

/**
 * That the types take what AWS's own SDK writes: each step of recorded definitions is written as
 * TypeScript, with every expression replaced by one that fits anywhere, and type-checked.
 */
const shared = join(coreRoot, "../../../shared/corpus");
const golden = join(coreRoot, "test/fixtures/abalone-definition.json");
const recorded = existsSync(shared)
  ? readdirSync(shared)
      .filter((file) => file.endsWith(".json"))
      .map((file) => join(shared, file))
  : [];
if (recorded.length === 0) console.warn("SKIPPED: the recorded definitions are not here.");

const classes: ReadonlyMap<string, string> = new Map(
  (
    "Processing Training Tuning AutoML Transform Model RegisterModel Fail Callback Lambda " +
    "ClarifyCheck QualityCheck EMR EMRServerless EndpointConfig Endpoint InferenceComponent Lineage"
  )
    .split(" ")
    .map((type) => [type, `${type}Step`]),
);

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function stepsOf(json: Json): { Name: string; Type: string; [member: string]: Json }[] {
  if (typeof json !== "object" || json === null) return [];
  if (Array.isArray(json)) return json.flatMap(stepsOf);
  const { Name, Type } = json;
  const isStep = typeof Name === "string" && typeof Type === "string" && "Arguments" in json;
  const own = isStep ? [{ ...json, Name, Type }] : [];
  return [...own, ...Object.values(json).flatMap(stepsOf)];
}

/** A step as the TypeScript that makes it; a condition is made of others. */
function source(step: { Name: string; Type: string; [member: string]: Json }): string {
  const { Name, Type, ...members } = step;
  const props = Object.entries(members).map(
    ([member, value]) => `${member[0]?.toLowerCase()}${member.slice(1)}: ${literal(value)}`,
  );
  return `new ${classes.get(Type)}(${JSON.stringify(Name)}, { ${props.join(", ")} });`;
}

function literal(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("Get" in value || "Std:Join" in value || "Std:JsonGet" in value) return "expression";
  const members = Object.entries(value).map(
    ([key, one]) => `${JSON.stringify(key)}: ${literal(one)}`,
  );
  return `{ ${members.join(", ")} }`;
}

const files = [golden, ...recorded].map((file) => ({ name: basename(file), file }));

test.each(files)("$name", { timeout: 60_000 }, ({ file }) => {
  const definition: { Steps: Json } = JSON.parse(readFileSync(file, "utf8"));
  const steps = stepsOf(definition.Steps).filter(({ Type }) => classes.has(Type));
  const program = [
    `import { ${[...classes.values()].join(", ")}, type Expression } from "./src/index.ts";`,
    "declare const expression: Expression<never>;",
    ...steps.map(source),
  ];
  const errors = compile(copyOfCore(), program.join("\n")).map(
    ({ line, message }) => `${steps[line - 3]?.Name}: ${message}`,
  );
  expect(errors).toEqual([]);
});
