import { NacreError } from "../errors.ts";
import { executionVariableNames } from "../expressions/execution-variable-names.ts";
import { isJsonArray, isJsonObject } from "../json.ts";
import { tryParseReference, type PathSegment, type Reference } from "./reference.ts";
import { referencesIn, referencesOfStep, type FoundReference } from "./references.ts";
import type { FlatStep } from "./steps.ts";
import { suggestion } from "./suggest.ts";
import type { PipelineDefinition, StepDefinition } from "./types.ts";

/** What a definition declares, to look references up in. */
interface Declared {
  readonly parameters: ReadonlySet<string>;
  readonly steps: ReadonlyMap<string, StepDefinition>;
}

/** The faults in what the steps of a definition refer to. */
export function checkReferences(
  definition: PipelineDefinition,
  steps: readonly FlatStep[],
): NacreError[] {
  const declared: Declared = {
    parameters: new Set((definition.Parameters ?? []).map((parameter) => parameter.Name)),
    steps: new Map(steps.map((step) => [step.definition.Name, step.definition])),
  };
  const { PipelineExperimentConfig: experiment, MlflowConfig: mlflow } = definition;
  return [
    ...referencesIn(experiment ?? undefined, "$.PipelineExperimentConfig").flatMap((found) =>
      checkReference(found, { who: "The experiment config" }, declared),
    ),
    ...referencesIn(mlflow ?? undefined, "$.MlflowConfig").flatMap((found) =>
      checkReference(found, { who: "The MLflow config" }, declared),
    ),
    ...steps.flatMap(({ definition: step, path }) => [
      ...referencesOfStep(step, path).flatMap((found) =>
        checkReference(found, { who: `Step "${step.Name}"`, step: step.Name }, declared),
      ),
      ...checkDependsOn(step, path, declared),
      ...checkPropertyFiles(step, path),
    ]),
  ];
}

/** What makes a reference: a step, or a member of the definition itself. */
interface Referrer {
  readonly who: string;
  readonly step?: string;
}

function checkReference(
  { text, path }: FoundReference,
  { who, step }: Referrer,
  declared: Declared,
): NacreError[] {
  const at = step === undefined ? { path } : { step, path };
  const fault = (code: string, what: string, help: string): NacreError[] => [
    new NacreError(code, `${who} refers to ${what}.`, { at, help }),
  ];
  const reference = tryParseReference(text);
  switch (reference?.kind) {
    case undefined:
      return fault(
        "REFERENCE_INVALID",
        `${JSON.stringify(text)}, which is not a reference`,
        "A reference looks like Parameters.Name, Execution.Name or Steps.Name.Member.",
      );
    case "parameter":
      if (declared.parameters.has(reference.name)) return [];
      return fault(
        "UNKNOWN_PARAMETER",
        `the parameter "${reference.name}", which the pipeline does not declare`,
        `${suggestion(reference.name, declared.parameters)} List it among the parameters of the pipeline.`,
      );
    case "execution":
      if (executionVariableNames.some((name) => name === reference.name)) return [];
      return fault(
        "UNKNOWN_EXECUTION_VARIABLE",
        `the execution variable "${reference.name}", which does not exist`,
        suggestion(reference.name, executionVariableNames),
      );
    case "experiment":
      return [];
    case "property":
    case "propertyFile":
      return checkStepReference(reference, declared, fault);
  }
}

type StepReferenceKind = Extract<Reference, { kind: "property" | "propertyFile" }>;
type Fault = (code: string, what: string, help: string) => NacreError[];

function checkStepReference(
  reference: StepReferenceKind,
  declared: Declared,
  fault: Fault,
): NacreError[] {
  const target = declared.steps.get(reference.step);
  if (target === undefined) {
    return fault(
      "UNKNOWN_STEP",
      `the step "${reference.step}", which is not in the pipeline`,
      suggestion(reference.step, declared.steps.keys()),
    );
  }
  if (target.Type === "Fail") {
    return fault(
      "FAIL_STEP_REFERENCED",
      `the Fail step "${reference.step}", which ends the run`,
      "A Fail step has no properties.",
    );
  }
  if (reference.kind === "propertyFile") {
    const files = (target.PropertyFiles ?? []).map((file) => file.PropertyFileName);
    if (files.includes(reference.name)) return [];
    return fault(
      "UNKNOWN_PROPERTY_FILE",
      `the property file "${reference.name}", which step "${reference.step}" does not declare`,
      suggestion(reference.name, files),
    );
  }
  const output = outputNamed(reference.path);
  const outputs = outputNames(target);
  if (output === undefined || outputs === undefined || outputs.includes(output)) return [];
  return fault(
    "UNKNOWN_OUTPUT",
    `the output "${output}", which step "${reference.step}" does not have`,
    suggestion(output, outputs),
  );
}

function checkDependsOn(step: StepDefinition, path: string, declared: Declared): NacreError[] {
  return (step.DependsOn ?? []).flatMap((name, index) => {
    const at = { step: step.Name, path: `${path}.DependsOn[${index}]` };
    const target = declared.steps.get(name);
    if (target === undefined) {
      return new NacreError(
        "UNKNOWN_STEP",
        `Step "${step.Name}" depends on the step "${name}", which is not in the pipeline.`,
        { at, help: suggestion(name, declared.steps.keys()) },
      );
    }
    if (target.Type !== "Fail") return [];
    return new NacreError(
      "FAIL_STEP_REFERENCED",
      `Step "${step.Name}" depends on the Fail step "${name}", which ends the run.`,
      { at, help: "No step can come after a Fail step." },
    );
  });
}

function checkPropertyFiles(step: StepDefinition, path: string): NacreError[] {
  const outputs = outputNames(step);
  const seen = new Set<string>();
  return (step.PropertyFiles ?? []).flatMap((file, index) => {
    const name = file.PropertyFileName;
    const filePath = `${path}.PropertyFiles[${index}]`;
    const problems: NacreError[] = [];
    if (seen.has(name)) {
      problems.push(
        new NacreError(
          "DUPLICATE_PROPERTY_FILE",
          `Step "${step.Name}" declares two property files named "${name}".`,
          {
            at: { step: step.Name, path: `${filePath}.PropertyFileName` },
            help: "Give one of them another name.",
          },
        ),
      );
    }
    seen.add(name);
    if (outputs !== undefined && !outputs.includes(file.OutputName)) {
      problems.push(
        new NacreError(
          "UNKNOWN_OUTPUT",
          `The property file "${name}" of step "${step.Name}" names the output ` +
            `"${file.OutputName}", which the step does not have.`,
          {
            at: { step: step.Name, path: `${filePath}.OutputName` },
            help: suggestion(file.OutputName, outputs),
          },
        ),
      );
    }
    return problems;
  });
}

/** The output that a path such as `ProcessingOutputConfig.Outputs['train']` names. */
function outputNamed(path: readonly PathSegment[]): string | undefined {
  const [config, outputs, output] = path;
  const isOutput =
    config?.kind === "member" &&
    config.name === "ProcessingOutputConfig" &&
    outputs?.kind === "member" &&
    outputs.name === "Outputs";
  return isOutput && output?.kind === "key" ? output.name : undefined;
}

/** The names of the outputs of a processing step; undefined where they cannot be told. */
function outputNames(step: StepDefinition): string[] | undefined {
  if (step.Type !== "Processing") return undefined;
  const config = step.Arguments["ProcessingOutputConfig"];
  if (config === undefined) return [];
  const outputs = isJsonObject(config) ? config["Outputs"] : undefined;
  if (!isJsonArray(outputs)) return undefined;
  const names: string[] = [];
  for (const output of outputs) {
    const name = isJsonObject(output) ? output["OutputName"] : undefined;
    if (typeof name !== "string") return undefined;
    names.push(name);
  }
  return names;
}
