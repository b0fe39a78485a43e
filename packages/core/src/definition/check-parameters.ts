import { NacreError } from "../errors.ts";
import { isNumberText, numberOf, type JsonValue } from "../json.ts";
import { shown } from "../rules/shown.ts";
import { suggestion } from "./suggest.ts";
import type { ParameterDefinition } from "./types.ts";

/** What a value of each parameter type must be. */
const typeTests: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  String: (value) => typeof value === "string",
  Integer: (value) =>
    isNumberText(value) ? /^-?\d+$/.test(value.text) : Number.isInteger(numberOf(value)),
  Float: (value) => isNumberText(value) || Number.isFinite(value),
  Boolean: (value) => typeof value === "boolean",
};

/** The faults in one parameter: its type, the values it may have and its default. */
export function checkParameter(parameter: ParameterDefinition, path: string): NacreError[] {
  const { Name: name, Type: type, DefaultValue: value, EnumValues: allowed } = parameter;
  const test = Object.hasOwn(typeTests, type) ? typeTests[type] : undefined;
  if (test === undefined) {
    return [
      new NacreError(
        "PARAMETER_TYPE_INVALID",
        `Parameter "${name}" cannot have the type ${JSON.stringify(type)}.`,
        { at: { path: `${path}.Type` }, help: suggestion(type, Object.keys(typeTests)) },
      ),
    ];
  }
  const wrong = allowed?.findIndex((one) => !test(one)) ?? -1;
  if (allowed !== undefined && wrong >= 0) {
    return [
      new NacreError(
        "PARAMETER_ENUM_WRONG_TYPE",
        `Parameter "${name}" may be ${shown(allowed[wrong] ?? null)}, but its type is ${type}.`,
        { at: { path: `${path}.EnumValues[${wrong}]` }, help: `List values of type ${type}.` },
      ),
    ];
  }
  if (value === undefined || value === null) return [];
  const at = { path: `${path}.DefaultValue` };
  if (!test(value)) {
    return [
      new NacreError(
        "DEFAULT_WRONG_TYPE",
        `The default of parameter "${name}" is ${shown(value)}, but its type is ${type}.`,
        { at, help: `Give a default of type ${type}.` },
      ),
    ];
  }
  if (allowed === undefined || allowed.some((one) => plain(one) === plain(value))) return [];
  return [
    new NacreError(
      "DEFAULT_NOT_IN_ENUM",
      `The default of parameter "${name}" is ${shown(value)}, ` +
        `but it may only be ${allowed.slice(0, 20).map(shown).join(", ")}.`,
      { at, help: "Choose the default among the enum values, or add it to them." },
    ),
  ];
}

function plain(value: JsonValue): JsonValue {
  return numberOf(value) ?? value;
}
