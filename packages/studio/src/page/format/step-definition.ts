import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";

/** A step by its name, also in the branches of conditions. */
export function stepDefinition(part: unknown, name: string): JsonObject | undefined {
  if (typeof part !== "object" || part === null) return undefined;
  if (!Array.isArray(part) && "Name" in part && "Type" in part && part.Name === name) {
    // What has a name and a type, in a definition that is JSON, is an object of JSON.
    if ("Arguments" in part) return part as JsonObject;
  }
  for (const member of Object.values(part)) {
    const found = stepDefinition(member, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The names of all steps of a definition, those in the branches of conditions behind their condition. */
export function stepNames({ Steps }: JsonObject): string[] {
  return namesIn(Steps);
}

function namesIn(steps: JsonValue | undefined): string[] {
  if (!isJsonArray(steps)) return [];
  return steps.flatMap((step) => {
    if (!isJsonObject(step) || typeof step["Name"] !== "string") return [];
    const { Name, Arguments } = step;
    const branches = isJsonObject(Arguments) ? [Arguments["IfSteps"], Arguments["ElseSteps"]] : [];
    return [Name, ...branches.flatMap(namesIn)];
  });
}
