import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import { resolveKnown, type ResolverScope } from "../resolve/resolver.ts";
import { keyMembers } from "./cache-key.ts";

/**
 * The references in those members of a step that count for the cache whose values are not known in a
 * scope; each once, in the order of the definition.
 *
 * @param definition - the step as the definition has it
 */
export async function unknownReferences(
  type: string,
  definition: JsonObject,
  scope: ResolverScope,
): Promise<string[]> {
  const unknown = new Set<string>();
  for (const member of keyMembers(type) ?? []) {
    const value = member.split(".").reduce<JsonValue | undefined>(child, definition);
    for (const call of calls(value)) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the definition
      if ((await resolveKnown(call, scope)) === null) unknown.add(nameOf(call));
    }
  }
  return [...unknown];
}

/** The innermost references and functions in a value; a Join is looked into. */
function* calls(value: JsonValue | undefined): Generator<JsonObject> {
  if (isJsonArray(value)) for (const item of value) yield* calls(item);
  if (!isJsonObject(value)) return;
  const [key, ...more] = Object.keys(value);
  if (more.length === 0 && (key === "Get" || key === "Std:JsonGet")) yield value;
  else for (const inner of Object.values(value)) yield* calls(inner);
}

function nameOf(call: JsonObject): string {
  const reference = call["Get"];
  if (typeof reference === "string") return reference;
  const file = child(child(call, "Std:JsonGet"), "PropertyFile");
  const name = child(file, "Get");
  return typeof name === "string" ? name : "a value of an S3 object";
}

function child(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
