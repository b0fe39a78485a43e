import type { CheckedDefinition, CheckedStep } from "./checked-definition.ts";
import type { Rule } from "./rule.ts";
import { example, processing, tuning } from "./support/examples.ts";
import { shown } from "./shown.ts";
import { eachStep, textOf } from "./support/values.ts";

const source = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html";

/** How much of a step's name is in the names of its jobs. */
const kept = 20;

/** The field that names the job, by type of step. */
const nameFields: Readonly<Record<string, string>> = {
  Processing: "ProcessingJobName",
  ClarifyCheck: "ProcessingJobName",
  QualityCheck: "ProcessingJobName",
  Training: "TrainingJobName",
  Tuning: "HyperParameterTuningJobName",
  AutoML: "AutoMLJobName",
  Transform: "TransformJobName",
  Model: "ModelName",
};

/** Rules on the names of the jobs that steps start. */
export const jobNameRules: readonly Rule[] = [
  {
    id: "JOB_NAME_AMBIGUOUS",
    severity: "warning",
    reason:
      `The name of a job holds only the first ${kept} characters of its step's name, so the jobs of ` +
      "steps that share these are told apart by their random ends alone.",
    source,
    fix: "Let the names of the two steps differ earlier.",
    get passing() {
      return example([processing("CleanCustomerRecords"), processing("JoinCustomerRecords")]);
    },
    get failing() {
      return example([
        processing("CleanCustomerRecordsOfEurope"),
        processing("CleanCustomerRecordsOfAsia"),
      ]);
    },
    check(definition, report) {
      const first = new Map<string, CheckedStep>();
      for (const step of jobSteps(definition)) {
        const start = step.name.slice(0, kept);
        const earlier = first.get(start);
        if (earlier === undefined) {
          first.set(start, step);
        } else if (earlier.name !== step.name) {
          report({
            message:
              `Steps ${shown(earlier.name)} and ${shown(step.name)} have the same first ${kept} ` +
              `characters: the jobs of both are named pipelines-…-${start}-….`,
            path: `${step.path}.Name`,
            step: step.name,
          });
        }
      }
    },
  },
  {
    id: "JOB_NAME_NOT_KEPT",
    severity: "warning",
    reason:
      "Pipelines names jobs itself: a name in the arguments is dropped by AWS's SDK, or becomes the " +
      "prefix of the job's name where custom prefixes are on.",
    source,
    fix: "Leave the name out, unless you want it as a prefix.",
    get passing() {
      return example([processing("Clean")]);
    },
    get failing() {
      return example([processing("Clean", { ProcessingJobName: "clean" })]);
    },
    check: eachStep(Object.keys(nameFields), (step, report) => {
      const given = nameIn(step);
      if (given === undefined || isTooLong(step, given.name)) return;
      report({
        message:
          `${given.field} ${shown(given.name)} is not what the job will be called: ` +
          "Pipelines makes the name and takes this one for its beginning at most.",
        path: given.path,
      });
    }),
  },
  {
    id: "JOB_NAME_PREFIX_TOO_LONG",
    severity: "warning",
    reason:
      "A name in the arguments is the prefix of the job's name, which leaves room for 38 characters, " +
      "6 for tuning and AutoML jobs.",
    source,
    doubt: "What the service does with a longer prefix is not written down.",
    fix: "Shorten the name.",
    get passing() {
      return example([tuning("Tune")]);
    },
    get failing() {
      return example([tuning("Tune", { HyperParameterTuningJobName: "tune-the-trees" })]);
    },
    check: eachStep(Object.keys(nameFields), (step, report) => {
      const given = nameIn(step);
      if (given === undefined || !isTooLong(step, given.name)) return;
      report({
        message:
          `${given.field} ${shown(given.name)} has ${given.name.length} characters; ` +
          `as a prefix it may have ${longestPrefix(step)}.`,
        path: given.path,
      });
    }),
  },
];

function jobSteps({ steps }: CheckedDefinition): readonly CheckedStep[] {
  return steps.filter(
    ({ type, name }) => name !== "" && type !== "Model" && Object.hasOwn(nameFields, type),
  );
}

interface GivenName {
  readonly field: string;
  readonly name: string;
  readonly path: string;
}

function nameIn({ type, path, arguments: args }: CheckedStep): GivenName | undefined {
  const field = nameFields[type] ?? "";
  const name = textOf(args[field]);
  return name === undefined ? undefined : { field, name, path: `${path}.Arguments.${field}` };
}

function longestPrefix({ type }: CheckedStep): number {
  return type === "Tuning" || type === "AutoML" ? 6 : 38;
}

function isTooLong(step: CheckedStep, name: string): boolean {
  return name.length > longestPrefix(step);
}
