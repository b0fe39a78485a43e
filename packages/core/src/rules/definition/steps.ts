import type { CheckedDefinition } from "../checked-definition.ts";
import type { Report, Rule } from "../rule.ts";

const stepName = /^[A-Za-z0-9\-_]{1,64}$/;

/** A step of its own that breaks no rule, for examples. */
const other = '{ "Name": "B", "Type": "Fail", "Arguments": { "ErrorMessage": "x" } }';

/** Rules on the names of steps. */
export const stepRules: readonly Rule[] = [
  {
    id: "DUPLICATE_STEP_NAME",
    severity: "error",
    reason: "A step is found by its name, so no two steps may share one; branches count too.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html",
    fix: "Give one of them another name; branches count too.",
    passing: `{ "Version": "2020-12-01", "Steps": [
      { "Name": "A", "Type": "Fail", "Arguments": { "ErrorMessage": "x" } }, ${other} ] }`,
    failing: `{ "Version": "2020-12-01", "Steps": [
      { "Name": "B", "Type": "Fail", "Arguments": { "ErrorMessage": "x" } }, ${other} ] }`,
    check: duplicates,
  },
  {
    id: "STEP_NAME_INVALID",
    severity: "error",
    reason: "A step name has 1 to 64 letters, digits, hyphens and underscores.",
    source:
      "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PipelineExecutionStep.html",
    fix: "Choose a name of such characters.",
    passing: `{ "Version": "2020-12-01", "Steps": [ ${other} ] }`,
    failing: `{ "Version": "2020-12-01", "Steps": [
      { "Name": "not a name", "Type": "Fail", "Arguments": { "ErrorMessage": "x" } } ] }`,
    check: invalidNames,
  },
];

function duplicates({ steps, stepNamed }: CheckedDefinition, report: Report): void {
  for (const step of steps) {
    const first = stepNamed(step.name);
    if (first === undefined || first === step) continue;
    report({
      message: `Two steps are named "${step.name}": ${first.path} and ${step.path}.`,
      path: `${step.path}.Name`,
      step: step.name,
    });
  }
}

function invalidNames({ steps }: CheckedDefinition, report: Report): void {
  for (const { name, path, value } of steps) {
    if (stepName.test(name) || typeof value["Name"] !== "string") continue;
    const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name;
    report({
      message:
        `A step cannot be named ${JSON.stringify(shown)} (${name.length} characters): ` +
        "a step name has 1 to 64 letters, digits, hyphens and underscores.",
      path: `${path}.Name`,
      step: name,
    });
  }
}
