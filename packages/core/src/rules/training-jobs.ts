import { numberOf, type JsonObject, type JsonValue } from "../json.ts";
import type { CheckedStep } from "./checked-definition.ts";
import { FoundObject, InStep } from "./found.ts";
import type { Report, Rule } from "./rule.ts";
import { channel, example, training, transform } from "./support/examples.ts";
import { shown } from "./shown.ts";
import { once } from "./support/once.ts";
import {
  at,
  eachIn,
  eachStep,
  objectsIn,
  repeatedIn,
  stepsOf,
  type Placed,
} from "./support/values.ts";

const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const spot = { EnableManagedSpotTraining: true };

/** The arguments of all training jobs, those of tuning jobs included. */
const jobsIn = once((definition): readonly InStep<Placed<JsonObject>>[] => [
  ...stepsOf("Training", definition).map(
    (step) => new InStep(step, new FoundObject(step.arguments, `${step.path}.Arguments`)),
  ),
  ...stepsOf("Tuning", definition).flatMap(jobsOfTuning),
]);

/** Rules on training and transform jobs. */
export const trainingRules: readonly Rule[] = [
  {
    id: "TRAINING_CHANNEL_REPEATED",
    severity: "error",
    reason: "A channel is found by its name, so no two of a training job may share one.",
    source: `${api}/API_CreateTrainingJob.html`,
    fix: "Give one of them another name.",
    get passing() {
      return example([
        training("Train", { InputDataConfig: [channel("train"), channel("validation")] }),
      ]);
    },
    get failing() {
      return example([
        training("Train", { InputDataConfig: [channel("train"), channel("train")] }),
      ]);
    },
    check: eachTraining(({ value, path }, report) => {
      const list = objectsIn(value["InputDataConfig"], `${path}.InputDataConfig`);
      for (const { name, first, path: where } of repeatedIn(list, "ChannelName")) {
        report({
          message: `Two channels are named ${shown(name)}: ${first} and ${where}.`,
          path: `${where}.ChannelName`,
        });
      }
    }),
  },
  {
    id: "SPOT_WITHOUT_MAX_WAIT",
    severity: "error",
    isAboutAbsence: "in its step",
    reason: "Training on spot instances needs MaxWaitTimeInSeconds.",
    source: `${api}/API_StoppingCondition.html`,
    fix: "Add MaxWaitTimeInSeconds, at least as long as MaxRuntimeInSeconds.",
    get passing() {
      return example([
        training("Train", {
          ...spot,
          StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
        }),
      ]);
    },
    get failing() {
      return example([training("Train", spot)]);
    },
    check: eachTraining(({ value, path }, report) => {
      if (value["EnableManagedSpotTraining"] !== true) return;
      if (at(value, "StoppingCondition", "MaxWaitTimeInSeconds") !== undefined) return;
      report({
        message:
          "EnableManagedSpotTraining is true, but StoppingCondition has no MaxWaitTimeInSeconds.",
        path: `${path}.${value["StoppingCondition"] === undefined ? "EnableManagedSpotTraining" : "StoppingCondition"}`,
      });
    }),
  },
  {
    id: "SPOT_MAX_WAIT_TOO_SHORT",
    severity: "error",
    reason: "MaxWaitTimeInSeconds is at least as long as MaxRuntimeInSeconds.",
    source: `${api}/API_StoppingCondition.html`,
    fix: "Raise MaxWaitTimeInSeconds.",
    get passing() {
      return example([
        training("Train", {
          ...spot,
          StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 3600 },
        }),
      ]);
    },
    get failing() {
      return example([
        training("Train", {
          ...spot,
          StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 60 },
        }),
      ]);
    },
    check: eachTraining(({ value, path }, report) => {
      const run = numberOf(at(value, "StoppingCondition", "MaxRuntimeInSeconds"));
      const wait = numberOf(at(value, "StoppingCondition", "MaxWaitTimeInSeconds"));
      if (run === undefined || wait === undefined || wait >= run) return;
      report({
        message: `MaxWaitTimeInSeconds is ${wait}, shorter than MaxRuntimeInSeconds ${run}.`,
        path: `${path}.StoppingCondition.MaxWaitTimeInSeconds`,
      });
    }),
  },
  {
    id: "MAX_WAIT_WITHOUT_SPOT",
    severity: "warning",
    isAboutAbsence: "in its step",
    reason: "MaxWaitTimeInSeconds is the time to wait for spot instances.",
    source: `${api}/API_StoppingCondition.html`,
    doubt: "Whether the service refuses or ignores it is not written down.",
    fix: "Set EnableManagedSpotTraining, or remove MaxWaitTimeInSeconds.",
    get passing() {
      return example([training("Train")]);
    },
    get failing() {
      return example([
        training("Train", {
          StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
        }),
      ]);
    },
    check: eachTraining(({ value, path }, report) => {
      const isSpot = value["EnableManagedSpotTraining"] ?? false;
      if (isSpot !== false) return;
      if (at(value, "StoppingCondition", "MaxWaitTimeInSeconds") === undefined) return;
      report({
        message:
          "StoppingCondition has MaxWaitTimeInSeconds, but the training does not use spot instances.",
        path: `${path}.StoppingCondition.MaxWaitTimeInSeconds`,
      });
    }),
  },
  {
    id: "TRAINING_ALGORITHM_CHOICE",
    severity: "error",
    reason: "A training job runs an image or an algorithm, exactly one of them.",
    source: `${api}/API_AlgorithmSpecification.html`,
    fix: "Give TrainingImage or AlgorithmName.",
    get passing() {
      return example([training("Train")]);
    },
    get failing() {
      return example([
        training("Train", { AlgorithmSpecification: { TrainingInputMode: "File" } }),
      ]);
    },
    check: eachTraining(({ value, path }, report) => {
      const specification = at(value, "AlgorithmSpecification");
      exactlyOne(
        specification,
        `${path}.AlgorithmSpecification`,
        ["TrainingImage", "AlgorithmName"],
        report,
      );
    }),
  },
  {
    id: "TRAINING_INSTANCE_CHOICE",
    severity: "error",
    reason: "A training job has either one InstanceType or InstanceGroups.",
    source: `${api}/API_ResourceConfig.html`,
    fix: "Remove InstanceType and InstanceCount, or InstanceGroups.",
    get passing() {
      return example([training("Train")]);
    },
    get failing() {
      return example([
        training("Train", {
          ResourceConfig: {
            InstanceType: "ml.m5.large",
            InstanceCount: 1,
            VolumeSizeInGB: 30,
            InstanceGroups: [
              { InstanceGroupName: "all", InstanceType: "ml.m5.large", InstanceCount: 1 },
            ],
          },
        }),
      ]);
    },
    check: eachTraining(({ value, path }, report) => {
      const config = at(value, "ResourceConfig");
      if (at(config, "InstanceGroups") === undefined) return;
      for (const key of ["InstanceType", "InstanceCount"]) {
        if (at(config, key) === undefined) continue;
        report({
          message: `ResourceConfig has InstanceGroups and ${key}; only one of them is allowed.`,
          path: `${path}.ResourceConfig.InstanceGroups`,
        });
        return;
      }
    }),
  },
  {
    id: "TRANSFORM_PAYLOAD_TOO_LARGE",
    severity: "error",
    reason: "MaxConcurrentTransforms times MaxPayloadInMB is at most 100 MB.",
    source: `${api}/API_CreateTransformJob.html`,
    fix: "Lower one of the two.",
    get passing() {
      return example([transform("Score", { MaxConcurrentTransforms: 4, MaxPayloadInMB: 6 })]);
    },
    get failing() {
      return example([transform("Score", { MaxConcurrentTransforms: 4, MaxPayloadInMB: 50 })]);
    },
    check: eachStep(["Transform"], ({ path, arguments: args }, report) => {
      const count = numberOf(args["MaxConcurrentTransforms"]);
      const size = numberOf(args["MaxPayloadInMB"]);
      if (count === undefined || size === undefined || size > 100 || count * size <= 100) return;
      report({
        message: `MaxConcurrentTransforms ${count} times MaxPayloadInMB ${size} is ${count * size} MB; at most 100 are allowed.`,
        path: `${path}.Arguments.MaxPayloadInMB`,
      });
    }),
  },
  {
    id: "TRANSFORM_BATCH_WITHOUT_SPLIT",
    severity: "warning",
    isAboutAbsence: "in its step",
    reason: "A batch strategy needs records: SplitType Line, RecordIO or TFRecord.",
    source: `${api}/API_CreateTransformJob.html`,
    fix: "Set SplitType of TransformInput, or leave BatchStrategy out.",
    get passing() {
      return example([transform("Score")]);
    },
    get failing() {
      return example([transform("Score", { BatchStrategy: "MultiRecord" })]);
    },
    check: eachStep(["Transform"], ({ path, arguments: args }, report) => {
      const split = at(args, "TransformInput", "SplitType") ?? "None";
      if (args["BatchStrategy"] !== "MultiRecord" || split !== "None") return;
      report({
        message:
          "BatchStrategy is MultiRecord, but TransformInput does not split files into records.",
        path: `${path}.Arguments.BatchStrategy`,
      });
    }),
  },
];

/** What is wrong where not exactly one of two members is given. */
export function exactlyOne(
  value: JsonValue | undefined,
  path: string,
  members: readonly [string, string],
  report: Report,
): void {
  if (value === undefined || typeof value !== "object" || value === null) return;
  const given = members.filter((member) => at(value, member) !== undefined);
  if (given.length === 1) return;
  const [one, other] = members;
  report({
    message:
      given.length === 0
        ? `There is neither ${one} nor ${other}; exactly one is wanted.`
        : `There are both ${one} and ${other}; exactly one is allowed.`,
    path: given.length === 0 ? path : `${path}.${other}`,
  });
}

/** A check of the arguments of each training job. */
function eachTraining(check: (job: Placed<JsonObject>, report: Report) => void): Rule["check"] {
  return eachIn(jobsIn, ({ thing }, report) => check(thing, report));
}

function jobsOfTuning(step: CheckedStep): readonly InStep<Placed<JsonObject>>[] {
  const { arguments: args } = step;
  const where = `${step.path}.Arguments`;
  const single = objectsIn([args["TrainingJobDefinition"] ?? null], "");
  return [
    ...single.map(({ value }) => new FoundObject(value, `${where}.TrainingJobDefinition`)),
    ...objectsIn(args["TrainingJobDefinitions"], `${where}.TrainingJobDefinitions`),
  ].map((job) => new InStep(step, job));
}
