import { numberOf, type JsonObject, type JsonValue } from "@nacre/core";
import { object, text } from "../plan.ts";
import { isXgboostMetric, metricPatterns } from "../metrics/metric-patterns.ts";
import { readRanges, type TunedRange } from "./ranges.ts";
import { gridSize, type SearchPlan } from "./search.ts";

/** A tuning job as it runs here. */
export interface TuningJob {
  /** How values are chosen. */
  readonly search: SearchPlan;
  /** `Minimize` or `Maximize`. */
  readonly objectiveType: string;
  /** The name of the metric that is the objective. */
  readonly metricName: string;
  /** The arguments of every training job, but for the tuned hyperparameters. */
  readonly training: JsonObject;
  /** `DefinitionName` of the training jobs. */
  readonly definitionName: string | undefined;
  /** No training job is started once the objective is as good as this. */
  readonly target: number | undefined;
  /** No training job is started once so many in a row were no better. */
  readonly mostWithoutGain: number | undefined;
  /** The longest all of them may take together, in seconds. */
  readonly maxRuntimeSeconds: number | undefined;
}

/** Why a tuning job does not run here, and what to do. */
export interface TuningFault {
  /** What of it. */
  readonly reason: string;
  /** What the user can do. */
  readonly cure: string;
}

const leaveOut = "Leave it out, or run this pipeline in SageMaker.";

/**
 * Reads the arguments of a Tuning step.
 *
 * @param seed - what random choices come from when there is no `RandomSeed`
 * @returns the job, or all that cannot be done here
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateHyperParameterTuningJob.html
 */
export function readTuningJob(
  args: JsonObject,
  seed: string,
): TuningJob | { readonly faults: readonly TuningFault[] } {
  const config = object(args["HyperParameterTuningJobConfig"]);
  const definition = object(args["TrainingJobDefinition"]);
  const faults = unsupportedMembers(args, config);
  const objective = object(
    config["HyperParameterTuningJobObjective"] ?? definition["TuningObjective"],
  );
  const objectiveType = text(objective["Type"]) ?? "";
  const metricName = text(objective["MetricName"]) ?? "";
  faults.push(...unsupportedMetric(definition, metricName));
  const ranges = readRanges(config["ParameterRanges"] ?? definition["HyperParameterRanges"]);
  if ("fault" in ranges) {
    faults.push({ reason: ranges.fault, cure: "Mend the ParameterRanges." });
    return { faults };
  }
  const limits = object(config["ResourceLimits"]);
  const count = countOf(config, limits, ranges);
  if (typeof count === "object") faults.push(count);
  if (faults.length > 0 || typeof count === "object") return { faults };
  const criteria = object(config["TuningJobCompletionCriteria"]);
  const notImproving = object(criteria["BestObjectiveNotImproving"]);
  const randomSeed = numberOf(config["RandomSeed"]);
  return {
    search: {
      // The faults above leave these.
      strategy: text(config["Strategy"]) as SearchPlan["strategy"],
      ranges,
      seed: randomSeed === undefined ? seed : String(randomSeed),
      count,
      parallel: Math.max(1, numberOf(limits["MaxParallelTrainingJobs"]) ?? 1),
      maximize: objectiveType === "Maximize",
    },
    objectiveType,
    metricName,
    training: trainingArguments(args),
    definitionName: text(definition["DefinitionName"]),
    target: numberOf(criteria["TargetObjectiveMetricValue"]),
    mostWithoutGain: numberOf(notImproving["MaxNumberOfTrainingJobsNotImproving"]),
    maxRuntimeSeconds: numberOf(limits["MaxRuntimeInSeconds"]),
  };
}

/** The arguments that the training jobs of a Tuning step share, as a Training step has them. */
export function trainingArguments(args: JsonObject): JsonObject {
  const {
    StaticHyperParameters,
    DefinitionName: _name,
    TuningObjective: _objective,
    HyperParameterRanges: _ranges,
    HyperParameterTuningResourceConfig: resources,
    RetryStrategy: _retries,
    ...training
  } = object(args["TrainingJobDefinition"]);
  return {
    ...training,
    ...(training["ResourceConfig"] === undefined && resources !== undefined
      ? { ResourceConfig: resources }
      : {}),
    HyperParameters: StaticHyperParameters ?? {},
  };
}

function unsupportedMembers(args: JsonObject, config: JsonObject): TuningFault[] {
  const faults: TuningFault[] = [];
  const strategy = text(config["Strategy"]);
  if (strategy === "Hyperband") {
    faults.push({
      reason: "its strategy is Hyperband, which stops training jobs half-way",
      cure: "Use the strategy Bayesian, Random or Grid.",
    });
  } else if (!["Bayesian", "Random", "Grid"].includes(strategy ?? "")) {
    faults.push({
      reason: `its strategy is ${JSON.stringify(strategy ?? null)}`,
      cure: "Use the strategy Bayesian, Random or Grid.",
    });
  }
  const refused: readonly (readonly [JsonValue | undefined, string])[] = [
    [args["TrainingJobDefinitions"], "several training job definitions (TrainingJobDefinitions)"],
    [args["WarmStartConfig"], "a warm start from other tuning jobs (WarmStartConfig)"],
    [object(args["Autotune"])["Mode"], "Autotune"],
    [
      object(config["TuningJobCompletionCriteria"])["ConvergenceDetected"],
      "an end when the search converges (ConvergenceDetected)",
    ],
  ];
  for (const [value, what] of refused) {
    if (value !== undefined) faults.push({ reason: `it asks for ${what}`, cure: leaveOut });
  }
  return faults;
}

function unsupportedMetric(definition: JsonObject, name: string): TuningFault[] {
  const defined = metricPatterns(object(definition["AlgorithmSpecification"]));
  if ("fault" in defined) {
    return [{ reason: defined.fault, cure: "Write it as a regular expression of JavaScript." }];
  }
  const isScript = "sagemaker_program" in object(definition["StaticHyperParameters"]);
  if (defined.some((pattern) => pattern.name === name)) return [];
  if (!isScript && isXgboostMetric(name)) return [];
  return [
    {
      reason: `nothing tells how its objective ${JSON.stringify(name)} is found in the logs`,
      cure: "Add MetricDefinitions to the AlgorithmSpecification, or name a metric of the XGBoost algorithm such as validation:rmse.",
    },
  ];
}

function countOf(
  config: JsonObject,
  limits: JsonObject,
  ranges: readonly TunedRange[],
): number | TuningFault {
  const most = numberOf(limits["MaxNumberOfTrainingJobs"]);
  if (config["Strategy"] !== "Grid") {
    if (most !== undefined && most >= 1) return most;
    return {
      reason: "nothing says how many training jobs it has",
      cure: "Give ResourceLimits.MaxNumberOfTrainingJobs.",
    };
  }
  const size = gridSize(ranges);
  if (size === undefined) {
    return {
      reason: "its strategy is Grid, but it has ranges of numbers",
      cure: "Use CategoricalParameterRanges only, or the strategy Random.",
    };
  }
  if (most === undefined || most === size) return size;
  return {
    reason: `its grid has ${size} combinations, but MaxNumberOfTrainingJobs is ${most}`,
    cure: `Leave MaxNumberOfTrainingJobs out, or set it to ${size}.`,
  };
}
