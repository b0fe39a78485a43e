import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensurePythonEnvironment } from "@nacre/local";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSampleData } from "../../src/sample/sample-data.ts";
import { hasRealData, JobFolder, realData, runPython, scriptFolder } from "./scripts.ts";

vi.setConfig({ testTimeout: 120_000 });

let job: JobFolder;

beforeEach(async () => {
  await ensurePythonEnvironment();
  job = await JobFolder.create();
}, 600_000);
afterEach(() => job.remove());

async function mseOf(csv: string): Promise<number> {
  await job.preprocess(csv);
  await job.train();
  const { stderr } = await job.script("evaluation.py");
  expect(stderr).toBe("");
  const report = JSON.parse(await job.read("evaluation/evaluation.json")) as {
    regression_metrics: { mse: { value: number } };
  };
  return report.regression_metrics.mse.value;
}

describe("the scripts and the algorithm, one after the other", () => {
  it.each([1, 2])("stay between 1.5 and 6 on synthetic data, seed %i", async (seed) => {
    const { csv, batch } = createSampleData({ seed });
    const mse = await mseOf(csv);
    expect(mse).toBeGreaterThan(1.5);
    expect(mse).toBeLessThan(6);
    // Columns taken for their neighbours predict far worse than columns read as meant.
    const asMeant = await job.transformMse(batch, "--libsvm-index-base", "1");
    expect(asMeant).toBeLessThan(6);
    expect(await job.transformMse(batch)).toBeGreaterThan(2 * asMeant);
  });

  it.skipIf(!hasRealData)("come to what is known of the real data", async () => {
    const mse = await mseOf(await readFile(join(realData, "abalone-dataset.csv"), "utf8"));
    expect(mse).toBeGreaterThan(3);
    expect(mse).toBeLessThan(6);

    const batch = await readFile(join(realData, "abalone-dataset-batch"), "utf8");
    const shifted = await job.transformMse(batch);
    expect(shifted).toBeGreaterThan(7.5);
    expect(shifted).toBeLessThan(9.5);
    const asMeant = await job.transformMse(batch, "--libsvm-index-base", "1");
    expect(asMeant).toBeGreaterThan(3);
    expect(asMeant).toBeLessThan(3.5);
  });
});

it.each(["preprocessing.py", "evaluation.py"])(
  "%s has no syntax newer than Python 3.7",
  async (name) => {
    const parse = "import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 7))";
    expect(await runPython(["-c", parse, join(scriptFolder, name)])).toMatchObject({
      status: 0,
      stderr: "",
    });
  },
);
