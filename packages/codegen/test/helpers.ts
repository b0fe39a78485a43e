import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { generate } from "../src/generate.ts";

/** The root of this package. */
export const packageRoot = fileURLToPath(new URL("..", import.meta.url));

/** Our edition of the schema. */
export const schemaFile = join(packageRoot, "schema/pipeline-definition.schema.json");

/** The folder of generated files as they are committed. */
export const committed = join(packageRoot, "../core/src/generated");

/** The schema as AWS publishes it; not part of this repository. */
export const publishedSchema = join(
  packageRoot,
  "../../../shared/schema/published-pipeline-definition.schema.json",
);

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "nacre-codegen-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A schema of one step type, `Sample`, that has these arguments. */
export function schemaWith(args: object, more: { step?: object; definitions?: object } = {}) {
  return {
    definitions: {
      GetFunction: { type: "object", properties: { Get: { type: "string" } } },
      SampleStep: {
        type: "object",
        properties: {
          Name: { type: "string" },
          Type: { type: "string", enum: ["Sample"] },
          Arguments: args,
        },
        required: ["Name", "Type", "Arguments"],
        ...more.step,
      },
      ...more.definitions,
    },
  };
}

/** All generated text for a schema, each line without its indent. */
export function generated(schema: object): { text: string; warnings: readonly string[] } {
  const file = join(temporaryFolder(), "schema.json");
  writeFileSync(file, JSON.stringify(schema));
  const { files, warnings } = generate(file);
  return { text: files.map((one) => one.text).join("\n"), warnings };
}
