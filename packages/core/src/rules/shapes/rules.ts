import type { Rule } from "../rule.ts";
import { once } from "../support/once.ts";
import { checkShapes } from "./checker.ts";
import { processing } from "./examples.ts";
import type { ShapeFault } from "./faults.ts";

/** What one walk over a definition finds, for all the rules on its shape. */
export const shapesOf = once(checkShapes);

const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Types.html";
const schema =
  "https://aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema/";
const steps = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html";

/** Rules on any field of any step: that there is such a field, and what it may hold. */
export const shapeRules: readonly Rule[] = [
  rule("UNKNOWN_FIELD", {
    reason: "A field that neither the pipeline definition nor the SageMaker API has is refused.",
    source: schema,
    fix: "Remove the field, or correct its name.",
    failing: processing('"AppSpecification"', '"Comment": "x", "AppSpecification"'),
  }),
  rule("MISSING_FIELD", {
    reason: "A field that the pipeline definition or the SageMaker API requires must be there.",
    source: schema,
    fix: "Add the field.",
    failing: processing('"RoleArn": "arn:aws:iam::123456789012:role/Example",'),
  }),
  rule("WRONG_TYPE", {
    reason: "A field takes values of one type: text, number, list and so on.",
    source: schema,
    fix: "Give a value of that type.",
    failing: processing('"VolumeSizeInGB": 30', '"VolumeSizeInGB": "30"'),
  }),
  rule("VALUE_NOT_ALLOWED", {
    reason: "Some fields take only one of a few values.",
    source: api,
    fix: "Choose one of the allowed values.",
    failing: processing("EndOfJob", "AtTheEnd"),
  }),
  rule("TEXT_TOO_SHORT", {
    reason: "The SageMaker API gives the least length of the texts in a request.",
    source: api,
    fix: "Give a longer text.",
    failing: processing("arn:aws:iam::123456789012:role/Example", "Example"),
  }),
  rule("TEXT_TOO_LONG", {
    reason: "The SageMaker API gives the greatest length of the texts in a request.",
    source: api,
    fix: "Give a shorter text.",
    failing: processing('"test"', `"${"test".repeat(100)}"`),
  }),
  rule("TEXT_PATTERN", {
    reason: "The SageMaker API says which characters and forms a text may have.",
    source: api,
    fix: "Give a text of that form.",
    failing: processing('"s3://example/train"', '"example/train"'),
  }),
  rule("NUMBER_TOO_SMALL", {
    reason: "The SageMaker API gives the least value of the numbers in a request.",
    source: api,
    fix: "Give a greater number.",
    failing: processing('"VolumeSizeInGB": 30', '"VolumeSizeInGB": 0'),
  }),
  rule("NUMBER_TOO_LARGE", {
    reason: "The SageMaker API gives the greatest value of the numbers in a request.",
    source: api,
    fix: "Give a smaller number.",
    failing: processing('"InstanceCount": 1', '"InstanceCount": 101'),
  }),
  rule("TOO_FEW_ITEMS", {
    reason: "The SageMaker API says how many items a list needs.",
    source: api,
    fix: "Add items, or leave the list out where it is not required.",
    failing: processing('["python3", "prepare.py"]', "[]"),
  }),
  rule("TOO_MANY_ITEMS", {
    reason: "The SageMaker API says how many items or entries a list or map may have.",
    source: api,
    fix: "Give fewer, or spread them over several steps.",
    failing: processing('"prepare.py"', Array.from({ length: 100 }, () => '"x"').join(", ")),
  }),
  rule("KEY_INVALID", {
    reason: "The SageMaker API says what the keys of a map may be, as the names of variables are.",
    source: api,
    fix: "Choose another key.",
    failing: processing('"STAGE"', '"the stage"'),
  }),
  rule("EXPRESSION_INVALID", {
    reason: "An object that stands for a value is one of the functions Get, Std:Join, Std:JsonGet.",
    source: steps,
    fix: "Write a value, or one of the functions.",
    failing: processing('"test"', '{ "Concat": ["a", "b"] }'),
  }),
  rule("EXPRESSION_NOT_ALLOWED", {
    reason: "What is known only when the pipeline runs cannot stand in names, types and the like.",
    source: steps,
    fix: "Write the value out; expressions belong in Arguments.",
    failing: processing('"Prepares the data."', '{ "Get": "Execution.PipelineName" }'),
  }),
  {
    ...rule("EXPRESSION_FOR_STRUCTURE", {
      reason:
        "Expressions give texts, numbers and booleans; a whole list or object is seldom taken.",
      source: steps,
      fix: "Write the list or object out, with expressions inside.",
      failing: processing('["python3", "prepare.py"]', '{ "Get": "Execution.PipelineName" }'),
    }),
    severity: "warning",
    doubt: "No page of AWS says whether a reference to a list is taken for a list.",
  },
];

function rule(id: ShapeFault, parts: Pick<Rule, "reason" | "source" | "fix" | "failing">): Rule {
  return {
    id,
    severity: "error",
    ...parts,
    passing: processing(),
    isGeneral: true,
    check: (definition, report) => shapesOf(definition).of(id).forEach(report),
  };
}
