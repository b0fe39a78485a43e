import { numberOf, type JsonObject } from "../json.ts";
import type { CheckedStep } from "./checked-definition.ts";
import type { Rule } from "./rule.ts";
import {
  condition,
  example,
  fail,
  get,
  processing,
  trainingDefinition,
  tuning,
  tuningConfig,
} from "./support/examples.ts";
import { shown } from "./shown.ts";
import { at, eachStep, membersOf, objectsIn, textOf, type Placed } from "./support/values.ts";
import { exactlyOne } from "./training-jobs.ts";

const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const types = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html";

/** The properties of a tuning step list its 50 best training jobs. */
const lastRank = 49;

/** Rules on tuning and AutoML jobs. */
export const tuningRules: readonly Rule[] = [
  {
    id: "TUNING_DEFINITION_CHOICE",
    severity: "error",
    reason:
      "A tuning job has TrainingJobDefinition or TrainingJobDefinitions, exactly one of them.",
    source: `${api}/API_CreateHyperParameterTuningJob.html`,
    fix: "Give one of the two.",
    get passing() {
      return example([tuning("Tune")]);
    },
    get failing() {
      return example([tuning("Tune", { TrainingJobDefinitions: [trainingDefinition()] })]);
    },
    check: eachStep(["Tuning"], ({ path, arguments: args }, report) => {
      exactlyOne(
        args,
        `${path}.Arguments`,
        ["TrainingJobDefinition", "TrainingJobDefinitions"],
        report,
      );
    }),
  },
  {
    id: "TUNING_PARALLEL_OVER_TOTAL",
    severity: "warning",
    reason: "No more training jobs can run at once than there are.",
    source: `${api}/API_ResourceLimits.html`,
    doubt: "Whether the service refuses it is not written down.",
    fix: "Lower MaxParallelTrainingJobs, or raise MaxNumberOfTrainingJobs.",
    get passing() {
      return example([tuning("Tune")]);
    },
    get failing() {
      return withConfig({
        ResourceLimits: { MaxNumberOfTrainingJobs: 2, MaxParallelTrainingJobs: 4 },
      });
    },
    check: eachStep(["Tuning"], ({ path, arguments: args }, report) => {
      const limits = at(args, "HyperParameterTuningJobConfig", "ResourceLimits");
      const most = numberOf(at(limits, "MaxNumberOfTrainingJobs"));
      const parallelJobs = numberOf(at(limits, "MaxParallelTrainingJobs"));
      if (most === undefined || parallelJobs === undefined || parallelJobs <= most) return;
      // That none is too few is said already.
      if (most < 1) return;
      report({
        message: `MaxParallelTrainingJobs is ${parallelJobs}, but MaxNumberOfTrainingJobs only ${most}.`,
        path: `${path}.Arguments.HyperParameterTuningJobConfig.ResourceLimits.MaxParallelTrainingJobs`,
      });
    }),
  },
  {
    id: "TUNING_RANGE_EMPTY",
    severity: "error",
    reason: "The smallest value of a range is not above its largest.",
    source: `${api}/API_ParameterRanges.html`,
    fix: "Swap MinValue and MaxValue.",
    get passing() {
      return example([tuning("Tune")]);
    },
    get failing() {
      return withConfig({
        ParameterRanges: {
          ContinuousParameterRanges: [{ Name: "eta", MinValue: "0.5", MaxValue: "0.1" }],
        },
      });
    },
    check: eachStep(["Tuning"], (step, report) => {
      for (const { value, path } of rangesOf(step)) {
        const [least, most] = [numberIn(value["MinValue"]), numberIn(value["MaxValue"])];
        if (least === undefined || most === undefined || least <= most) continue;
        report({
          message: `The range of ${shown(value["Name"])} goes from ${least} to ${most}: no value is in it.`,
          path: `${path}.MinValue`,
        });
      }
    }),
  },
  {
    id: "TUNING_PARAMETER_STATIC",
    severity: "warning",
    reason: "A hyperparameter is either fixed or tuned.",
    source: `${api}/API_HyperParameterTrainingJobDefinition.html`,
    doubt: "Whether the service refuses it is not written down.",
    fix: "Remove it from StaticHyperParameters, or from the ranges.",
    get passing() {
      return example([tuning("Tune")]);
    },
    get failing() {
      return example([
        tuning("Tune", {
          TrainingJobDefinition: trainingDefinition({ StaticHyperParameters: { eta: "0.2" } }),
        }),
      ]);
    },
    check: eachStep(["Tuning"], (step, report) => {
      const definition = step.arguments["TrainingJobDefinition"];
      const tuned = new Set(rangesOf(step).map(({ value }) => textOf(value["Name"])));
      const path = `${step.path}.Arguments.TrainingJobDefinition.StaticHyperParameters`;
      for (const fixed of membersOf(at(definition, "StaticHyperParameters"), path)) {
        if (!tuned.has(fixed.name)) continue;
        report({
          message: `The hyperparameter ${shown(fixed.name)} is fixed, and has a range too.`,
          path: fixed.path,
        });
      }
    }),
  },
  {
    id: "TUNING_RANK_OUT_OF_RANGE",
    severity: "error",
    reason: `The properties of a tuning step list its best training jobs from 0 to ${lastRank}.`,
    source: types,
    fix: `Choose a rank from 0 to ${lastRank}.`,
    get passing() {
      return withRank(lastRank);
    },
    get failing() {
      return withRank(lastRank + 1);
    },
    check({ references }, report) {
      for (const reference of references) {
        const { parsed, target, step } = reference;
        if (target?.type !== "Tuning" || parsed?.kind !== "property") continue;
        const [list, rank] = parsed.path;
        if (list?.kind !== "member" || list.name !== "TrainingJobSummaries") continue;
        if (rank?.kind !== "index" || rank.index <= lastRank) continue;
        report({
          message: `The training job of rank ${rank.index} is asked for; there are ranks 0 to ${lastRank}.`,
          path: reference.path,
          ...(step === undefined ? {} : { step: step.name }),
        });
      }
    },
  },
  {
    id: "AUTOML_NOT_ENSEMBLING",
    severity: "error",
    reason: "An AutoML step works in the mode ENSEMBLING only.",
    source: types,
    fix: 'Set "Mode": "ENSEMBLING" in AutoMLJobConfig.',
    get passing() {
      return example([autoMl("ENSEMBLING")]);
    },
    get failing() {
      return example([autoMl("HYPERPARAMETER_TUNING")]);
    },
    check: eachStep(["AutoML"], ({ path, arguments: args }, report) => {
      const config = at(args, "AutoMLJobConfig");
      const given = at(config, "Mode");
      if (given === "ENSEMBLING" || (typeof given === "object" && given !== null)) return;
      const where = config === undefined ? "" : ".AutoMLJobConfig";
      report({
        message:
          given === undefined
            ? "AutoMLJobConfig has no Mode; in a pipeline it has to be ENSEMBLING."
            : `The mode of AutoML is ${shown(given)}; in a pipeline it has to be ENSEMBLING.`,
        path: `${path}.Arguments${where}${given === undefined ? "" : ".Mode"}`,
      });
    }),
  },
];

function numberIn(value: JsonObject[string]): number | undefined {
  const text = textOf(value);
  if (text === undefined) return numberOf(value);
  return text.trim() === "" || !Number.isFinite(Number(text)) ? undefined : Number(text);
}

/** All ranges of a tuning job that have a smallest and a largest value, or a list of values. */
function rangesOf({ path, arguments: args }: CheckedStep): readonly Placed<JsonObject>[] {
  const owners = [
    {
      ranges: at(args, "HyperParameterTuningJobConfig", "ParameterRanges"),
      path: `${path}.Arguments.HyperParameterTuningJobConfig.ParameterRanges`,
    },
    ...objectsIn(args["TrainingJobDefinitions"], `${path}.Arguments.TrainingJobDefinitions`).map(
      (definition) => ({
        ranges: definition.value["HyperParameterRanges"],
        path: `${definition.path}.HyperParameterRanges`,
      }),
    ),
  ];
  return owners.flatMap((owner) =>
    ["IntegerParameterRanges", "ContinuousParameterRanges", "CategoricalParameterRanges"].flatMap(
      (kind) => objectsIn(at(owner.ranges, kind), `${owner.path}.${kind}`),
    ),
  );
}

function withConfig(further: JsonObject): string {
  return example([tuning("Tune", { HyperParameterTuningJobConfig: tuningConfig(further) })]);
}

function withRank(rank: number): string {
  const name = get(`Steps.Tune.TrainingJobSummaries[${rank}].TrainingJobName`);
  return example([
    tuning("Tune"),
    condition("Check", [{ Type: "Equals", LeftValue: name, RightValue: "best" }], [fail("Stop")]),
    processing("Report", { Environment: { STAGE: "end" } }),
  ]);
}

function autoMl(mode: string): JsonObject {
  const s3 = { S3DataType: "S3Prefix", S3Uri: "s3://example-bucket/train" };
  return {
    Name: "Search",
    Type: "AutoML",
    Arguments: {
      AutoMLJobConfig: { Mode: mode },
      InputDataConfig: [{ DataSource: { S3DataSource: s3 }, TargetAttributeName: "y" }],
      OutputDataConfig: { S3OutputPath: "s3://example-bucket/automl" },
      ProblemType: "Regression",
      AutoMLJobObjective: { MetricName: "MSE" },
      RoleArn: "arn:aws:iam::111122223333:role/Pipeline",
    },
  };
}
