import { CodegenError } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./load.ts";
import { node, noSchema, type Reader } from "./adjust-node.ts";
import { refuseCycles } from "./adjust-cycles.ts";
import { isStepDefinition, step } from "./adjust-step.ts";
import type { AdjustedSchema, SchemaNode, StepNode } from "./schema-node.ts";

/**
 * Second phase: brings a pipeline definition schema, ours or a published one, into one closed form.
 *
 * @throws CodegenError `SCHEMA_NO_STEPS`, `STEP_TYPE_TWICE`, `SCHEMA_CYCLE`, and whatever the schema's parts throw
 */
export function adjust(root: JsonObject): AdjustedSchema {
  const raw = isObject(root["definitions"]) ? root["definitions"] : root["$defs"];
  const definitions = new Map<string, JsonObject>();
  for (const [name, value] of Object.entries(isObject(raw) ? raw : {})) {
    if (!isObject(value)) throw noSchema(value, `definitions/${name}`);
    definitions.set(name, value);
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
  refuseSameType(steps);
  const shapes = new Map<string, SchemaNode>();
  for (const [name, value] of definitions) {
    if (!reader.steps.has(name)) shapes.set(name, node(value, `definitions/${name}`, reader));
  }
  refuseCycles(shapes);
  return { steps, definitions: shapes, openEnums: openEnums(root["openEnums"]), warnings };
}

function refuseSameType(steps: readonly StepNode[]): void {
  const first = new Map<string, string>();
  for (const { className, type } of steps) {
    const other = first.get(type);
    if (other !== undefined) {
      throw new CodegenError(
        "STEP_TYPE_TWICE",
        `definitions/${other} and definitions/${className} both have the type ${JSON.stringify(type)}.`,
        "Give each step type one definition.",
      );
    }
    first.set(type, className);
  }
}

/** `openEnums`: `{ "values": [enum names], "pattern": …, "reason": … }` at the top of the schema. */
function openEnums(value: Json | undefined): ReadonlySet<string> {
  const names = isObject(value) ? value["values"] : undefined;
  return new Set(Array.isArray(names) ? names.map(String) : []);
}
