import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import { shapeOf, type ApiModel, type Shape } from "./api-model.ts";
import { constraintsOf, shown } from "./constraints.ts";
import { ServiceFault } from "./fault.ts";

/** How deep a request may be nested; no shape comes near but those that hold themselves. */
const deepest = 32;

/**
 * Checks a request against the shape of its operation, with the real service's words, and gives what
 * the operation knows of it. Members that the shape has not are ignored, so that clients newer than
 * this model work (what the real service does with them is not documented), and null is the same as
 * absent.
 *
 * @param validationError - the name of the error for values out of their limits
 * @throws ServiceFault `SerializationException` for a value of a wrong type, `validationError` for
 * one that is missing or out of its limits; it lists all of them.
 */
export function checkRequest(
  model: ApiModel,
  shapeName: string,
  input: JsonValue,
  validationError = "ValidationException",
): JsonObject {
  const check = new RequestCheck(model);
  const value = check.read(input, shapeName, "", 0);
  const { problems } = check;
  if (problems.length > 0) {
    const errors = problems.length === 1 ? "error" : "errors";
    throw new ServiceFault(
      validationError,
      `${problems.length} validation ${errors} detected: ${problems.join("; ")}`,
    );
  }
  return isJsonObject(value) ? value : {};
}

class RequestCheck {
  readonly problems: string[] = [];
  readonly #model: ApiModel;

  constructor(model: ApiModel) {
    this.#model = model;
  }

  read(value: JsonValue, shapeName: string, path: string, depth: number): JsonValue {
    if (depth > deepest) throw wrongType("The request is nested too deeply.");
    const shape = shapeOf(this.#model, shapeName);
    switch (shape.type) {
      case "structure":
        return this.#structure(value, shape, path, depth);
      case "list":
        return this.#list(value, shape, path, depth);
      case "map":
        return this.#map(value, shape, path, depth);
      default:
        return this.#scalar(value, shape, path);
    }
  }

  #structure(value: JsonValue, shape: Shape, path: string, depth: number): JsonObject {
    if (!isJsonObject(value)) throw wrongType(startOf(value, "structure"));
    const { members = {}, required = [] } = shape;
    const read: [string, JsonValue][] = [];
    for (const [name, shapeName] of Object.entries(members)) {
      const member = Object.hasOwn(value, name) ? (value[name] ?? null) : null;
      const memberPath = join(path, name.charAt(0).toLowerCase() + name.slice(1));
      if (member !== null) {
        read.push([name, this.read(member, shapeName, memberPath, depth + 1)]);
      } else if (required.includes(name)) {
        this.#problem("null", memberPath, "Member must not be null");
      }
    }
    return Object.fromEntries(read);
  }

  #list(value: JsonValue, shape: Shape, path: string, depth: number): JsonValue {
    if (!isJsonArray(value)) throw wrongType(startOf(value, "list"));
    this.#constraints(value, shape, path);
    const { member = "" } = shape;
    const read = value.map((item, index) =>
      this.read(item, member, `${path}.${index + 1}.member`, depth + 1),
    );
    return read;
  }

  #map(value: JsonValue, shape: Shape, path: string, depth: number): JsonValue {
    if (!isJsonObject(value)) throw wrongType(startOf(value, "structure"));
    const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] =>
      item === null || item === undefined ? [] : [[key, item]],
    );
    this.#constraints(Object.fromEntries(entries), shape, path);
    const keys = shapeOf(this.#model, shape.key ?? "");
    return Object.fromEntries(
      entries.map(([key, item]) => {
        const broken = constraintsOf(keys, key);
        if (broken.length > 0) {
          this.#problem(
            shown(value),
            path,
            `Map keys must satisfy constraint: [${broken.join(", ")}]`,
          );
        }
        return [key, this.read(item, shape.value ?? "", `${path}.${key}.member`, depth + 1)];
      }),
    );
  }

  #scalar(value: JsonValue, shape: Shape, path: string): JsonValue {
    const fault = scalarFault(value, shape.type);
    if (fault !== undefined) throw wrongType(fault);
    this.#constraints(value, shape, path);
    return value;
  }

  #constraints(value: JsonValue, shape: Shape, path: string): void {
    for (const broken of constraintsOf(shape, value)) this.#problem(shown(value), path, broken);
  }

  #problem(value: string, path: string, constraint: string): void {
    this.problems.push(`Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`);
  }
}

/** Why a value is none of a scalar type, in the real service's words; undefined when it is one. */
function scalarFault(value: JsonValue, type: string): string | undefined {
  if (isJsonObject(value)) return "Start of structure or map found where not expected.";
  if (isJsonArray(value)) return "Start of list found where not expected";
  const kind = typeof value;
  const isNumber = kind === "number";
  const wanted: Readonly<Record<string, readonly [boolean, string]>> = {
    string: [kind === "string", "a String"],
    blob: [kind === "string", "a Blob"],
    boolean: [kind === "boolean", "a Boolean"],
    integer: [isNumber && Number.isInteger(value), "an Integer"],
    long: [isNumber && Number.isInteger(value), "a Long"],
    float: [isNumber, "a Float"],
    double: [isNumber, "a Double"],
    timestamp: [isNumber, "milliseconds since epoch"],
  };
  const [isRight, words] = wanted[type] ?? [false, `a ${type}`];
  return isRight ? undefined : `${tokenOf(value)} can not be converted to ${words}`;
}

/** What the JSON reader of the real service calls a value. */
function tokenOf(value: JsonValue): string {
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return value === null ? "NULL_VALUE" : `${typeof value}_VALUE`.toUpperCase();
}

function startOf(value: JsonValue, wanted: "structure" | "list"): string {
  if (isJsonArray(value)) return "Start of list found where not expected";
  if (isJsonObject(value)) return "Start of structure or map found where not expected.";
  return wanted === "list" ? "Expected list or null" : "Unexpected value type in payload";
}

function wrongType(message: string): ServiceFault {
  return new ServiceFault("SerializationException", message);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
