import type { JsonObject, JsonValue } from "@nacre/core";

/** The defaults that a definition declares, as text, by parameter. */
export function defaultsOf(definition: JsonObject): Readonly<Record<string, string>> {
  const parameters = definition["Parameters"];
  if (!Array.isArray(parameters)) return {};
  return Object.fromEntries(
    parameters.flatMap((parameter: JsonValue) => {
      const isObject = typeof parameter === "object" && parameter !== null;
      if (!isObject || !("Name" in parameter) || !("DefaultValue" in parameter)) return [];
      return [[String(parameter["Name"]), String(parameter["DefaultValue"])] as const];
    }),
  );
}
