/**
 * Writes packages/local/src/service/generated: what the API models of SageMaker and of CloudWatch
 * Logs say of the operations that the local service has. Facts only, no documentation. They come
 * from the Python package botocore. Needs Python with pip, and a network.
 *
 * Run: node tools/src/api-model/main.ts [--check]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { downloadBotocore } from "../api-limits/botocore.ts";
import { factsOf, type Model, type ModelFacts } from "./facts.ts";
import { served } from "./operations.ts";

const target = fileURLToPath(
  new URL("../../../packages/local/src/service/generated/", import.meta.url),
);
const isCheck = process.argv.includes("--check");
const folder = mkdtempSync(join(tmpdir(), "nacre-api-model-"));
try {
  const { version, model } = downloadBotocore(folder);
  mkdirSync(target, { recursive: true });
  for (const { api, name, operations, keptMembers } of served) {
    // The form of every model in botocore.
    const facts = factsOf(model(api) as Model, operations, keptMembers);
    write(join(target, `${name}.ts`), text(name, `botocore ${version}, ${api}`, facts));
  }
} finally {
  rmSync(folder, { recursive: true });
}

function write(file: string, wanted: string): void {
  if (!isCheck) {
    writeFileSync(file, wanted);
    return;
  }
  if (readFileSync(file, "utf8") === wanted) return;
  console.error(`${file} is not what the model of today gives: node tools/src/api-model/main.ts`);
  process.exitCode = 1;
}

/** One line an operation or shape, so that a difference reads well. */
function text(name: string, source: string, { targetPrefix, operations, shapes }: ModelFacts) {
  return `// Made by node tools/src/api-model/main.ts from ${source}. Do not edit.
import type { ApiModel } from "../api-model.ts";

/** What the API model says of the operations served here. */
export const ${name}: ApiModel = {
  targetPrefix: ${JSON.stringify(targetPrefix)},
  operations: {
${lines(operations)}
  },
  shapes: {
${lines(shapes)}
  },
};
`;
}

function lines(entries: Readonly<Record<string, unknown>>): string {
  return Object.entries(entries)
    .map(([name, value]) => `    ${name}: ${JSON.stringify(value)},`)
    .join("\n");
}
