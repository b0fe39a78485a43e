import { checkParameter } from "../../definition/check-parameters.ts";
import type { CheckedDefinition } from "../checked-definition.ts";
import type { Report, Rule } from "../rule.ts";

const source = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html";

/** Rules on the declaration of parameters. */
export const parameterRules: readonly Rule[] = [
  {
    id: "DUPLICATE_PARAMETER",
    severity: "error",
    reason: "A parameter is found by its name, so no two may share one.",
    source,
    fix: "Give one of them another name.",
    passing: declared('{ "Name": "P", "Type": "String" }, { "Name": "Q", "Type": "String" }'),
    failing: declared('{ "Name": "P", "Type": "String" }, { "Name": "P", "Type": "String" }'),
    check: duplicates,
  },
  {
    id: "PARAMETER_TYPE_INVALID",
    severity: "error",
    reason: "A parameter is of type String, Integer, Float or Boolean.",
    source,
    fix: "Choose one of these types.",
    passing: declared('{ "Name": "P", "Type": "String" }'),
    failing: declared('{ "Name": "P", "Type": "Text" }'),
    check: (definition, report) => faults("PARAMETER_TYPE_INVALID", definition, report),
  },
  {
    id: "DEFAULT_WRONG_TYPE",
    severity: "error",
    reason: "The default of a parameter is a value of its type.",
    source,
    fix: "Give a default of that type.",
    passing: declared('{ "Name": "P", "Type": "Integer", "DefaultValue": 1 }'),
    failing: declared('{ "Name": "P", "Type": "Integer", "DefaultValue": "one" }'),
    check: (definition, report) => faults("DEFAULT_WRONG_TYPE", definition, report),
  },
  {
    id: "PARAMETER_ENUM_WRONG_TYPE",
    severity: "error",
    reason: "The enum values of a parameter are values of its type.",
    source,
    fix: "Write the value as the type has it: text in quotes, numbers and booleans without.",
    passing: declared('{ "Name": "P", "Type": "String", "EnumValues": ["1", "2"] }'),
    failing: declared('{ "Name": "P", "Type": "String", "EnumValues": ["1", 2] }'),
    check: (definition, report) => faults("PARAMETER_ENUM_WRONG_TYPE", definition, report),
  },
  {
    id: "DEFAULT_NOT_IN_ENUM",
    severity: "error",
    reason: "The default of a parameter is one of its enum values, where it has them.",
    source,
    fix: "Choose the default among the enum values, or add it to them.",
    passing: declared(
      '{ "Name": "P", "Type": "String", "DefaultValue": "a", "EnumValues": ["a", "b"] }',
    ),
    failing: declared(
      '{ "Name": "P", "Type": "String", "DefaultValue": "c", "EnumValues": ["a", "b"] }',
    ),
    check: (definition, report) => faults("DEFAULT_NOT_IN_ENUM", definition, report),
  },
];

/** A definition with these parameters, and one step that uses each. */
function declared(parameters: string): string {
  const names = [...new Set([...parameters.matchAll(/"Name": "(\w+)"/g)].map(([, name]) => name))];
  const values = names.map((name) => `{ "Get": "Parameters.${name}" }`).join(", ");
  return `{ "Version": "2020-12-01", "Parameters": [${parameters}], "Steps": [
    { "Name": "Stop", "Type": "Fail", "Arguments": {
      "ErrorMessage": { "Std:Join": { "On": " ", "Values": ["at", ${values}] } } } } ] }`;
}

function duplicates({ parameters, parameterNamed }: CheckedDefinition, report: Report): void {
  for (const { name, path } of parameters) {
    const first = parameterNamed(name);
    if (first === undefined || first.path === path) continue;
    report({
      message: `Two parameters are named "${name}": ${first.path} and ${path}.`,
      path: `${path}.Name`,
    });
  }
}

/** The faults of one kind in the parameters, the first of each name. */
function faults(
  rule: string,
  { parameters, parameterNamed }: CheckedDefinition,
  report: Report,
): void {
  for (const parameter of parameters) {
    const { name, value, path, defaultValue, enumValues } = parameter;
    const type = value["Type"];
    if (parameterNamed(name) !== parameter || typeof type !== "string") continue;
    const found = checkParameter(
      {
        Name: name,
        Type: type,
        ...(defaultValue === undefined ? {} : { DefaultValue: defaultValue }),
        ...(enumValues === undefined ? {} : { EnumValues: enumValues }),
      },
      path,
    );
    for (const { code, message, at, help } of found) {
      if (code !== rule) continue;
      report({ message, path: at.path ?? path, ...(help === undefined ? {} : { help }) });
    }
  }
}
