import { adjust } from "./adjust.ts";
import { withAdditions } from "./api-additions.ts";
import { buildIr } from "./build-ir.ts";
import { decide } from "./decide/decide.ts";
import { emit, type GeneratedFile } from "./emit/emit.ts";
import { jsonSchema, jsonSchemaText } from "./json-schema/json-schema.ts";
import { loadApiFacts } from "./limits.ts";
import { loadSchema } from "./load.ts";
import { byCodeUnit } from "./names.ts";
import { loadSdk } from "./sdk.ts";
import { validationTables } from "./validation/tables.ts";

/** What a generation gives: every file, and what of the schema was passed over. */
export interface Generation {
  /** Sorted by path. */
  readonly files: readonly GeneratedFile[];
  /** The text of the JSON Schema of pipeline definitions, for validators and editors. */
  readonly jsonSchema: string;
  readonly warnings: readonly string[];
}

/**
 * Runs all phases on a schema file, in memory; see ARCHITECTURE.md. The types of the SageMaker API are
 * those of a package @aws-sdk/client-sagemaker, by default the one that this package depends on.
 *
 * @throws CodegenError when the schema cannot be understood
 */
export function generate(schemaFile: string, sdkFolder?: string): Generation {
  const loaded = loadSchema(schemaFile);
  const schema = adjust(loaded.root);
  const sdk = withAdditions(loadSdk(sdkFolder), loaded.root);
  const facts = loadApiFacts();
  const ir = buildIr(schema, sdk, facts);
  const modules = decide(ir);
  const origin = { schemaHash: loaded.hash, sdkVersion: sdk.version };
  const published = jsonSchema({ root: loaded.root, sdk, facts });
  const files = [...emit(modules, origin), ...validationTables(published, ir)];
  return {
    files: files.toSorted((a, b) => byCodeUnit(a.path, b.path)),
    jsonSchema: jsonSchemaText(published, origin),
    warnings: schema.warnings,
  };
}
