import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { adjust } from "../adjust.ts";
import { withAdditions } from "../api-additions.ts";
import { CodegenError } from "../errors.ts";
import { jsonSchema } from "../json-schema/json-schema.ts";
import { loadApiFacts } from "../limits.ts";
import { loadSchema, type JsonObject } from "../load.ts";
import { loadSdk } from "../sdk.ts";
import { explain, loadAccepted } from "./accepted.ts";
import { compareSchemas } from "./compare.ts";
import { schemaReport, sdkReport } from "./report.ts";
import { compareSdks, notesOutOfDate } from "./sdk-drift.ts";
import { Schema } from "./view.ts";

const help = `Usage: nacre-codegen drift --schema FILE [--json]
       nacre-codegen drift --sdk DIR [--json]

Compares what this package works from with what AWS has published since.

Options:
  --schema FILE  a published schema of pipeline definitions: says what it has that ours lacks and the
                 reverse, each with our reason. Fails for a difference without a reason, and for a
                 reason without a difference
  --sdk DIR      folder of a newer package @aws-sdk/client-sagemaker: says which fields and enum values
                 came or went in the shapes that our schema uses. Fails when there are any
  --json         print all differences as JSON
  --help         show this text
`;

/** Runs `nacre-codegen drift`: 1 when there is something to do for a maintainer. */
export function drift(args: readonly string[]): 0 | 1 {
  const { schema, sdk, json, help: wantsHelp } = options(args);
  if (wantsHelp) {
    console.log(help);
    return 0;
  }
  if ((schema === undefined) === (sdk === undefined)) {
    throw new CodegenError("OPTIONS", "Give one of --schema and --sdk.", help);
  }
  const file = fileURLToPath(
    new URL("../../schema/pipeline-definition.schema.json", import.meta.url),
  );
  const { root } = loadSchema(file);
  return schema === undefined
    ? sdkDrift(root, resolve(sdk ?? ""), json)
    : schemaDrift(root, schema, json);
}

function schemaDrift(root: JsonObject, file: string, asJson: boolean): 0 | 1 {
  const { root: theirs } = loadSchema(file);
  // Refuses what is no schema of pipeline definitions.
  adjust(theirs);
  const sources = { root, sdk: withAdditions(loadSdk(), root), facts: loadApiFacts() };
  const ours = jsonSchema(sources, { isForDrift: true });
  const explained = explain(compareSchemas(new Schema(ours), new Schema(theirs)), loadAccepted());
  console.log(asJson ? JSON.stringify(explained, undefined, 2) : schemaReport(explained));
  return explained.unknown.length + explained.outOfDate.length === 0 ? 0 : 1;
}

function sdkDrift(root: JsonObject, folder: string, asJson: boolean): 0 | 1 {
  const [pinned, newer] = [loadSdk(), loadSdk(folder)];
  const differences = compareSdks(root, pinned, newer);
  const outOfDate = notesOutOfDate(root, newer);
  console.log(
    asJson
      ? JSON.stringify({ differences, outOfDate }, undefined, 2)
      : sdkReport(differences, outOfDate, [pinned.version, newer.version]),
  );
  return differences.length + outOfDate.length === 0 ? 0 : 1;
}

function options(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        schema: { type: "string" },
        sdk: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new CodegenError("OPTIONS", error instanceof Error ? error.message : String(error), help);
  }
}
