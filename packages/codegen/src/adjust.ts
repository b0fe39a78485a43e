import { CodegenError } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./load.ts";
import { node, type Reader } from "./adjust-node.ts";
import { isStepDefinition, step } from "./adjust-step.ts";
import type { AdjustedSchema, SchemaNode } from "./schema-node.ts";

/**
 * Second phase: brings a pipeline definition schema, ours or a published one, into one closed form.
 *
 * @throws CodegenError `SCHEMA_NO_STEPS`, and whatever the schema's parts throw
 */
export function adjust(root: JsonObject): AdjustedSchema {
  const raw = isObject(root["definitions"]) ? root["definitions"] : root["$defs"];
  const definitions = new Map<string, JsonObject>();
  for (const [name, value] of Object.entries(isObject(raw) ? raw : {})) {
    if (isObject(value)) definitions.set(name, value);
  }
  const warnings: string[] = [];
  const reader: Reader = {
    definitions,
    steps: new Set([...definitions].filter(([, v]) => isStepDefinition(v)).map(([name]) => name)),
    warn: (place, text) => warnings.push(`${place}: ${text}`),
  };
  if (reader.steps.size === 0) {
    throw new CodegenError(
      "SCHEMA_NO_STEPS",
      "The schema defines no step type.",
      'A step type is a definition whose properties have a "Type" with exactly one enum value and a "Name".',
    );
  }
  const steps = [...reader.steps].map((name) => step(name, definitions.get(name) ?? {}, reader));
  const shapes = new Map<string, SchemaNode>();
  for (const [name, value] of definitions) {
    if (!reader.steps.has(name)) shapes.set(name, node(value, `definitions/${name}`, reader));
  }
  return { steps, definitions: shapes, openEnums: openEnums(root["openEnums"]), warnings };
}

/** `openEnums`: `{ "values": [enum names], "reason": … }` at the top of the schema. */
function openEnums(value: Json | undefined): ReadonlySet<string> {
  const names = isObject(value) ? value["values"] : undefined;
  return new Set(Array.isArray(names) ? names.map(String) : []);
}
