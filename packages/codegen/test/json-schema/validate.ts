import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { packageRoot } from "../helpers.ts";

/** The schema that @nacre/core publishes, as it is committed. */
export const publishedFile = join(packageRoot, "../core/schema/pipeline-definition.schema.json");

/** AWS's own Abalone definition. */
export const abaloneFile = join(packageRoot, "../core/test/fixtures/abalone-definition.json");

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validate = ajv.compile(JSON.parse(readFileSync(publishedFile, "utf8")));

/** Where a definition is not as the schema wants it; empty when it is. */
export function faults(definition: unknown): string[] {
  validate(definition);
  const errors = (validate.errors ?? []).filter(({ keyword }) => !choices.has(keyword));
  return [...new Set(errors.map(place))].toSorted();
}

/** Keywords that fail because something in them does. */
const choices = new Set(["if", "anyOf"]);

/** `$.Steps[0].Arguments.RoleArn`; a member too many or too few counts as the place. */
function place({ instancePath, params, propertyName }: ErrorObject): string {
  const { additionalProperty, missingProperty, propertyName: wrongName } = params;
  const name = additionalProperty ?? missingProperty ?? wrongName ?? propertyName;
  const parts = [...instancePath.split("/").slice(1), ...(name === undefined ? [] : [name])];
  return parts.reduce((path, part) => {
    const text = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (/^\d+$/.test(text)) return `${path}[${text}]`;
    return /^[\w:$]+$/.test(text) ? `${path}.${text}` : `${path}['${text}']`;
  }, "$");
}
