import { createAbalonePipeline, createSampleData } from "abalone";
import { ensurePythonEnvironment } from "@nacre/local";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../repository.ts";
import { measure, type Command } from "./measure.ts";
import { words, type Row } from "./row.ts";

/** A local run of Abalone against the same four Python commands typed by hand, one after the other. */
export async function benchRun(runs: number): Promise<Row[]> {
  const { python } = await ensurePythonEnvironment({});
  const work = mkdtempSync(join(tmpdir(), "nacre-bench-"));
  try {
    const sample = createSampleData();
    const csv = join(work, "processing/input/abalone-dataset.csv");
    const batch = join(work, "abalone-dataset-batch");
    write(csv, sample.csv);
    write(batch, sample.batch);
    writeTrainingConfiguration(work);
    const app = join(repositoryRoot, "packages/abalone/src/app.ts");
    const nacre = join(repositoryRoot, "packages/cli/bin/nacre.js");
    const home = join(work, "home");
    const data = ["--data", csv, "--batch", batch];
    // In a home of its own each time: in one that is used again, steps may be taken from the cache.
    const run = (...more: string[]): Command => ({
      argv: [
        ["sh", "-euc", 'home=$1; shift; rm -rf "$home"; exec "$@"', "sh", home],
        ["node", nacre, "run", "--app", app, "--home", home, ...data, ...more],
      ].flat(),
    });
    const [ours, cold, byHand] = await measure(
      [run(), run("--no-warm"), { argv: ["sh", "-euc", commandsByHand(python, work, batch)] }],
      runs,
    );
    if (ours === undefined || cold === undefined || byHand === undefined) {
      throw new Error("three commands give three costs");
    }
    return [
      {
        what: "local run of Abalone / its Python commands by hand, wall",
        value: ours.wall / byHand.wall,
        unit: "×",
        goal: 0.67,
        detail: `${words(ours)} / ${words(byHand)}`,
      },
      {
        what: "local run of Abalone --no-warm / its Python commands by hand, wall",
        value: cold.wall / byHand.wall,
        unit: "×",
        goal: 1.05,
        detail: `${words(cold)} / ${words(byHand)}`,
      },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What someone without Nacre would type, in a folder that stands for /opt/ml. */
function commandsByHand(python: string, optMl: string, batch: string): string {
  const scripts = join(repositoryRoot, "packages/abalone/python");
  const processing = join(optMl, "processing");
  return [
    `export NACRE_OPT_ML='${optMl}' PYTHONPATH='${join(repositoryRoot, "packages/local/python")}'`,
    `'${python}' '${scripts}/preprocessing.py' --base-dir '${processing}'`,
    ...["train", "validation"].flatMap((channel) => [
      `mkdir -p '${optMl}/input/data/${channel}'`,
      `cp '${processing}/${channel}/${channel}.csv' '${optMl}/input/data/${channel}/'`,
    ]),
    `'${python}' -m nacre_jobs.xgboost_train`,
    `mkdir -p '${processing}/model'`,
    `tar -czf '${processing}/model/model.tar.gz' -C '${optMl}/model' xgboost-model`,
    `'${python}' '${scripts}/evaluation.py' --base-dir '${processing}'`,
    `'${python}' -m nacre_jobs.xgboost_transform --input '${batch}' --output '${optMl}/batch.out'`,
  ].join("\n");
}

function writeTrainingConfiguration(optMl: string): void {
  const pipeline = createAbalonePipeline({
    region: "us-east-1",
    account: "000000000000",
    role: "arn:aws:iam::000000000000:role/Bench",
  });
  const training = pipeline.definition().Steps.find((step) => step.Type === "Training");
  const config = join(optMl, "input/config");
  write(
    join(config, "hyperparameters.json"),
    JSON.stringify(training?.Arguments["HyperParameters"]),
  );
  const channel = { ContentType: "text/csv", TrainingInputMode: "File" };
  const channels = { train: channel, validation: channel };
  write(join(config, "inputdataconfig.json"), JSON.stringify(channels));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
