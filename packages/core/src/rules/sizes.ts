import { isJsonArray } from "../json.ts";
import type { CheckedDefinition } from "./checked-definition.ts";
import type { Rule } from "./rule.ts";
import { condition, example, fail, lambda, processing, someCondition } from "./support/examples.ts";
import { shown } from "./shown.ts";
import { at, eachStepWith, membersOf, textOf } from "./support/values.ts";

const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const schema =
  "https://aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema/";
// Written out where it is said: to format a number loads tables that take longer than all the rules.
const largest = 1_048_576;
const mostSteps = 50;
const nameLike = /^[A-Za-z0-9\-_]{1,64}$/;

/** Rules on names, sizes and numbers of things. */
export const sizeRules: readonly Rule[] = [
  {
    id: "DEFINITION_TOO_LARGE",
    severity: "error",
    reason: "A pipeline definition has at most 1,048,576 characters, inline or in S3.",
    source: `${api}/API_CreatePipeline.html`,
    fix: "Split the pipeline, or move long texts into files in S3.",
    get passing() {
      return example([lambda("Small")]);
    },
    // Made only when asked for, being so long.
    get failing() {
      return example([lambda("Large", { Arguments: { text: "x".repeat(largest) } })]);
    },
    check(definition, report) {
      if (definition.facts.leastSize <= largest) return;
      report({
        message:
          "The definition has more than 1,048,576 characters, " +
          "however it is laid out; that is the most CreatePipeline takes, inline or from S3.",
        path: "$",
      });
    },
  },
  {
    id: "TOO_MANY_STEPS",
    severity: "warning",
    reason: `An account may have ${mostSteps} steps in a pipeline unless the quota was raised.`,
    source: "https://docs.aws.amazon.com/general/latest/gr/sagemaker.html",
    doubt:
      `That the default quota is ${mostSteps} is widely said, but the page that lists it could not be ` +
      "read; Service Quotas of the account says what holds.",
    fix: "Look the quota up in Service Quotas; split the pipeline, or ask for more.",
    get passing() {
      return example(Array.from({ length: mostSteps }, (_, index) => lambda(`Step${index}`)));
    },
    get failing() {
      return example(Array.from({ length: mostSteps + 1 }, (_, index) => lambda(`Step${index}`)));
    },
    check({ steps }, report) {
      const over = steps[mostSteps];
      if (over === undefined) return;
      report({
        message:
          `The pipeline has ${steps.length} steps, those in branches included; ` +
          `the default quota is ${mostSteps}.`,
        path: over.path,
        step: over.name,
      });
    },
  },
  {
    id: "DISPLAY_NAME_CHARACTERS",
    severity: "warning",
    reason: "The published schema wants a display name to look like the name of a step.",
    source: schema,
    doubt: "The API takes any text of up to 256 characters, and AWS's own SDK writes such names.",
    fix: "Use letters, digits, hyphens and underscores only, 64 at most, if the service objects.",
    get passing() {
      return example([fail("Stop", { DisplayName: "Stop-here" })]);
    },
    get failing() {
      return example([fail("Stop", { DisplayName: "Stop here!" })]);
    },
    check: eachStepWith("DisplayName", ({ value, path }, report) => {
      const name = textOf(value["DisplayName"]);
      // Longer ones the API refuses as well, which is another rule's.
      if (name === undefined || name.length > 256 || nameLike.test(name)) return;
      report({
        message:
          `The display name ${shown(name)} is not of the form that the published schema gives: ` +
          "1 to 64 letters, digits, hyphens and underscores.",
        path: `${path}.DisplayName`,
      });
    }),
  },
  {
    id: "DISPLAY_NAME_TOO_LONG",
    severity: "error",
    reason: "The display name of a step has at most 256 characters.",
    source: `${api}/API_PipelineExecutionStep.html`,
    fix: "Shorten the display name.",
    get passing() {
      return example([fail("Stop", { DisplayName: "Stop" })]);
    },
    get failing() {
      return example([fail("Stop", { DisplayName: "x".repeat(257) })]);
    },
    check: tooLong("DisplayName", "display name", 256),
  },
  {
    id: "DESCRIPTION_TOO_LONG",
    severity: "error",
    reason: "The description of a step has at most 3,072 characters.",
    source: `${api}/API_PipelineExecutionStep.html`,
    fix: "Shorten the description.",
    get passing() {
      return example([fail("Stop", { Description: "Stops the run" })]);
    },
    get failing() {
      return example([fail("Stop", { Description: "x".repeat(3073) })]);
    },
    check: tooLong("Description", "description", 3072),
  },
  {
    id: "METADATA_KEY_INVALID",
    severity: "error",
    reason: "A key of the metadata has 1 to 128 letters, digits, hyphens and underscores.",
    source: schema,
    fix: "Choose a key of such characters.",
    get passing() {
      return example([lambda("Step")], { Metadata: { owner: "team" } });
    },
    get failing() {
      return example([lambda("Step")], { Metadata: { "the owner": "team" } });
    },
    check(definition, report) {
      for (const { name, path } of metadataOf(definition)) {
        if (/^[A-Za-z0-9\-_]{1,128}$/.test(name)) continue;
        report({
          message:
            `A key of the metadata cannot be ${shown(name)} (${name.length} characters): ` +
            "it has 1 to 128 letters, digits, hyphens and underscores.",
          path,
        });
      }
    },
  },
  {
    id: "METADATA_VALUE_TOO_LONG",
    severity: "error",
    reason: "A value of the metadata has at most 1,024 characters.",
    source: schema,
    fix: "Shorten the value.",
    get passing() {
      return example([lambda("Step")], { Metadata: { notes: "short" } });
    },
    get failing() {
      return example([lambda("Step")], { Metadata: { notes: "x".repeat(1025) } });
    },
    check(definition, report) {
      for (const { name, value, path } of metadataOf(definition)) {
        if (typeof value !== "string" || value.length <= 1024) continue;
        report({
          message: `The metadata ${shown(name)} has ${value.length} characters; at most 1,024 are allowed.`,
          path,
        });
      }
    },
  },
  {
    id: "EXPERIMENT_CONFIG_TRIMMED",
    severity: "warning",
    reason:
      "Pipelines puts its jobs into the experiment of the run; of a job's ExperimentConfig only " +
      "TrialComponentDisplayName is kept by AWS's SDK.",
    source:
      "https://github.com/aws/sagemaker-python-sdk/blob/v2.257.7/src/sagemaker/workflow/utilities.py",
    doubt: "What the service does with the other members is not written down.",
    fix: "Set the experiment with PipelineExperimentConfig, and keep TrialComponentDisplayName here.",
    get passing() {
      return example([
        processing("Clean", { ExperimentConfig: { TrialComponentDisplayName: "clean" } }),
      ]);
    },
    get failing() {
      return example([processing("Clean", { ExperimentConfig: { ExperimentName: "mine" } })]);
    },
    check({ steps }, report) {
      for (const step of steps) {
        const config = step.arguments["ExperimentConfig"];
        if (config === undefined) continue;
        for (const { name, path } of membersOf(config, `${step.path}.Arguments.ExperimentConfig`)) {
          if (!["ExperimentName", "TrialName", "RunName"].includes(name)) continue;
          report({
            message: `The ${name} of a job's ExperimentConfig has no effect in a pipeline.`,
            path,
            step: step.name,
          });
        }
      }
    },
  },
  {
    id: "NO_STEPS",
    severity: "warning",
    reason: "A pipeline without steps does nothing.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html",
    doubt: "Whether the service refuses it is not written down.",
    fix: "Add a step.",
    get passing() {
      return example([condition("Check", [someCondition], [fail("Stop")])]);
    },
    get failing() {
      return example([]);
    },
    check({ value }, report) {
      const list = at(value, "Steps");
      if (isJsonArray(list) && list.length === 0) {
        report({ message: "The pipeline has no steps.", path: "$.Steps" });
      }
    },
  },
];

function tooLong(member: string, what: string, most: number): Rule["check"] {
  return eachStepWith(member, ({ value, path }, report) => {
    const text = textOf(value[member]);
    if (text === undefined || text.length <= most) return;
    report({
      message: `The ${what} has ${text.length} characters; at most ${most} are allowed.`,
      path: `${path}.${member}`,
    });
  });
}

function metadataOf({ value }: CheckedDefinition): ReturnType<typeof membersOf> {
  return membersOf(at(value, "Metadata"), "$.Metadata");
}
