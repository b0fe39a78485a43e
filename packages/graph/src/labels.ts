import { type JsonValue, isJsonArray, isJsonObject, isNumberText } from "@nacre/core";

const comparisons: Readonly<Record<string, string>> = {
  Equals: "=",
  NotEquals: "≠",
  GreaterThan: ">",
  GreaterThanOrEqualTo: "≥",
  LessThan: "<",
  LessThanOrEqualTo: "≤",
};

/** A condition of a Condition step in one line, such as `mse.value ≤ MseThreshold`. */
function conditionLabel(condition: JsonValue | undefined): string {
  if (!isJsonObject(condition)) return "?";
  const { Type: type, LeftValue: left, RightValue: right } = condition;
  const symbol = typeof type === "string" ? comparisons[type] : undefined;
  if (symbol !== undefined) return `${valueLabel(left)} ${symbol} ${valueLabel(right)}`;
  if (type === "Not") {
    // AWS's SDK writes the member as `Condition`, the documentation says `Expression`.
    return `not (${conditionLabel(condition["Condition"] ?? condition["Expression"])})`;
  }
  if ((type === "Or" || type === "And") && isJsonArray(condition["Conditions"])) {
    return `(${condition["Conditions"].map(conditionLabel).join(` ${type.toLowerCase()} `)})`;
  }
  if ((type === "In" || type === "NotIn") && isJsonArray(condition["Values"])) {
    const values = condition["Values"].map(valueLabel).join(", ");
    return `${valueLabel(condition["QueryValue"])} ${type === "In" ? "in" : "not in"} (${values})`;
  }
  return String(type);
}

/** All conditions of a Condition step: they must all hold. */
export function conditionsLabel(conditions: JsonValue | undefined): string {
  return isJsonArray(conditions) ? conditions.map(conditionLabel).join(" and ") : "";
}

/** A value of a definition in a few words: parameters, properties and metrics by name. */
function valueLabel(value: JsonValue | undefined): string {
  if (isNumberText(value)) return value.text;
  if (isJsonArray(value)) return `[${value.map(valueLabel).join(", ")}]`;
  if (!isJsonObject(value)) return typeof value === "string" ? `"${value}"` : String(value);
  const { Get: get, "Std:JsonGet": jsonGet, "Std:Join": join } = value;
  if (typeof get === "string") return get.replace(/^(Parameters|Steps)\./, "");
  if (isJsonObject(jsonGet)) return jsonGetLabel(jsonGet["PropertyFile"], jsonGet["Path"]);
  if (isJsonObject(join) && isJsonArray(join["Values"])) {
    const on = typeof join["On"] === "string" ? join["On"] : "";
    return join["Values"]
      .map((part) => (typeof part === "string" ? part : valueLabel(part)))
      .join(on);
  }
  return "{…}";
}

function jsonGetLabel(file: JsonValue | undefined, path: JsonValue | undefined): string {
  const reference = isJsonObject(file) ? file["Get"] : undefined;
  const name = typeof reference === "string" ? reference.split(".").at(-1) : undefined;
  return [name, path].filter((part) => typeof part === "string").join(" ");
}
