import { isJsonArray, isJsonObject, numberOf, type JsonObject, type JsonValue } from "@nacre/core";
import { shapeOf, type Shape } from "./api-model.ts";
import { sagemaker } from "./generated/sagemaker.ts";

/**
 * What of a value an answer may hold: the members that its shape has, numbers and texts as the shape
 * wants them. A job's arguments are a definition's, which the service takes with numbers as texts and
 * with members that only the pipeline reads.
 */
export function fitShape(value: JsonObject, shapeName: string): JsonObject {
  const result = fit(value, shapeOf(sagemaker, shapeName));
  return isJsonObject(result) ? result : {};
}

function fit(value: JsonValue | undefined, shape: Shape): JsonValue | undefined {
  if (value === null || value === undefined) return undefined;
  switch (shape.type) {
    case "structure":
      return isJsonObject(value) ? fitMembers(value, shape) : undefined;
    case "list":
      return isJsonArray(value) ? value.flatMap((item) => fitted(item, shape.member)) : undefined;
    case "map":
      return isJsonObject(value) ? fitEntries(value, shape.value) : undefined;
    case "boolean":
      return typeof value === "string" ? value.toLowerCase() === "true" : value;
    case "string":
    case "blob":
      return typeof value === "string" ? value : textOf(value);
    default:
      return numberOf(value) ?? (typeof value === "string" ? Number(value) : undefined);
  }
}

function fitMembers(value: JsonObject, { members = {} }: Shape): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, shape]) =>
      Object.hasOwn(value, name) ? fitted(value[name], shape).map((item) => [name, item]) : [],
    ),
  );
}

function fitEntries(value: JsonObject, shape: string | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => fitted(item, shape).map((one) => [key, one])),
  );
}

function fitted(value: JsonValue | undefined, shape = ""): JsonValue[] {
  const one = fit(value, shapeOf(sagemaker, shape));
  return one === undefined ? [] : [one];
}

function textOf(value: JsonValue): string | undefined {
  return typeof value === "boolean" ? String(value) : numberOf(value)?.toString();
}
