import type { PathSegment, Reference } from "../../definition/reference.ts";
import { suggester, suggestion } from "../../definition/suggest.ts";
import { isJsonArray } from "../../json.ts";
import { executionVariableNames } from "../../expressions/execution-variable-names.ts";
import type { CheckedDefinition, CheckedReference, CheckedStep } from "../checked-definition.ts";
import type { Report, Rule } from "../rule.ts";
import { shown } from "../shown.ts";
import { withGet, withPropertyFile, withSteps } from "./examples.ts";
import { outputNames } from "./outputs.ts";

const source = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html";
const variables =
  "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html#build-and-manage-data-dependency";

/** Rules on what references and `DependsOn` name. */
export const referenceRules: readonly Rule[] = [
  {
    id: "REFERENCE_INVALID",
    severity: "error",
    reason: "The text of a Get names a parameter, an execution variable or a property of a step.",
    source,
    fix: "A reference looks like Parameters.Name, Execution.Name or Steps.Name.Member.",
    passing: withGet("Execution.PipelineName"),
    failing: withGet("PipelineName"),
    check: ({ lostReferences }, report) =>
      reportFaults(lostReferences, report, (reference) =>
        reference.parsed === undefined
          ? { what: `${shown(reference.text)}, which is not a reference` }
          : undefined,
      ),
  },
  {
    id: "UNKNOWN_PARAMETER",
    severity: "error",
    reason: "A parameter must be declared before steps can use it.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html",
    fix: "List it among the parameters of the pipeline.",
    passing: withGet("Parameters.P"),
    failing: withGet("Parameters.Q"),
    check: unknownParameters,
  },
  {
    id: "UNKNOWN_EXECUTION_VARIABLE",
    severity: "error",
    reason: "Only the variables that SageMaker sets for an execution can be read.",
    source: variables,
    fix: `Use one of ${executionVariableNames.join(", ")}.`,
    passing: withGet("Execution.PipelineExecutionId"),
    failing: withGet("Execution.PipelineId"),
    check: ({ lostReferences }, report) =>
      reportFaults(lostReferences, report, ({ parsed }) =>
        parsed?.kind === "execution"
          ? {
              what: `the execution variable ${shown(parsed.name)}, which does not exist`,
              help: suggestion(parsed.name, executionVariableNames),
            }
          : undefined,
      ),
  },
  {
    id: "UNKNOWN_STEP",
    severity: "error",
    reason: "A step can only wait for, or read from, a step of the same pipeline.",
    source,
    fix: "Name a step of the pipeline.",
    passing: withSteps(
      '{ "Name": "A", "Type": "Fail", "Arguments": { "ErrorMessage": "x" }, "DependsOn": [] }',
    ),
    failing: withSteps(
      '{ "Name": "A", "Type": "Fail", "Arguments": { "ErrorMessage": "x" }, "DependsOn": ["B"] }',
    ),
    check: unknownSteps,
  },
  {
    id: "FAIL_STEP_REFERENCED",
    severity: "error",
    reason: "A Fail step ends the run, so no step can come after it or read from it.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html",
    fix: "No step can come after a Fail step.",
    passing: withSteps(
      '{ "Name": "A", "Type": "Fail", "Arguments": { "ErrorMessage": "x" } }',
      '{ "Name": "B", "Type": "Fail", "Arguments": { "ErrorMessage": "x" } }',
    ),
    failing: withSteps(
      '{ "Name": "A", "Type": "Fail", "Arguments": { "ErrorMessage": "x" } }',
      '{ "Name": "B", "Type": "Fail", "Arguments": { "ErrorMessage": "x" }, "DependsOn": ["A"] }',
    ),
    check: referencedFails,
  },
  {
    id: "UNKNOWN_PROPERTY_FILE",
    severity: "error",
    reason: "Only a property file that its step declares can be read.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-propertyfile.html",
    fix: "Declare the file among the PropertyFiles of the step.",
    passing: withPropertyFile("Steps.A.PropertyFiles.Report", "out"),
    failing: withPropertyFile("Steps.A.PropertyFiles.Reprot", "out"),
    check: unknownFiles,
  },
  {
    id: "UNKNOWN_OUTPUT",
    severity: "error",
    reason: "References and property files name an output that the processing step has.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-propertyfile.html",
    fix: "Name an output of the step.",
    passing: withPropertyFile("Steps.A.PropertyFiles.Report", "out"),
    failing: withPropertyFile("Steps.A.PropertyFiles.Report", "otu"),
    check: unknownOutputs,
  },
];

/** What is wrong with a reference, and what to do when the fix of the rule does not say it. */
interface Fault {
  readonly what: string;
  readonly help?: string;
}

function reportFaults(
  references: readonly CheckedReference[],
  report: Report,
  faultOf: (reference: CheckedReference) => Fault | undefined,
): void {
  for (const reference of references) {
    const fault = faultOf(reference);
    if (fault === undefined) continue;
    const { what, help } = fault;
    report({
      message: `${referrer(reference)} refers to ${what}.`,
      path: reference.path,
      ...(reference.step === undefined ? {} : { step: reference.step.name }),
      ...(help === undefined ? {} : { help }),
    });
  }
}

function referrer({ step, path }: CheckedReference): string {
  if (step !== undefined) return `Step "${step.name}"`;
  if (path.startsWith("$.MlflowConfig")) return "The MLflow config";
  if (path.startsWith("$.PipelineExperimentConfig")) return "The experiment config";
  return "The definition";
}

function unknownParameters(
  { lostReferences, parameters, hasAllParameterNames }: CheckedDefinition,
  report: Report,
): void {
  if (!hasAllParameterNames) return;
  const suggest = suggester(parameters.map(({ name }) => name));
  reportFaults(lostReferences, report, ({ parsed }) =>
    parsed?.kind === "parameter"
      ? {
          what: `the parameter ${shown(parsed.name)}, which the pipeline does not declare`,
          help: `${suggest(parsed.name)} List it among the parameters of the pipeline.`,
        }
      : undefined,
  );
}

function unknownSteps(
  { lostReferences, steps, hasAllStepNames }: CheckedDefinition,
  report: Report,
): void {
  if (!hasAllStepNames) return;
  const suggest = suggester(steps.map(({ name }) => name));
  reportFaults(lostReferences, report, ({ parsed, target }) =>
    stepOf(parsed) !== undefined && target === undefined
      ? {
          what: `the step ${shown(stepOf(parsed))}, which is not in the pipeline`,
          help: suggest(stepOf(parsed) ?? ""),
        }
      : undefined,
  );
  for (const step of steps) {
    for (const { name, path, target } of step.dependsOn) {
      if (target !== undefined) continue;
      report({
        message: `Step "${step.name}" depends on the step ${shown(name)}, which is not in the pipeline.`,
        path,
        step: step.name,
        help: suggest(name),
      });
    }
  }
}

function stepOf(reference: Reference | undefined): string | undefined {
  return reference?.kind === "property" || reference?.kind === "propertyFile"
    ? reference.step
    : undefined;
}

function referencedFails({ references, steps }: CheckedDefinition, report: Report): void {
  reportFaults(references, report, ({ target }) =>
    target?.type === "Fail"
      ? {
          what: `the Fail step "${target.name}", which ends the run`,
          help: "A Fail step has no properties.",
        }
      : undefined,
  );
  for (const step of steps) {
    for (const { name, path, target } of step.dependsOn) {
      if (target?.type !== "Fail") continue;
      report({
        message: `Step "${step.name}" depends on the Fail step "${name}", which ends the run.`,
        path,
        step: step.name,
      });
    }
  }
}

function unknownFiles({ lostReferences }: CheckedDefinition, report: Report): void {
  const suggest = suggesterOf((step) => step.propertyFiles.map((file) => file.name));
  reportFaults(lostReferences, report, ({ parsed, target }) => {
    if (parsed?.kind !== "propertyFile" || target === undefined) return undefined;
    if (target.type === "Fail" || !hasAllFileNames(target)) return undefined;
    return {
      what: `the property file ${shown(parsed.name)}, which step "${parsed.step}" does not declare`,
      help: suggest(target)(parsed.name),
    };
  });
}

/** Whether every property file has a name: otherwise it may be the one that is not found. */
function hasAllFileNames({ value, propertyFiles }: CheckedStep): boolean {
  const files = value["PropertyFiles"];
  if (files !== undefined) return isJsonArray(files) && files.length === propertyFiles.length;
  return !Object.keys(value).some((key) => /^property/i.test(key));
}

/** Makes the suggester for each step once. */
function suggesterOf(
  namesOf: (step: CheckedStep) => Iterable<string>,
): (step: CheckedStep) => (given: string) => string {
  const made = new Map<CheckedStep, (given: string) => string>();
  return (step) => {
    const suggest = made.get(step) ?? suggester(namesOf(step));
    made.set(step, suggest);
    return suggest;
  };
}

function unknownOutputs({ references, steps }: CheckedDefinition, report: Report): void {
  const outputsOf = outputNames();
  const suggest = suggesterOf((step) => outputsOf(step) ?? []);
  reportFaults(references, report, ({ parsed, target }) => {
    if (target === undefined || parsed?.kind !== "property") return undefined;
    const output = outputNamed(parsed.path);
    if (output === undefined) return undefined;
    const outputs = outputsOf(target);
    if (outputs === undefined || outputs.has(output)) return undefined;
    return {
      what: `the output ${shown(output)}, which step "${parsed.step}" does not have`,
      help: suggest(target)(output),
    };
  });
  for (const step of steps) {
    for (const { name, outputName, path } of step.propertyFiles) {
      const outputs = outputsOf(step);
      if (outputs === undefined || outputName === "" || outputs.has(outputName)) continue;
      report({
        message:
          `The property file "${name}" of step "${step.name}" names the output ` +
          `${shown(outputName)}, which the step does not have.`,
        path: `${path}.OutputName`,
        step: step.name,
        help: suggest(step)(outputName),
      });
    }
  }
}

/** The output that a path such as `ProcessingOutputConfig.Outputs['train']` names. */
function outputNamed(path: readonly PathSegment[]): string | undefined {
  const [config, outputs, output] = path;
  if (config?.kind !== "member" || config.name !== "ProcessingOutputConfig") return undefined;
  const isOutput = outputs?.kind === "member" && outputs.name === "Outputs";
  return isOutput && output?.kind === "key" ? output.name : undefined;
}
