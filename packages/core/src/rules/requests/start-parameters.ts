import { suggester } from "../../definition/suggest.ts";
import { isJsonObject, numberOf, type JsonObject, type JsonValue } from "../../json.ts";
import type { CheckedDefinition, CheckedParameter } from "../checked-definition.ts";
import type { Rule } from "../rule.ts";
import { shown } from "../shown.ts";
import { exampleOfParameters } from "../support/examples.ts";
import { at, objectsIn, repeatedIn, textOf } from "../support/values.ts";
import { onRequest, starting } from "./support.ts";

const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const guide = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html";
const mostParameters = 200;
const longestValue = 1024;
const listPath = "$.PipelineParameters";

const parameters: readonly JsonObject[] = [
  { Name: "Rounds", Type: "Integer", DefaultValue: 5 },
  { Name: "Stage", Type: "String", DefaultValue: "test", EnumValues: ["test", "live"] },
];
const required: readonly JsonObject[] = [{ Name: "Input", Type: "String" }];

/** Rules on the values that a run is started with. */
export const startParameterRules: readonly Rule[] = [
  {
    id: "TOO_MANY_START_PARAMETERS",
    severity: "error",
    isOnRequests: true,
    reason: `A start can set at most ${mostParameters} parameters.`,
    source: `${api}/API_StartPipelineExecution.html`,
    fix: "Set fewer: those that are to have their default need no value.",
    get passing() {
      return giving(parameters, { Rounds: "3" });
    },
    get failing() {
      const many = Array.from({ length: mostParameters + 1 }, (_, index) => `P${index}`);
      return giving(
        many.map((name) => ({ Name: name, Type: "String", DefaultValue: "a" })),
        Object.fromEntries(many.map((name) => [name, "b"])),
      );
    },
    check: onRequest("start", (request, report) => {
      const { length } = objectsIn(at(request, "PipelineParameters"), listPath);
      if (length <= mostParameters) return;
      report({
        message: `${length} parameters are set; at most ${mostParameters} can be.`,
        path: listPath,
      });
    }),
  },
  {
    id: "PARAMETER_UNKNOWN",
    severity: "error",
    isOnRequests: true,
    reason: "Only parameters that the pipeline declares can be set.",
    source: guide,
    fix: "Set a parameter of the pipeline.",
    get passing() {
      return giving(parameters, { Rounds: "3" });
    },
    get failing() {
      return giving(parameters, { Round: "3" });
    },
    check: onRequest("start", (request, report, definition) => {
      const suggest = suggester(definition.parameters.map(({ name }) => name));
      for (const { name, path } of given(request)) {
        if (definition.parameterNamed(name) !== undefined) continue;
        report({
          message: `The pipeline has no parameter ${shown(name)}.`,
          path: `${path}.Name`,
          help: suggest(name),
        });
      }
    }),
  },
  {
    id: "PARAMETER_REPEATED",
    severity: "error",
    isOnRequests: true,
    reason: "A parameter has one value in a run.",
    source: guide,
    fix: "Remove one of the two.",
    get passing() {
      return giving(parameters, { Rounds: "3" });
    },
    get failing() {
      const twice = [
        { Name: "Rounds", Value: "3" },
        { Name: "Rounds", Value: "4" },
      ];
      return starting({ PipelineParameters: twice }, exampleOfParameters(parameters));
    },
    check: onRequest("start", (request, report) => {
      const list = objectsIn(at(request, "PipelineParameters"), listPath);
      for (const { name, path } of repeatedIn(list, "Name")) {
        report({ message: `The parameter ${shown(name)} is set twice.`, path: `${path}.Name` });
      }
    }),
  },
  {
    id: "PARAMETER_MISSING",
    severity: "error",
    isOnRequests: true,
    reason: "A parameter without a default needs a value.",
    source: guide,
    fix: "Set the parameter, or give it a default in the pipeline.",
    get passing() {
      return giving(required, { Input: "s3://example/in" });
    },
    get failing() {
      return giving(required, {});
    },
    check: onRequest("start", (request, report, definition) => {
      const names = new Set(given(request).map(({ name }) => name));
      for (const { name, type, defaultValue } of declared(definition)) {
        if (defaultValue !== undefined || names.has(name)) continue;
        report({
          message: `The parameter ${shown(name)} has no default and is given no value.`,
          path: listPath,
          help: `Give it a value of type ${type}.`,
        });
      }
    }),
  },
  {
    id: "PARAMETER_TYPE",
    severity: "error",
    isOnRequests: true,
    reason: "A parameter takes values of its type, written as text.",
    source: guide,
    fix: "Give a value of the type.",
    get passing() {
      return giving(parameters, { Rounds: "3" });
    },
    get failing() {
      return giving(parameters, { Rounds: "three" });
    },
    check: onRequest("start", (request, report, definition) => {
      for (const { value, path, parameter } of values(request, definition)) {
        if (value === "" || isOfType(value, parameter.type)) continue;
        report({
          message: `The parameter ${shown(parameter.name)} is of type ${parameter.type}, ${shown(value)} is not.`,
          path: `${path}.Value`,
          help: `Give ${wanted[parameter.type] ?? "a text"}.`,
        });
      }
    }),
  },
  {
    id: "PARAMETER_NOT_IN_ENUM",
    severity: "error",
    isOnRequests: true,
    reason: "A parameter with enum values takes only these.",
    source: guide,
    fix: "Give one of its values.",
    get passing() {
      return giving(parameters, { Stage: "live" });
    },
    get failing() {
      return giving(parameters, { Stage: "staging" });
    },
    check: onRequest("start", (request, report, definition) => {
      for (const { value, path, parameter } of values(request, definition)) {
        const { name, type, enumValues } = parameter;
        if (value === "" || enumValues === undefined || !isOfType(value, type)) continue;
        if (enumValues.some((one) => isSame(one, value, type))) continue;
        report({
          message:
            `The parameter ${shown(name)} cannot be ${shown(value)}; ` +
            `it may be ${enumValues.slice(0, 20).map(shown).join(", ")}.`,
          path: `${path}.Value`,
        });
      }
    }),
  },
  {
    id: "PARAMETER_VALUE_TOO_LONG",
    severity: "error",
    isOnRequests: true,
    reason: "A value given at the start has at most 1,024 characters.",
    source: `${api}/API_Parameter.html`,
    fix: "Put the text into a file in S3 and give its URI.",
    get passing() {
      return giving(required, { Input: "x".repeat(longestValue) });
    },
    get failing() {
      return giving(required, { Input: "x".repeat(longestValue + 1) });
    },
    check: onRequest("start", (request, report) => {
      for (const { name, value = "", path } of given(request)) {
        const { length } = value.length > longestValue ? [...value] : value;
        if (length <= longestValue) continue;
        report({
          message: `The value of the parameter ${shown(name)} has ${length} characters; at most 1,024 are allowed.`,
          path: `${path}.Value`,
        });
      }
    }),
  },
  {
    id: "PARAMETER_VALUE_EMPTY",
    severity: "error",
    isOnRequests: true,
    reason: "The service refuses an empty text as the value of a parameter.",
    source: "https://github.com/aws/sagemaker-python-sdk/issues/4016",
    fix: "Give a text that stands for none, or leave the parameter to its default.",
    get passing() {
      return giving(required, { Input: "none" });
    },
    get failing() {
      return giving(required, { Input: "" });
    },
    check: onRequest("start", (request, report) => {
      for (const { name, value, path } of given(request)) {
        if (value !== "") continue;
        report({
          message: `The value of the parameter ${shown(name)} is empty; it has at least 1 character.`,
          path: `${path}.Value`,
        });
      }
    }),
  },
];

const wanted: Readonly<Record<string, string>> = {
  Integer: "a whole number such as 3",
  Float: "a number such as 0.5",
  Boolean: "true or false",
};

function giving(
  declarations: readonly JsonObject[],
  texts: Readonly<Record<string, string>>,
): string {
  const list = Object.entries(texts).map(([name, value]) => ({ Name: name, Value: value }));
  return starting({ PipelineParameters: list }, exampleOfParameters(declarations));
}

/** A value that a request gives. */
interface Given {
  readonly name: string;
  readonly value: string | undefined;
  readonly path: string;
}

/** The values of a request whose names are texts. */
function given(request: JsonObject): readonly Given[] {
  return objectsIn(at(request, "PipelineParameters"), listPath).flatMap(({ value, path }) => {
    const name = textOf(value["Name"]);
    return name === undefined ? [] : [{ name, value: textOf(value["Value"]), path }];
  });
}

/** The values whose parameters are known, with these. */
function values(
  request: JsonObject,
  { parameterNamed }: CheckedDefinition,
): readonly { value: string; path: string; parameter: CheckedParameter }[] {
  return given(request).flatMap(({ name, value, path }) => {
    const parameter = parameterNamed(name);
    return parameter === undefined || value === undefined ? [] : [{ value, path, parameter }];
  });
}

function declared(definition: CheckedDefinition): readonly CheckedParameter[] {
  return definition.parameters.filter(
    (parameter) => definition.parameterNamed(parameter.name) === parameter,
  );
}

/** Whether a text can be read as a value of a type; of an unknown type, which another rule reports. */
function isOfType(text: string, type: string): boolean {
  switch (type) {
    case "Integer":
      return /^[+-]?\d+$/.test(text) && Number.isFinite(Number(text));
    case "Float":
      return (
        /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
      );
    case "Boolean":
      return /^(?:true|false)$/i.test(text);
    default:
      return true;
  }
}

function isSame(one: JsonValue, text: string, type: string): boolean {
  if (type === "Integer" || type === "Float") return numberOf(one) === Number(text);
  if (type === "Boolean") return one === (text.toLowerCase() === "true");
  return !isJsonObject(one) && one === text;
}
