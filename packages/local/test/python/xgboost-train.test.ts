import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensurePythonEnvironment } from "../../src/python/environment.ts";
import { channel, libsvmRowsOf, OptMl, rowsOf, runPython } from "./python-job.ts";

const csv = channel("text/csv");
// A job takes a second, and several when the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

let ml: OptMl;

beforeEach(async () => {
  await ensurePythonEnvironment();
  ml = await OptMl.create();
}, 600_000);
afterEach(() => ml.remove());

/** What a Python expression about the trained `booster` gives. */
async function askBooster(expression: string): Promise<unknown> {
  const script = `import json, pickle, sys
booster = pickle.load(open(sys.argv[1], "rb"))
config = json.loads(booster.save_config())["learner"]
print(json.dumps(${expression}))`;
  const { stdout, stderr } = await runPython(["-c", script, ml.path("model/xgboost-model")]);
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

/** Labels that have nothing to do with the features. */
function noise(shift: number): string {
  const lines = Array.from({ length: 60 }, (_, index) => `${(index * 37 + shift) % 10},${index}`);
  return lines.join("\n");
}

describe("the training job", () => {
  it("prints every round's metrics as 1.0 does and leaves a pickled Booster", async () => {
    const ended = await ml.train(
      { num_round: "3", objective: "reg:linear", silent: "0", eta: "0.5" },
      { "train/a.csv": rowsOf(60), "validation/a.csv": rowsOf(20) },
      { train: csv, validation: csv },
    );
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    const rounds = ended.stdout.split("\n").filter((line) => line.startsWith("["));
    expect(rounds).toHaveLength(3);
    for (const [index, line] of rounds.entries()) {
      const number = String.raw`\d+\.\d{5}`;
      expect(line).toMatch(
        new RegExp(`^\\[${index}\\]\ttrain-rmse:${number}\tvalidation-rmse:${number}$`),
      );
    }
    expect(await askBooster("[booster.num_boosted_rounds(), booster.num_features()]")).toEqual([
      3, 3,
    ]);
  });

  it("trains with 1.0's defaults: base_score 0.5, exact trees, squared error", async () => {
    await ml.train({ num_round: "1" }, { "train/a.csv": rowsOf(60) });
    expect(
      await askBooster(`[float(config["learner_model_param"]["base_score"].strip("[]")),
        config["gradient_booster"]["gbtree_train_param"]["tree_method"], config["objective"]["name"]]`),
    ).toEqual([0.5, "exact", "reg:squarederror"]);
  });

  it.each([
    ["a semicolon", rowsOf(60, ";")],
    ["a tab", rowsOf(60, "\t")],
    ["a space", rowsOf(60, " ")],
  ])("finds out that the delimiter is %s", async (_case, text) => {
    expect(await ml.train({ num_round: "1" }, { "train/a.csv": text })).toMatchObject({
      status: 0,
    });
    expect(await askBooster("booster.num_features()")).toBe(3);
  });

  it("reads all files of a channel", async () => {
    const files = { "train/a.csv": rowsOf(30), "train/b.csv": rowsOf(12) };
    const { stdout } = await ml.train({ num_round: "1" }, files);
    expect(stdout).toContain("Train matrix has 42 rows");
  });

  it("takes the second column for weights with csv_weights=1", async () => {
    // Every second line says something else and weighs nothing.
    const weighted = Array.from({ length: 80 }, (_, index) =>
      index % 2 === 0 ? `7,1,${index},1` : `1000,0,${index},1`,
    ).join("\n");
    const parameters = { num_round: "30", eta: "1", csv_weights: "1", lambda: "0" };
    await ml.train(parameters, { "train/a.csv": weighted });
    expect(await askBooster("booster.num_features()")).toBe(2);
    const { output } = await ml.transform("3,1\n50,1\n", "--content-type", "text/csv");
    for (const line of (output ?? "").trim().split("\n")) expect(Number(line)).toBeCloseTo(7, 3);
  });

  it("reads libsvm, columns counted from 0, where no content type is given", async () => {
    await ml.train({ num_round: "1" }, { "train/a": libsvmRowsOf(40, 1) }, { train: channel() });
    // Counted from 1 the same three features make four columns, as in the container.
    expect(await askBooster("booster.num_features()")).toBe(4);
  });

  it.each([
    [{ objective: "binary:logistic" }, "error"],
    [{ objective: "multi:softmax", num_class: "2" }, "merror"],
    [{ objective: "binary:logistic", eval_metric: "logloss" }, "logloss"],
    [{ objective: "binary:logistic", eval_metric: "accuracy" }, "accuracy"],
    [{ objective: "binary:logistic", eval_metric: "f1" }, "f1"],
    [{ eval_metric: "mse" }, "mse"],
    [{ _tuning_objective_metric: "validation:mae" }, "mae"],
  ])("reports for %j the metric %s", async (parameters, metric) => {
    const text = Array.from(
      { length: 40 },
      (_, index) => `${index % 2},${index},${index % 2}`,
    ).join("\n");
    const { stdout } = await ml.train({ num_round: "1", ...parameters }, { "train/a.csv": text });
    expect(stdout).toMatch(new RegExp(String.raw`^\[0\]\ttrain-${metric}:\d+\.\d{5}$`, "m"));
  });

  it("computes accuracy, f1 and mse as the container does", async () => {
    const { stdout } = await runPython([
      "-c",
      `import numpy as np
from sklearn.metrics import f1_score
from nacre_jobs.metrics import accuracy, f1, mse
labels, found = np.array([0, 0, 1, 1, 2, 2.0]), np.array([0, 1, 1, 1, 2, 0.0])
print(accuracy(labels, found), f1(labels, found) - f1_score(labels, found, average="macro"), mse(labels, found))`,
    ]);
    const [accuracy, difference, mse] = stdout.split(" ").map(Number);
    expect(accuracy).toBeCloseTo(4 / 6, 10);
    expect(difference).toBeCloseTo(0, 10);
    expect(mse).toBeCloseTo(5 / 6, 10);
  });

  it("stops early and predicts with the best rounds", async () => {
    const { stdout } = await ml.train(
      { num_round: "200", early_stopping_rounds: "3", eta: "0.9" },
      { "train/a.csv": noise(0), "validation/a.csv": noise(5) },
      { train: csv, validation: csv },
    );
    const rounds = stdout.split("\n").filter((line) => line.startsWith("[")).length;
    expect(rounds).toBeLessThan(200);
    expect(await askBooster("int(booster.attr('best_iteration'))")).toBe(rounds - 4);
  });

  it("says what the container passes over: cells that are no numbers, lines of several lengths", async () => {
    const text = `label,a,b\n${rowsOf(20)}5,,3abc,1\n6,1\n`;
    const { status, stderr } = await ml.train({ num_round: "1" }, { "train/a.csv": text });
    expect(status).toBe(0);
    expect(stderr).toContain(
      "WARNING: a.csv: line 1 has 3 of 4 columns; line 1 column 1 is 'label'",
    );
  });
});

describe("the training job fails", () => {
  it.each([
    ["without train", { validation: csv }, {}, "Missing required channel: train"],
    ["with another channel", { train: csv, test: csv }, {}, "Extraneous channel found: test"],
    [
      "with a content type it does not know",
      { train: channel("application/json") },
      {},
      "Channel configuration for 'train' channel is not supported",
    ],
    ["in Pipe mode", { train: { ...csv, TrainingInputMode: "Pipe" } }, {}, "not Pipe"],
    ["without files", { train: csv }, {}, "No data in training channel path"],
    ["with empty files", { train: csv }, { "train/a.csv": "" }, "No data in training channel path"],
    [
      "without validation files",
      { train: csv, validation: csv },
      { "train/a.csv": rowsOf(20) },
      "No data in validation channel path",
    ],
    [
      "with a hidden file",
      { train: csv },
      { "train/.a": "1,2" },
      "Hidden file found in the data path!",
    ],
    [
      "with labels only",
      { train: csv },
      { "train/a.csv": "1\n2\n" },
      "Could not determine delimiter",
    ],
    [
      "with a line of one cell",
      { train: csv },
      { "train/a.csv": `${rowsOf(5)}7\n` },
      "delimiter ',' is not found in line 6 of a.csv",
    ],
    [
      "with CSV that is taken for libsvm",
      { train: channel() },
      { "train/a.csv": rowsOf(5) },
      "line 1 is not libsvm: '0,0.5,0,0'. The channel's content type is text/libsvm unless",
    ],
  ])("%s, and says so in /opt/ml/output/failure", async (_case, channels, files, wanted) => {
    const ended = await ml.train({ num_round: "1" }, files, channels);
    expect(ended.status).toBe(1);
    expect(await ml.failure()).toContain(wanted);
    expect(ended.stderr).toContain(`ERROR: ${await ml.failure()}`);
    expect(ended.stderr).not.toContain("Traceback");
    expect(existsSync(ml.path("model/xgboost-model"))).toBe(false);
  });

  it("with xgboost's own reason, without the stack of C++ functions", async () => {
    const parameters = { num_round: "1", objective: "binary:logistic" };
    const { status } = await ml.train(parameters, { "train/a.csv": rowsOf(20) });
    expect(status).toBe(1);
    expect(await ml.failure()).toMatch(
      /^XGB train call failed with exception: .*label must be in /s,
    );
    expect(await ml.failure()).not.toContain("Stack trace");
  });
});
