import type { CheckedDefinition, CheckedReference } from "../checked-definition.ts";
import type { Problem, Report, Rule } from "../rule.ts";
import { processing, reading } from "./examples.ts";
import type { Wanted } from "./faults.ts";
import { propertyAt, type Property } from "./property-types.ts";
import { nameOf } from "./reports.ts";
import { shapesOf } from "./rules.ts";
import { once } from "../support/once.ts";

const source = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html";

/** Rules on what references lead to: that there is such a property, and of which type. */
export const propertyRules: readonly Rule[] = [
  {
    id: "UNKNOWN_PROPERTY",
    severity: "error",
    reason: "The properties of a step are those of the answer to the Describe call of its job.",
    source,
    fix: "Name a property that the step has.",
    passing: reading("Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"),
    failing: reading("Steps.Prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Url"),
    check: unknownProperties,
  },
  {
    id: "REFERENCE_WRONG_TYPE",
    severity: "error",
    reason: "What a reference leads to must be of the type that the field takes.",
    source,
    fix: "Refer to something of that type, or write a value.",
    passing: reading("Steps.Prepare.ProcessingJobArn"),
    failing: processing(
      '"InstanceCount": 1',
      '"InstanceCount": { "Get": "Execution.PipelineName" }',
    ),
    check: (definition, report) => wrongTypes(definition, "error", report),
  },
  {
    id: "REFERENCE_CONVERTED",
    severity: "warning",
    reason: "A number or boolean where text is expected, or another kind of number, is converted.",
    source,
    doubt: "No page of AWS says which types are converted into which.",
    fix: "Use a parameter or property of that type, or put it into a Std:Join to make it text.",
    passing: converted("Integer"),
    failing: converted("Float"),
    check: (definition, report) => wrongTypes(definition, "warning", report),
  },
];

function converted(type: string): string {
  return processing('"InstanceCount": 1', '"InstanceCount": { "Get": "Parameters.Count" }').replace(
    '"Steps"',
    `"Parameters": [ { "Name": "Count", "Type": "${type}", "DefaultValue": 1 } ], "Steps"`,
  );
}

function unknownProperties(definition: CheckedDefinition, report: Report): void {
  const properties = propertiesIn(definition);
  for (let index = 0; index < properties.length; index += 1) {
    const property = properties[index];
    if (property?.kind !== "unknown") continue;
    const { step, target, path = "$", text } = definition.references[index] ?? {};
    report({
      message: `The ${target?.type ?? ""} step "${target?.name ?? ""}" has no property ${property.what}: ${text}.`,
      path,
      ...(step === undefined ? {} : { step: step.name }),
      help: property.help,
    });
  }
}

/** What each reference leads to. */
const propertiesIn = once(({ references }) => references.map(propertyOf));

/** What a reference to a property leads to; undefined for other references. */
function propertyOf(reference: CheckedReference): Property | undefined {
  const { parsed, target } = reference;
  if (target === undefined || parsed?.kind !== "property") return undefined;
  return propertyAt(target.type, parsed.path);
}

/** A reference that stands where another type is taken. */
interface Misfit {
  readonly severity: "error" | "warning";
  readonly problem: Problem;
}

function wrongTypes(
  definition: CheckedDefinition,
  severity: Misfit["severity"],
  report: Report,
): void {
  for (const misfit of misfitsIn(definition))
    if (misfit.severity === severity) report(misfit.problem);
}

const misfitsIn = once((definition): readonly Misfit[] => {
  const { references } = definition;
  const properties = propertiesIn(definition);
  const { uses } = shapesOf(definition);
  const found: Misfit[] = [];
  for (let index = 0; index < references.length; index += 1) {
    const reference = references[index];
    const wanted = reference?.exists === true ? uses.get(reference.value) : undefined;
    if (reference === undefined || wanted === undefined) continue;
    const given = typeOf(reference, properties[index]);
    if (given === undefined) continue;
    // Of a property it is not known whether it is a whole number.
    const isNumber = given === "number" && reference.parsed?.kind === "property";
    if (isNumber && wanted.has("integer")) continue;
    const severity = judge(given, wanted);
    if (severity === undefined) continue;
    const { path, step, text } = reference;
    const name = nameOf(path.slice(0, -".Get".length));
    const message = `${name} takes ${words(wanted)}, but ${text} is ${nouns[given]}.`;
    const problem = { message, path, ...(step === undefined ? {} : { step: step.name }) };
    found.push({ severity, problem });
  }
  return found;
});

type Given = "string" | "integer" | "number" | "boolean" | "object" | "list";

const nouns: Readonly<Record<Given, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  list: "a list",
};

/** The type of what a reference leads to; undefined where it is not known. */
function typeOf(reference: CheckedReference, property: Property | undefined): Given | undefined {
  const { parsed, parameter } = reference;
  if (parsed?.kind === "execution" || parsed?.kind === "experiment") return "string";
  if (parameter !== undefined) return parameterTypes.get(parameter.type);
  const kind = property?.kind;
  return kind === undefined || kind === "any" || kind === "unknown" ? undefined : kind;
}

const parameterTypes: ReadonlyMap<string, Given> = new Map([
  ["String", "string"],
  ["Integer", "integer"],
  ["Float", "number"],
  ["Boolean", "boolean"],
]);

/** Text cannot become a number, nor a structure a value; the rest is perhaps converted. */
function judge(given: Given, wanted: Wanted): "error" | "warning" | undefined {
  if (wanted.size === 0) return undefined;
  if (given === "object" || given === "list") return "error";
  if (wanted.has(given)) return undefined;
  if (given === "integer" && wanted.has("number")) return undefined;
  if (given === "string") return "error";
  return "warning";
}

function words(wanted: Wanted): string {
  return [...wanted].map((one) => nouns[one]).join(" or ");
}
