import type { JsonObject } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { isOver, runTrials } from "../../src/tuning/run-trials.ts";
import type { TunedValues } from "../../src/tuning/search.ts";
import { outcomeOf, type TrialJob } from "../../src/tuning/summaries.ts";
import { readTuningJob, trainingArguments, type TuningJob } from "../../src/tuning/tuning-job.ts";

const definition: JsonObject = {
  AlgorithmSpecification: { TrainingImage: "image", TrainingInputMode: "File" },
  StaticHyperParameters: { num_round: "5" },
  OutputDataConfig: { S3OutputPath: "s3://b/models" },
  ResourceConfig: { InstanceCount: 1 },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
};
const config: JsonObject = {
  Strategy: "Random",
  HyperParameterTuningJobObjective: { Type: "Minimize", MetricName: "validation:rmse" },
  ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2 },
  ParameterRanges: {
    ContinuousParameterRanges: [{ Name: "eta", MinValue: "0", MaxValue: "1" }],
  },
};

function read(
  change: JsonObject = {},
  changeDefinition: JsonObject = {},
  changeArgs: JsonObject = {},
): ReturnType<typeof readTuningJob> {
  return readTuningJob(
    {
      HyperParameterTuningJobConfig: { ...config, ...change },
      TrainingJobDefinition: { ...definition, ...changeDefinition },
      ...changeArgs,
    },
    "its own",
  );
}

function tuningJob(change: JsonObject = {}): TuningJob {
  const job = read(change);
  if ("faults" in job) throw new Error(JSON.stringify(job.faults));
  return job;
}

describe("the arguments of a Tuning step", () => {
  test("are a search and training jobs", () => {
    expect(tuningJob()).toMatchObject({
      search: { strategy: "Random", seed: "its own", count: 4, parallel: 2, maximize: false },
      metricName: "validation:rmse",
      training: { HyperParameters: { num_round: "5" }, ResourceConfig: { InstanceCount: 1 } },
    });
    expect(tuningJob({ RandomSeed: 7 }).search.seed).toBe("7");
  });

  test("have no more than what a training job takes", () => {
    const training = trainingArguments({
      TrainingJobDefinition: {
        ...definition,
        ResourceConfig: undefined,
        DefinitionName: "one",
        TuningObjective: {},
        HyperParameterRanges: {},
        RetryStrategy: {},
        HyperParameterTuningResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large" },
      },
    });
    expect(Object.keys(training).toSorted()).toEqual([
      "AlgorithmSpecification",
      "HyperParameters",
      "OutputDataConfig",
      "ResourceConfig",
      "StoppingCondition",
    ]);
  });

  const grid = { CategoricalParameterRanges: [{ Name: "kind", Values: ["a", "b", "c"] }] };
  test.each<[string, ReturnType<typeof readTuningJob>, string]>([
    [
      "Hyperband",
      read({ Strategy: "Hyperband" }),
      "its strategy is Hyperband, which stops training jobs half-way",
    ],
    ["no strategy", read({ Strategy: undefined }), "its strategy is null"],
    [
      "several definitions",
      read({}, {}, { TrainingJobDefinitions: [] }),
      "it asks for several training job definitions (TrainingJobDefinitions)",
    ],
    [
      "a warm start",
      read({}, {}, { WarmStartConfig: {} }),
      "it asks for a warm start from other tuning jobs (WarmStartConfig)",
    ],
    ["Autotune", read({}, {}, { Autotune: { Mode: "Enabled" } }), "it asks for Autotune"],
    [
      "convergence",
      read({ TuningJobCompletionCriteria: { ConvergenceDetected: {} } }),
      "it asks for an end when the search converges (ConvergenceDetected)",
    ],
    [
      "a metric that nothing defines",
      read({ HyperParameterTuningJobObjective: { Type: "Minimize", MetricName: "loss" } }),
      'nothing tells how its objective "loss" is found in the logs',
    ],
    [
      "a metric of XGBoost in a script",
      read({}, { StaticHyperParameters: { sagemaker_program: "train.py" } }),
      'nothing tells how its objective "validation:rmse" is found in the logs',
    ],
    [
      "no number of training jobs",
      read({ ResourceLimits: {} }),
      "nothing says how many training jobs it has",
    ],
    [
      "a grid of numbers",
      read({ Strategy: "Grid" }),
      "its strategy is Grid, but it has ranges of numbers",
    ],
    [
      "a grid of another size",
      read({ Strategy: "Grid", ParameterRanges: grid }),
      "its grid has 3 combinations, but MaxNumberOfTrainingJobs is 4",
    ],
    [
      "ranges of AWS's choice",
      read({ ParameterRanges: { AutoParameters: [{}] } }),
      "it lets SageMaker choose ranges (AutoParameters)",
    ],
  ])("with %s are refused", (_, given, reason) => {
    expect(given).toEqual({ faults: [{ reason, cure: expect.any(String) }] });
  });

  test("with a grid have as many training jobs as combinations", () => {
    const job = tuningJob({ Strategy: "Grid", ParameterRanges: grid, ResourceLimits: {} });
    expect(job.search.count).toBe(3);
  });
});

const time = new Date("2026-03-01T00:00:00Z");
function trial(
  name: string,
  objective: number | undefined,
  change: Partial<TrialJob> = {},
): TrialJob {
  return {
    name,
    arn: `arn:${name}`,
    values: { eta: name },
    startTime: time,
    endTime: time,
    status: "Completed",
    objective,
    ...change,
  };
}

describe("the outcome", () => {
  const trials = [
    trial("a", 3),
    trial("b", undefined),
    trial("c", 1),
    trial("d", 9, { status: "Failed", failureReason: "AlgorithmError: x" }),
    trial("e", 1),
  ];

  test.each([
    ["Minimize", ["c", "e", "a", "b", "d"]],
    ["Maximize", ["a", "c", "e", "b", "d"]],
  ])("lists the best first: %s", (Type, wanted) => {
    const job = tuningJob({
      HyperParameterTuningJobObjective: { Type, MetricName: "validation:rmse" },
    });
    const { best, properties } = outcomeOf("tune", job, trials);
    expect(best?.name).toBe(wanted[0]);
    expect(properties["TrainingJobSummaries"]).toMatchObject(
      wanted.map((TrainingJobName) => ({ TrainingJobName })),
    );
    expect(properties).toMatchObject({
      BestTrainingJob: {
        TrainingJobName: wanted[0],
        TuningJobName: "tune",
        TrainingJobStatus: "Completed",
        ObjectiveStatus: "Succeeded",
        TunedHyperParameters: { eta: wanted[0] },
        FinalHyperParameterTuningJobObjectiveMetric: { Type, MetricName: "validation:rmse" },
      },
      TrainingJobStatusCounters: { Completed: 4, NonRetryableError: 1, Stopped: 0 },
      ObjectiveStatusCounters: { Succeeded: 3, Failed: 2 },
    });
  });

  test("has no best when no objective was reported", () => {
    const { best, properties } = outcomeOf("tune", tuningJob(), [trial("a", undefined)]);
    expect(best).toBeUndefined();
    expect(properties).not.toHaveProperty("BestTrainingJob");
  });
});

/** Runs a search whose training jobs end when they are told to. */
async function searchOf(
  change: JsonObject,
  objective: (index: number) => number,
): Promise<{ most: number; trials: TrialJob[] }> {
  let running = 0;
  let most = 0;
  const trials = await runTrials(tuningJob(change), async (index, values: TunedValues) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return trial(String(index), objective(index), { values });
  });
  return { most, trials };
}

describe("training jobs", () => {
  test.each(["Random", "Bayesian"])(
    "of a %s search run as many at once as it says",
    async (Strategy) => {
      const limits = { MaxNumberOfTrainingJobs: 9, MaxParallelTrainingJobs: 3 };
      const change = { Strategy, RandomSeed: 1, ResourceLimits: limits };
      const { most, trials } = await searchOf(change, (index) => index);
      expect(most).toBe(3);
      expect(trials.map(({ name }) => name)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
      const again = await searchOf(change, (index) => index);
      expect(again.trials).toEqual(trials);
    },
  );

  test("end with a fault of the search, after those that run", async () => {
    const started: number[] = [];
    const search = runTrials(tuningJob(), async (index) => {
      started.push(index);
      if (index === 0) throw new Error("the engine stops");
      return trial(String(index), 1);
    });
    await expect(search).rejects.toThrow("the engine stops");
    expect(started).toEqual([0, 1]);
  });

  test.each<[string, Partial<TuningJob>, readonly (number | undefined)[], boolean]>([
    ["go on without criteria", {}, [1, 2, 3], false],
    ["go on above the target", { target: 0.5 }, [1, 0.6], false],
    ["end at the target", { target: 0.5 }, [1, undefined, 0.5, 0.9], true],
    ["go on while they get better", { mostWithoutGain: 2 }, [3, 4, 2, 5], false],
    ["end when none got better", { mostWithoutGain: 2 }, [3, 2, 5, undefined, 2], true],
  ])("%s", (_, criteria, objectives, wanted) => {
    const trials = objectives.map((objective) => ({ values: {}, objective }));
    expect(isOver({ ...tuningJob(), ...criteria }, trials)).toBe(wanted);
  });
});
