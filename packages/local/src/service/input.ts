import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";

/*
 * Members of a request. Their types are those of the shape, which was checked, so a member that is
 * there is of the type that is asked for.
 */

/** A text that the shape requires. */
export function requiredText(input: JsonObject, name: string): string {
  return optionalText(input, name) ?? "";
}

/** A text that may be absent. */
export function optionalText(input: JsonObject, name: string): string | undefined {
  const value = input[name];
  return typeof value === "string" ? value : undefined;
}

/** A number that may be absent. */
export function optionalNumber(input: JsonObject, name: string): number | undefined {
  const value = input[name];
  return typeof value === "number" ? value : undefined;
}

/** A time, which requests give in seconds since 1970. */
export function optionalTime(input: JsonObject, name: string): Date | undefined {
  const seconds = optionalNumber(input, name);
  return seconds === undefined ? undefined : new Date(seconds * 1000);
}

/** A structure that may be absent. */
export function optionalObject(input: JsonObject, name: string): JsonObject | undefined {
  const value = input[name];
  return isJsonObject(value) ? value : undefined;
}

/** The structures of a list; none when it is absent. */
export function objectsIn(input: JsonObject, name: string): JsonObject[] {
  return itemsIn(input, name).filter(isJsonObject);
}

/** The texts of a list; none when it is absent. */
export function textsIn(input: JsonObject, name: string): string[] {
  return itemsIn(input, name).filter((item) => typeof item === "string");
}

function itemsIn(input: JsonObject, name: string): readonly JsonValue[] {
  const value = input[name];
  return isJsonArray(value) ? value : [];
}

/** A time as answers give it: seconds since 1970, in thousandths. */
export function seconds(time: Date): number;
export function seconds(time: Date | undefined): number | undefined;
export function seconds(time: Date | undefined): number | undefined {
  return time === undefined ? undefined : time.getTime() / 1000;
}
