import { numberOf, type JsonValue } from "../json.ts";
import { writeJson } from "../definition/write.ts";
import type { CheckedDefinition, CheckedParameter } from "./checked-definition.ts";
import type { Problem, Rule } from "./rule.ts";
import { example, exampleOfParameters, lambda } from "./support/examples.ts";
import { shown } from "./shown.ts";

const guide = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html";
const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const mostEnumValues = 16;
const mostAtStart = 200;

/** Rules on parameters. */
export const parameterUseRules: readonly Rule[] = [
  {
    id: "UNUSED_PARAMETER",
    severity: "warning",
    isAboutAbsence: true,
    reason: "A parameter that nothing reads has no effect on a run.",
    source: guide,
    fix: "Remove the parameter, or use it.",
    get passing() {
      return exampleOfParameters([{ Name: "Rounds", Type: "Integer", DefaultValue: 5 }]);
    },
    get failing() {
      return example([lambda("Step")], {
        Parameters: [{ Name: "Rounds", Type: "Integer", DefaultValue: 5 }],
      });
    },
    check(definition, report) {
      if (definition.steps.length === 0 || isAnyReferenceLost(definition)) return;
      for (const parameter of declared(definition)) {
        if (parameter.usedBy.length > 0) continue;
        report({
          message: `Nothing uses the parameter ${shown(parameter.name)}.`,
          path: `${parameter.path}.Name`,
        });
      }
    },
  },
  {
    id: "PARAMETER_NAME_INVALID",
    severity: "error",
    reason: "The name of a parameter has 1 to 64 letters, digits, hyphens and underscores.",
    source:
      "https://aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema/",
    fix: "Choose a name of such characters.",
    get passing() {
      return exampleOfParameters([{ Name: "Rounds", Type: "Integer", DefaultValue: 5 }]);
    },
    get failing() {
      return exampleOfParameters([{ Name: "Number of rounds", Type: "Integer", DefaultValue: 5 }]);
    },
    check(definition, report) {
      for (const { name, path } of definition.parameters) {
        if (/^[A-Za-z0-9\-_]{1,64}$/.test(name)) continue;
        report({
          message:
            `A parameter cannot be named ${shown(name)} (${name.length} characters): ` +
            "its name has 1 to 64 letters, digits, hyphens and underscores.",
          path: `${path}.Name`,
        });
      }
    },
  },
  {
    id: "PARAMETER_NAME_NOT_FOR_EVENTS",
    severity: "info",
    reason:
      "A rule or pipe of EventBridge can set only parameters whose names have letters, digits and " +
      "inner hyphens.",
    source:
      "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_SageMakerPipelineParameter.html",
    fix: "Write the name without underscores if EventBridge is to start the pipeline.",
    get passing() {
      return exampleOfParameters([{ Name: "InputData", Type: "String", DefaultValue: "" }]);
    },
    get failing() {
      return exampleOfParameters([{ Name: "input_data", Type: "String", DefaultValue: "" }]);
    },
    check(definition, report) {
      for (const { name, path } of declared(definition)) {
        if (!/^[A-Za-z0-9\-_]{1,64}$/.test(name) || /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/.test(name)) {
          continue;
        }
        report({
          message:
            `EventBridge rules and pipes cannot set a parameter named ${shown(name)}: ` +
            "they take letters, digits and inner hyphens.",
          path: `${path}.Name`,
        });
      }
    },
  },
  {
    id: "PARAMETER_DEFAULT_TOO_LONG",
    severity: "error",
    reason: "The default of a parameter has at most 4,096 characters.",
    source:
      "https://aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema/",
    fix: "Put the text into a file in S3 and pass its URI.",
    get passing() {
      return exampleOfParameters([{ Name: "Text", Type: "String", DefaultValue: "short" }]);
    },
    get failing() {
      return exampleOfParameters([
        { Name: "Text", Type: "String", DefaultValue: "x".repeat(4097) },
      ]);
    },
    check(definition, report) {
      for (const { name, path, length } of longDefaults(definition, 4096, Infinity)) {
        report({
          message: `The default of parameter ${shown(name)} has ${length} characters; at most 4,096 are allowed.`,
          path,
        });
      }
    },
  },
  {
    id: "PARAMETER_DEFAULT_OVER_START_LIMIT",
    severity: "warning",
    reason:
      "A value given when a pipeline starts has at most 1,024 characters, so a longer default cannot " +
      "be given again.",
    source: `${api}/API_Parameter.html`,
    fix: "Put the text into a file in S3 and pass its URI.",
    get passing() {
      return exampleOfParameters([{ Name: "Text", Type: "String", DefaultValue: "short" }]);
    },
    get failing() {
      return exampleOfParameters([
        { Name: "Text", Type: "String", DefaultValue: "x".repeat(1025) },
      ]);
    },
    check(definition, report) {
      for (const { name, path, length } of longDefaults(definition, 1024, 4096)) {
        report({
          message:
            `The default of parameter ${shown(name)} has ${length} characters; ` +
            "a value given at the start has at most 1,024.",
          path,
        });
      }
    },
  },
  {
    id: "PARAMETER_ENUM_TOO_LARGE",
    severity: "warning",
    reason: `The service was seen to refuse more than ${mostEnumValues} enum values.`,
    source: "https://github.com/aws/sagemaker-python-sdk/issues/2314",
    doubt: "A user reports the limit; AWS's pages do not state it.",
    fix: "Drop the enum and check the value in the first step.",
    get passing() {
      return exampleOfParameters([stringEnum(mostEnumValues)]);
    },
    get failing() {
      return exampleOfParameters([stringEnum(mostEnumValues + 1)]);
    },
    check(definition, report) {
      for (const { name, path, enumValues = [] } of declared(definition)) {
        if (enumValues.length <= mostEnumValues) continue;
        report({
          message:
            `The parameter ${shown(name)} has ${enumValues.length} enum values; ` +
            `more than ${mostEnumValues} were refused.`,
          path: `${path}.EnumValues`,
        });
      }
    },
  },
  {
    id: "PARAMETER_ENUM_EMPTY",
    severity: "warning",
    reason: "A parameter whose list of enum values is empty can have no value.",
    source: guide,
    doubt: "The service may take an empty list for none.",
    fix: "List the values, or leave EnumValues out.",
    get passing() {
      return exampleOfParameters([stringEnum(2)]);
    },
    get failing() {
      return exampleOfParameters([{ Name: "Stage", Type: "String", EnumValues: [] }]);
    },
    check(definition, report) {
      for (const { name, path, enumValues, defaultValue } of declared(definition)) {
        // With a default, the default is what is wrong.
        if (enumValues?.length !== 0 || defaultValue !== undefined) continue;
        report({
          message: `The enum values of parameter ${shown(name)} are an empty list, so no value is allowed.`,
          path: `${path}.EnumValues`,
        });
      }
    },
  },
  {
    id: "PARAMETER_ENUM_REPEATED",
    severity: "warning",
    reason: "An enum value that stands twice in its list is likely a slip.",
    source: guide,
    fix: "Remove one of the two.",
    get passing() {
      return exampleOfParameters([stringEnum(2)]);
    },
    get failing() {
      return exampleOfParameters([
        { Name: "Stage", Type: "String", DefaultValue: "a", EnumValues: ["a", "b", "a"] },
      ]);
    },
    check(definition, report) {
      for (const { name, path, enumValues = [] } of definition.parameters) {
        const seen = new Set<string>();
        for (const [index, value] of enumValues.entries()) {
          const text = keyOf(value);
          if (text !== undefined && seen.has(text)) {
            report({
              message: `The enum value ${shown(value)} of parameter ${shown(name)} stands there twice.`,
              path: `${path}.EnumValues[${index}]`,
            });
          }
          if (text !== undefined) seen.add(text);
        }
      }
    },
  },
  {
    id: "TOO_MANY_PARAMETERS",
    severity: "warning",
    reason: `A start can set at most ${mostAtStart} parameters.`,
    source: `${api}/API_StartPipelineExecution.html`,
    fix: "Put settings that belong together into one file in S3 and pass its URI.",
    get passing() {
      return exampleOfParameters(manyParameters(3, true));
    },
    get failing() {
      return exampleOfParameters(manyParameters(mostAtStart + 1, true));
    },
    check(definition, report) {
      const over = definition.parameters[mostAtStart];
      if (over === undefined || required(definition).length > mostAtStart) return;
      report({
        message:
          `The pipeline has ${definition.parameters.length} parameters; ` +
          `a start can set ${mostAtStart} of them.`,
        path: over.path,
      });
    },
  },
  {
    id: "TOO_MANY_REQUIRED_PARAMETERS",
    severity: "error",
    reason: `A start can set at most ${mostAtStart} parameters, so no more can be without a default.`,
    source: `${api}/API_StartPipelineExecution.html`,
    fix: "Give defaults, or put settings that belong together into one file in S3.",
    get passing() {
      return exampleOfParameters(manyParameters(3, false));
    },
    get failing() {
      return exampleOfParameters(manyParameters(mostAtStart + 1, false));
    },
    check(definition, report) {
      const needed = required(definition);
      const over = needed[mostAtStart];
      if (over === undefined) return;
      report({
        message:
          `${needed.length} parameters have no default, but a start can set ${mostAtStart} only: ` +
          "this pipeline can never start.",
        path: over.path,
      });
    },
  },
];

/** Whether a reference leads nowhere or is malformed: it may be meant for any parameter. */
function isAnyReferenceLost(definition: CheckedDefinition): boolean {
  return (
    definition.lostReferences.some(
      ({ parsed }) => parsed === undefined || parsed.kind === "parameter",
    ) ||
    definition.facts.functions.some(
      ({ name, argument, others }) =>
        others.length > 0 || (name === "Get" && typeof argument !== "string"),
    )
  );
}

/** The parameters that count: of two of one name the first. */
function declared(definition: CheckedDefinition): readonly CheckedParameter[] {
  return definition.parameters.filter(
    (parameter) => definition.parameterNamed(parameter.name) === parameter,
  );
}

function required(definition: CheckedDefinition): readonly CheckedParameter[] {
  return definition.parameters.filter(({ defaultValue }) => defaultValue === undefined);
}

/** Texts longer than one limit, but no longer than the next. */
function longDefaults(
  definition: CheckedDefinition,
  over: number,
  upTo: number,
): readonly (Pick<Problem, "path"> & { readonly name: string; readonly length: number })[] {
  return definition.parameters.flatMap(({ name, path, defaultValue }) => {
    if (typeof defaultValue !== "string") return [];
    const { length } = defaultValue;
    return length > over && length <= upTo ? [{ name, length, path: `${path}.DefaultValue` }] : [];
  });
}

/** The same text for the same simple value; undefined for lists and objects. */
function keyOf(value: JsonValue): string | undefined {
  const number = numberOf(value);
  if (number !== undefined) return String(number);
  return typeof value === "object" ? undefined : writeJson(value);
}

function stringEnum(count: number): Readonly<Record<string, JsonValue>> {
  const values = Array.from({ length: count }, (_, index) => `value${index}`);
  return { Name: "Stage", Type: "String", DefaultValue: "value0", EnumValues: values };
}

function manyParameters(
  count: number,
  hasDefaults: boolean,
): readonly Readonly<Record<string, JsonValue>>[] {
  return Array.from({ length: count }, (_, index) => ({
    Name: `P${index}`,
    Type: "Integer",
    ...(hasDefaults ? { DefaultValue: index } : {}),
  }));
}
