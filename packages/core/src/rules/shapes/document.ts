import { suggestion } from "../../definition/suggest.ts";
import { isJsonObject } from "../../json.ts";
import type { CheckedDefinition } from "../checked-definition.ts";
import type { Report, Rule } from "../rule.ts";
import { shown } from "../shown.ts";
import { processing } from "./examples.ts";
import { stepTypes } from "./step-types.ts";

const page = "https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html";

/** Rules on the document itself and on the types of steps. */
export const documentRules: readonly Rule[] = [
  {
    id: "DEFINITION_NOT_JSON",
    severity: "error",
    reason: "A pipeline definition is JSON text.",
    source: "https://www.rfc-editor.org/rfc/rfc8259",
    fix: "Correct the text at the place that is named.",
    passing: processing(),
    failing: '{ "Version": "2020-12-01", "Steps": [ }',
    // What is no JSON is never made into a definition: validateText says so.
    check: () => {},
  },
  {
    id: "DEFINITION_DUPLICATE_KEY",
    severity: "error",
    reason: "Of two members with one name in an object, a reader may take either.",
    source: "https://www.rfc-editor.org/rfc/rfc8259#section-4",
    fix: "Remove one of the two.",
    passing: processing(),
    failing: '{ "Version": "2020-12-01", "Steps": [], "Steps": [] }',
    check: () => {},
  },
  {
    id: "DEFINITION_INVALID",
    severity: "error",
    reason: "A pipeline definition is one JSON object.",
    source: page,
    fix: "Give an object with Version and Steps.",
    passing: processing(),
    failing: "[]",
    check: ({ value }, report) => {
      if (isJsonObject(value)) return;
      report({
        message: `A pipeline definition is an object; here is ${shown(value)}.`,
        path: "$",
      });
    },
  },
  {
    id: "UNKNOWN_STEP_TYPE",
    severity: "error",
    reason: "SageMaker Pipelines knows a fixed set of step types.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html",
    fix: "Choose one of the step types.",
    passing: processing(),
    failing: processing('"Processing"', '"Preprocessing"'),
    check: unknownTypes,
  },
];

function unknownTypes({ steps }: CheckedDefinition, report: Report): void {
  const known = stepTypes();
  for (const { name, type, path, value } of steps) {
    if (typeof value["Type"] !== "string" || known.has(type)) continue;
    report({
      message: `There is no step type ${shown(type)}.`,
      path: `${path}.Type`,
      step: name,
      help: suggestion(type, [...known.keys()]),
    });
  }
}
