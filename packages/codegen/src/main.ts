import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { drift } from "./drift/command.ts";
import { CodegenError } from "./errors.ts";
import { compare, compareFile, write, writeFile } from "./folder.ts";
import { generate } from "./generate.ts";

const help = `Usage: nacre-codegen [generate] [options]
       nacre-codegen drift [options]

Writes the typed step builders of @nacre/core from the pipeline definition schema and the types of
the SageMaker API, and the JSON Schema of definitions that @nacre/core publishes. "drift --help" says
how to compare our schema and API with those that AWS publishes.

Options:
  --check             change nothing; list stale, missing and extra files, and fail if there are any
  --schema FILE       JSON Schema of pipeline definitions (default: the one of this package)
  --out DIR           folder for the generated files (default: packages/core/src/generated); they
                      import the sources of core as from there
  --json-schema FILE  where the published JSON Schema goes (default: packages/core/schema, and
                      nowhere when --out is given)
  --help              show this text
`;

const coreSources = inRepository("../../core/src");

/** Runs the program and gives its exit code: 0, 1 for a difference or fault, 2 for wrong options. */
export function main(args: readonly string[]): 0 | 1 | 2 {
  try {
    return args[0] === "drift" ? drift(args.slice(1)) : run(args);
  } catch (error) {
    if (!(error instanceof CodegenError)) throw error;
    console.error(`${error.code}: ${error.message}\n${error.help}`);
    return error.code === "OPTIONS" ? 2 : 1;
  }
}

function run(args: readonly string[]): 0 | 1 {
  const { values, positionals } = options(args);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const command = positionals[0] ?? "generate";
  if (command !== "generate" || positionals.length > 1) {
    throw new CodegenError("OPTIONS", `Unknown: ${positionals.join(" ")}.`, help);
  }
  const folder = resolve(values.out ?? inRepository("../../core/src/generated"));
  const published = publishedSchema(values["json-schema"], values.out);
  const { files, jsonSchema, warnings } = generate(
    values.schema ?? inRepository("../schema/pipeline-definition.schema.json"),
  );
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  if (!values.check) {
    const { stale, missing, extra } = write(folder, files);
    if (published !== undefined) writeFile(published, jsonSchema);
    console.log(
      `${files.length} files in ${folder}: ` +
        `${stale.length} changed, ${missing.length} new, ${extra.length} removed.`,
    );
    if (dirname(folder) !== coreSources) console.log(howToTypeCheck(folder));
    return 0;
  }
  const difference = Object.entries(compare(folder, files)).flatMap(([kind, paths]) =>
    paths.map((path: string) => `${kind.padEnd(8)}${path}`),
  );
  const fault = published === undefined ? undefined : compareFile(published, jsonSchema);
  if (fault !== undefined) difference.push(`${fault.padEnd(8)}${published}`);
  if (difference.length === 0) return 0;
  console.error(difference.join("\n"));
  console.error(`\n${folder} is not what the schema gives. Run \`pnpm codegen\` and commit.`);
  return 1;
}

/** The files are the same wherever they lie: to the compiler, core's sources have to lie beside them. */
function howToTypeCheck(folder: string): string {
  const rootDirs = JSON.stringify([dirname(folder), coreSources]);
  return `They import the sources of core as from a folder in ${coreSources}.\nTo type-check them here: "compilerOptions": { "rootDirs": ${rootDirs} }`;
}

function publishedSchema(file: string | undefined, out: string | undefined): string | undefined {
  if (file !== undefined) return resolve(file);
  if (out !== undefined) return undefined;
  return inRepository("../../core/schema/pipeline-definition.schema.json");
}

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        check: { type: "boolean", default: false },
        schema: { type: "string" },
        out: { type: "string" },
        "json-schema": { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new CodegenError("OPTIONS", error instanceof Error ? error.message : String(error), help);
  }
}

function inRepository(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
