import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject, type PipelineDefinition } from "@nacre/core";
import { expect, test } from "vitest";
import { Jobs } from "../../src/state/jobs.ts";
import { EngineProcess, Home, sharedWithJobs } from "../engine/homes.ts";
import { bucket, definition, image } from "../pipelines.ts";

/** Each training job notes that it began; the second one waits for a file. */
function pipeline(folder: string): PipelineDefinition {
  const program = [
    "import json, os, time",
    `folder = ${JSON.stringify(folder)}`,
    "kind = json.load(open('/opt/ml/input/config/hyperparameters.json'))['kind']",
    "open(os.path.join(folder, 'began'), 'a').write(kind + '\\n')",
    "while kind == 'b' and not os.path.exists(os.path.join(folder, 'go')): time.sleep(0.05)",
    "print('loss =', {'a': 2, 'b': 1, 'c': 3}[kind])",
    "open('/opt/ml/model/model', 'w').write(kind)",
  ].join("\n");
  return definition([
    {
      Name: "Tune",
      Type: "Tuning",
      Arguments: {
        HyperParameterTuningJobConfig: {
          Strategy: "Grid",
          HyperParameterTuningJobObjective: { Type: "Minimize", MetricName: "loss" },
          ResourceLimits: { MaxParallelTrainingJobs: 1 },
          ParameterRanges: {
            CategoricalParameterRanges: [{ Name: "kind", Values: ["a", "b", "c"] }],
          },
        },
        TrainingJobDefinition: {
          AlgorithmSpecification: {
            TrainingImage: image,
            TrainingInputMode: "File",
            ContainerEntrypoint: ["python3", "-c", program],
            MetricDefinitions: [{ Name: "loss", Regex: "loss = ([0-9.]+)" }],
          },
          OutputDataConfig: { S3OutputPath: `${bucket}/models` },
          ResourceConfig: { InstanceCount: 1 },
          StoppingCondition: { MaxRuntimeInSeconds: 300 },
        },
      },
    },
  ]);
}

function began(folder: string): string[] {
  try {
    return readFileSync(join(folder, "began"), "utf8").trimEnd().split("\n");
  } catch {
    return [];
  }
}

test("training jobs that had ended when the engine died are not run again; the others are", async () => {
  const home = new Home();
  const folder = sharedWithJobs();
  const first = new EngineProcess(home.folder);
  const id = await home.start(pipeline(folder));
  await home.until(() => began(folder).length === 2, "the second training job");
  await first.kill();
  writeFileSync(join(folder, "go"), "");
  await home.engine();
  expect(await home.end(id)).toBe("Succeeded");
  expect(began(folder)).toEqual(["a", "b", "b", "c"]);
  const jobs = new Jobs(home.database);
  const [tuning, ...others] = jobs.ofStep("hyper-parameter-tuning-job", id, "Tune");
  expect(others).toEqual([]);
  expect(tuning?.status).toBe("Completed");
  const trainings = jobs.ofStep("training-job", id, "Tune");
  expect(trainings.map(({ name, status }) => [name.split("-").at(-2), status])).toEqual([
    ["001", "Completed"],
    ["002", "Stopped"],
    ["002", "Completed"],
    ["003", "Completed"],
  ]);
  const properties = home.steps.get(id, "Tune")?.properties;
  const best = properties?.["BestTrainingJob"];
  expect(best).toMatchObject({
    TunedHyperParameters: { kind: "b" },
    FinalHyperParameterTuningJobObjectiveMetric: { MetricName: "loss", Value: 1 },
  });
  expect(properties).toMatchObject({ TrainingJobStatusCounters: { Completed: 3, Stopped: 0 } });
  expect(
    isJsonObject(best) && String(best["TrainingJobName"]).startsWith(`${tuning?.name}-002-`),
  ).toBe(true);
});

test("a tuning job that is stopped stops its training jobs", async () => {
  const home = new Home();
  const folder = sharedWithJobs();
  const engine = await home.engine();
  const id = await home.start(pipeline(folder));
  await home.until(() => began(folder).length === 2, "the second training job");
  engine.stop(id);
  expect(await home.end(id)).toBe("Stopped");
  const jobs = new Jobs(home.database);
  expect(jobs.ofStep("hyper-parameter-tuning-job", id, "Tune")).toMatchObject([
    { status: "Stopped" },
  ]);
  expect(jobs.ofStep("training-job", id, "Tune").map(({ status }) => status)).toEqual([
    "Completed",
    "Stopped",
  ]);
});
