import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import { callCode, castCode, type Code } from "./code.ts";
import { anyType, type DeclaredType, valueType } from "./declared/type.ts";
import type { Departure, Place, Written } from "./scope.ts";

/** The functions of core that compare two values. */
const comparisons: Readonly<Record<string, { name: string; operand: DeclaredType }>> = {
  Equals: { name: "equals", operand: valueType("string", "number", "boolean") },
  NotEquals: { name: "notEquals", operand: valueType("string", "number", "boolean") },
  GreaterThan: { name: "greaterThan", operand: valueType("number") },
  GreaterThanOrEqualTo: { name: "greaterThanOrEqualTo", operand: valueType("number") },
  LessThan: { name: "lessThan", operand: valueType("number") },
  LessThanOrEqualTo: { name: "lessThanOrEqualTo", operand: valueType("number") },
};

const memberships: Readonly<Record<string, string>> = { In: "isIn", NotIn: "isNotIn" };

/** Writes a condition by the functions of core; what these cannot say, as it stands. */
export function writeCondition(condition: JsonObject, at: Place): Written {
  const departures: Departure[] = [];
  const code = conditionCode(condition, at, departures);
  if (code !== undefined) return { code, departures };
  const written = at.scope.write(condition, anyType, at);
  const what = `a condition of type ${String(condition["Type"])}, which core does not write`;
  return {
    code: castCode(written.code),
    departures: [...written.departures, { path: at.path, what }],
  };
}

function conditionCode(
  condition: JsonObject,
  at: Place,
  departures: Departure[],
): Code | undefined {
  const operand = (key: string, type: DeclaredType, value = condition[key]): Code => {
    const written = at.scope.write(value ?? null, type, { ...at, path: `${at.path}.${key}` });
    departures.push(...written.departures);
    return written.code;
  };
  const type = String(condition["Type"]);
  const keys = Object.keys(condition).join();
  const comparison = Object.hasOwn(comparisons, type) ? comparisons[type] : undefined;
  if (comparison !== undefined && keys === "Type,LeftValue,RightValue") {
    const { name, operand: wanted } = comparison;
    return callCode(name, operand("LeftValue", wanted), operand("RightValue", wanted));
  }
  const membership = Object.hasOwn(memberships, type) ? memberships[type] : undefined;
  if (membership !== undefined && keys === "Type,QueryValue,Values") {
    const values = filled(condition["Values"]);
    if (values === undefined) return undefined;
    const wanted = valueType("string", "number", "boolean");
    const query = operand("QueryValue", wanted);
    const items = values.map((value) => operand("Values", wanted, value));
    return callCode(membership, query, { kind: "list", items });
  }
  if (type === "Or" && keys === "Type,Conditions") {
    const parts = filled(condition["Conditions"])?.map((part, index) =>
      isJsonObject(part)
        ? conditionCode(part, { ...at, path: `${at.path}.Conditions[${index}]` }, departures)
        : undefined,
    );
    if (parts === undefined || !parts.every((part) => part !== undefined)) return undefined;
    return callCode("or", ...parts);
  }
  const opposed = condition["Condition"];
  if (type === "Not" && keys === "Type,Condition" && isJsonObject(opposed)) {
    const part = conditionCode(opposed, { ...at, path: `${at.path}.Condition` }, departures);
    return part === undefined ? undefined : callCode("rawNot", part);
  }
  return undefined;
}

function filled(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  return isJsonArray(value) && value.length > 0 ? value : undefined;
}
