import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../src/generate.ts";
import { schemaFile, temporaryFolder } from "./helpers.ts";

/**
 * What a change of the schema made by hand does to the generated files: that, and nothing else. The
 * tables for validation have one line for each shape.
 */
interface Schema {
  readonly definitions: Record<string, Definition>;
  readonly properties: { readonly Steps: { readonly items: { readonly oneOf: object[] } } };
}

interface Definition {
  enum?: string[];
  properties: Record<string, { properties: Record<string, object>; required: string[] }>;
}

const before = linesOf(schemaFile);

/** The lines that an edit adds (`+`) and takes away (`-`), by file; hashes do not count. */
function difference(edit: (schema: Schema) => void): Record<string, string[]> {
  const schema: Schema = JSON.parse(readFileSync(schemaFile, "utf8"));
  edit(schema);
  const file = join(temporaryFolder(), "schema.json");
  writeFileSync(file, JSON.stringify(schema));
  const after = linesOf(file);
  const changes = [...new Set([...before.keys(), ...after.keys()])]
    .toSorted()
    .map((path): [string, string[]] => {
      const [old, now] = [before.get(path) ?? [], after.get(path) ?? []];
      const gone = without(old, now).map((line) => `-${line}`);
      const added = without(now, old).map((line) => `+${line}`);
      return [path, [...gone, ...added]];
    });
  return Object.fromEntries(changes.filter(([, lines]) => lines.length > 0));
}

function linesOf(schema: string): Map<string, string[]> {
  return new Map(
    generate(schema).files.map(({ path, text }) => [
      path,
      text
        .split("\n")
        .filter((line) => !/^\/\/ (?:content|Made from schema) [0-9a-f]{16}/.test(line)),
    ]),
  );
}

/** The lines of one list that are not in another, as often as they stand there. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const index = left.indexOf(line);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

const tables = "validation/shapes.ts";

/** The entries of the tables that changed, each with its sign. */
function keysOf(changed: Readonly<Record<string, readonly string[]>>): string[] {
  return (changed[tables] ?? []).map((line) => line.replace(/^([+-]) *"(\w+)".*$/, "$1$2"));
}

function withoutTables(changed: Readonly<Record<string, string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(changed).filter(([path]) => path !== tables));
}

test("no change", () => {
  expect(difference(() => {})).toEqual({});
});

test("a new step type: its own files, and its names in the index", () => {
  const changed = difference(({ definitions, properties }) => {
    definitions["QueueStep"] = {
      type: "object",
      properties: {
        Name: { $ref: "#/definitions/StepName" },
        Type: { type: "string", enum: ["Queue"] },
        Arguments: { type: "object", properties: { Message: { type: "string" } } },
        CacheConfig: { $ref: "#/definitions/CacheConfig" },
      },
      required: ["Name", "Type", "Arguments"],
    } as unknown as Definition;
    properties.Steps.items.oneOf.push({ $ref: "#/definitions/QueueStep" });
  });
  expect(Object.keys(changed)).toEqual(["index.ts", "steps/queue.ts", tables]);
  // The choices among all step types know it too; in branches, only those that the schema lists.
  expect(keysOf(changed).filter((key) => !key.endsWith("ConditionStep"))).toEqual([
    "-Step",
    "+QueueStep",
    "+Step",
  ]);
  expect(changed["index.ts"]).toEqual([
    '+export { QueueStep } from "./steps/queue.ts";',
    '+export type { QueueStepArguments, QueueStepProps } from "./steps/queue.ts";',
  ]);
  expect(changed["steps/queue.ts"]?.every((line) => line.startsWith("+"))).toBe(true);
});

test("a new required field: one line", () => {
  const changed = difference(({ definitions }) => {
    const args = definitions["FailStep"]?.properties["Arguments"];
    if (args === undefined) throw new Error("The schema has no FailStep.");
    args.properties["Owner"] = { type: "string", description: "Who is asked." };
    args.required.push("Owner");
  });
  expect(keysOf(changed)).toEqual(["-FailStep", "+FailStep"]);
  expect(withoutTables(changed)).toEqual({
    "steps/fail.ts": ["+  /** Who is asked. */", "+  readonly Owner: Value<string>;"],
  });
});

test("an enum value less: one line less", () => {
  const changed = difference(({ definitions }) => {
    const { RetryExceptionType: type } = definitions;
    if (type?.enum === undefined) throw new Error("The schema has no such enum.");
    type.enum = type.enum.filter((value) => value !== "Emr.RESOURCE_LIMIT");
  });
  expect(keysOf(changed)).toEqual(["-RetryExceptionType", "+RetryExceptionType"]);
  expect(withoutTables(changed)).toEqual({
    "shapes/shared-enums/retry-exception-type.ts": ['-  EMR_RESOURCE_LIMIT: "Emr.RESOURCE_LIMIT",'],
  });
});

test("a field of the API that Pipelines does without: its line, with a question mark", () => {
  const changed = difference(({ definitions }) => {
    const args = definitions["InferenceComponentStep"]?.properties["Arguments"];
    Object.assign(args ?? {}, { apiMembers: { EndpointName: { optional: true } } });
  });
  expect(Object.keys(changed)).toEqual(["steps/inference-component.ts", tables]);
  expect(keysOf(changed)).toContain("+InferenceComponentStepArguments");
  expect(changed["steps/inference-component.ts"]).toEqual([
    "-  readonly EndpointName: Value<string>;",
    "+  readonly EndpointName?: Value<string>;",
  ]);
});
