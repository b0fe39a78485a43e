import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { committed, schemaFile } from "./helpers.ts";

/**
 * That no field is lost, by a second way: the SDK's declarations and the committed files are both
 * read as text here, without the program under test.
 */
const sdkRoot = dirname(
  createRequire(import.meta.url).resolve("@aws-sdk/client-sagemaker/package.json"),
);
const ours = interfaces(textOf(committed, /\.ts$/));

const { apiAdditions, definitions } = JSON.parse(readFileSync(schemaFile, "utf8")) as {
  apiAdditions: Record<string, Record<string, object>>;
  definitions: Record<
    string,
    {
      properties?: {
        Arguments?: { apiShape?: string; apiMembers?: Record<string, { optional?: boolean }> };
      };
      stepProperties?: { apiShape?: string; properties?: object };
    }
  >;
};

const sdk = new Map(
  [...interfaces(textOf(join(sdkRoot, "dist-types/models"), /^models_\d+\.d\.ts$/))].map(
    ([name, fields]) => {
      const added = Object.keys(apiAdditions[name] ?? {});
      return [name, new Map([...fields, ...added.map((field) => [field, "?"] as const)])];
    },
  ),
);

const steps = Object.entries(definitions).flatMap(([name, step]) => {
  const { apiShape, apiMembers = {} } = step.properties?.Arguments ?? {};
  return apiShape === undefined
    ? []
    : [
        {
          name,
          request: apiShape,
          notes: apiMembers,
          answer: step.stepProperties?.apiShape,
          more: Object.keys(step.stepProperties?.properties ?? {}),
        },
      ];
});
const described = steps.filter(({ answer }) => answer !== undefined);

test("the schema has the step types that follow a request", () => {
  expect(steps.map(({ name }) => name)).toEqual([
    "ProcessingStep",
    "TrainingStep",
    "TuningStep",
    "AutoMLStep",
    "TransformStep",
    "ModelStep",
    "RegisterModelStep",
    "ClarifyCheckStep",
    "QualityCheckStep",
    "EndpointConfigStep",
    "EndpointStep",
    "InferenceComponentStep",
  ]);
  const checks = ["ClarifyCheckStep", "QualityCheckStep"];
  expect(steps.filter((step) => !described.includes(step)).map(({ name }) => name)).toEqual(checks);
});

test.each(steps)("$name takes every field of $request", ({ name, request, notes }) => {
  const optional = new Set(Object.keys(notes).filter((member) => notes[member]?.optional === true));
  const wanted = [...(sdk.get(request) ?? [])].map(
    ([member, type]) => [member, optional.has(member) ? `?${type.slice(1)}` : type] as const,
  );
  expect(marks(ours.get(`${name}Arguments`))).toEqual(marks(new Map(wanted)));
  for (const shape of reachable(request)) {
    expect([shape, ...marks(ours.get(shape))]).toEqual([shape, ...marks(sdk.get(shape))]);
  }
});

test.each(described)("$name has every property of $answer", ({ name, answer, more }) => {
  const wanted = [...names(sdk.get(answer ?? "")), ...more].toSorted();
  expect(names(ours.get(`${name}Properties`))).toEqual(wanted);
  for (const shape of reachable(answer ?? "")) {
    expect([shape, ...names(ours.get(`${shape}Properties`))]).toEqual([
      shape,
      ...names(sdk.get(shape)),
    ]);
  }
});

/** Types of fields by name; an optional field's type begins with `?`, another's with `:`. */
type Fields = ReadonlyMap<string, string>;

function interfaces(text: string): ReadonlyMap<string, Fields> {
  const found = new Map<string, Fields>();
  for (const [, name = "", body = ""] of text.matchAll(
    /export interface (\w+)(?:<[^>]*>)? \{\n(.*?)\n?\}\n/gs,
  )) {
    const fields = body.matchAll(/^ {2,4}(?:readonly )?(\w+)(\?)?: ([^;]+);$/gm);
    found.set(
      name,
      new Map([...fields].map(([, key = "", mark, type = ""]) => [key, (mark ?? ":") + type])),
    );
  }
  return found;
}

function names(fields: Fields | undefined): string[] {
  return [...(fields?.keys() ?? [])].toSorted();
}

function marks(fields: Fields | undefined): string[] {
  return [...(fields ?? [])].map(([name, type]) => name + type.slice(0, 1)).toSorted();
}

function reachable(root: string): Set<string> {
  const found = new Set<string>();
  const visit = (shape: string): void => {
    for (const type of sdk.get(shape)?.values() ?? []) {
      for (const [name] of type.matchAll(/\w+/g)) {
        if (!sdk.has(name) || found.has(name)) continue;
        found.add(name);
        visit(name);
      }
    }
  };
  visit(root);
  return found;
}

function textOf(folder: string, files: RegExp): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => files.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}
