/**
 * Writes packages/codegen/data/api-limits.json: how long, large or shaped the members of SageMaker's
 * requests may be. The AWS SDK for JavaScript does not say; the API model that the Python package
 * botocore carries does. Needs Python with pip, and a network.
 *
 * Run: node tools/src/api-limits/main.ts
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { limitsOf, type LimitsOfShapes, type ModelShapes } from "./model.ts";

const python = process.env["NACRE_PYTHON"] ?? "python3";
const modelFolder = "botocore/data/sagemaker/2017-07-24";
const codegen = new URL("../../../packages/codegen/", import.meta.url);

const folder = mkdtempSync(join(tmpdir(), "nacre-api-limits-"));
try {
  const { shapes, version } = download(folder);
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

function download(to: string): { shapes: ModelShapes; version: string } {
  const pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"];
  execFileSync(python, [...pip, "--dest", to, "botocore"], { stdio: "inherit" });
  const wheel = readdirSync(to).find((file) => file.endsWith(".whl"));
  if (wheel === undefined) throw new Error("pip downloaded no wheel of botocore.");
  execFileSync(python, ["-m", "zipfile", "--extract", join(to, wheel), to]);
  const packed = readFileSync(join(to, modelFolder, "service-2.json.gz"));
  const { shapes } = JSON.parse(gunzipSync(packed).toString("utf8"));
  return { shapes, version: wheel.split("-")[1] ?? "" };
}

/** One line a member, so that a difference reads well. */
function writeLimits(file: string, version: string, limits: LimitsOfShapes): void {
  const shapes = Object.entries(limits).map(([name, members]) => {
    const lines = Object.entries(members).map(
      ([member, own]) => `      ${JSON.stringify(member)}: ${JSON.stringify(own)}`,
    );
    return `    ${JSON.stringify(name)}: {\n${lines.join(",\n")}\n    }`;
  });
  const source = { package: "botocore", version, model: modelFolder };
  const text =
    `{\n  "madeBy": "node tools/src/api-limits/main.ts",\n` +
    `  "source": ${JSON.stringify(source)},\n` +
    `  "shapes": {\n${shapes.join(",\n")}\n  }\n}\n`;
  const aside = `${file}.aside`;
  writeFileSync(aside, text);
  renameSync(aside, file);
}
