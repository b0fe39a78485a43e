/**
 * Writes packages/codegen/data/api-limits.json: how long, large or shaped the members of SageMaker's
 * requests may be. The AWS SDK for JavaScript does not say; the API model that the Python package
 * botocore carries does. Needs Python with pip, and a network.
 *
 * Run: node tools/src/api-limits/main.ts
 */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { downloadBotocore } from "./botocore.ts";
import { limitsOf, type LimitsOfShapes, type ModelShapes } from "./model.ts";

const api = "sagemaker/2017-07-24";
const codegen = new URL("../../../packages/codegen/", import.meta.url);

const folder = mkdtempSync(join(tmpdir(), "nacre-api-limits-"));
try {
  const { version, model } = downloadBotocore(folder);
  // The form of every model in botocore.
  const { shapes } = model(api) as { shapes: ModelShapes };
  const limits = limitsOf(shapes, requests());
  writeLimits(fileURLToPath(new URL("data/api-limits.json", codegen)), version, limits);
  console.log(`Limits of ${Object.keys(limits).length} shapes from botocore ${version}.`);
} finally {
  rmSync(folder, { recursive: true });
}

/** The shapes that the schema names in the arguments of a step. */
function requests(): string[] {
  const file = new URL("schema/pipeline-definition.schema.json", codegen);
  // Our own file, whose form codegen checks.
  const { definitions } = JSON.parse(readFileSync(file, "utf8")) as {
    definitions: Record<string, { properties?: { Arguments?: unknown } }>;
  };
  return Object.values(definitions).flatMap(({ properties }) => shapesIn(properties?.Arguments));
}

function shapesIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const own = "apiShape" in node && typeof node.apiShape === "string" ? [node.apiShape] : [];
  return [...own, ...Object.values(node).flatMap(shapesIn)];
}

/** One line a member, so that a difference reads well. */
function writeLimits(file: string, version: string, limits: LimitsOfShapes): void {
  const shapes = Object.entries(limits).map(([name, members]) => {
    const lines = Object.entries(members).map(
      ([member, own]) => `      ${JSON.stringify(member)}: ${JSON.stringify(own)}`,
    );
    return `    ${JSON.stringify(name)}: {\n${lines.join(",\n")}\n    }`;
  });
  const source = { package: "botocore", version, model: `botocore/data/${api}` };
  const text =
    `{\n  "madeBy": "node tools/src/api-limits/main.ts",\n` +
    `  "source": ${JSON.stringify(source)},\n` +
    `  "shapes": {\n${shapes.join(",\n")}\n  }\n}\n`;
  const aside = `${file}.aside`;
  writeFileSync(aside, text);
  renameSync(aside, file);
}
