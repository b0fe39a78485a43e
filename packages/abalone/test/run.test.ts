import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createSampleData } from "../src/index.ts";
import { type Ended, type Result, nacre, packageFolder, runJson } from "./support/nacre.ts";

// The first run on a machine installs the Python packages.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const realData = join(packageFolder, "../../../shared/data");
const hasRealData = existsSync(join(realData, "abalone-dataset.csv"));
if (!hasRealData) console.warn(`SKIPPED: the real data set is not there: ${realData}`);

const work = mkdtempSync(join(tmpdir(), "nacre-abalone-"));
afterAll(() => rmSync(work, { recursive: true, force: true, maxRetries: 9 }));

/** The status of every step, by name. */
function statuses({ steps }: Result): Record<string, string> {
  return Object.fromEntries(steps.map(({ name, status }) => [name, status]));
}

function step(result: Result, name: string): Result["steps"][number] {
  const found = result.steps.find((one) => one.name === name);
  if (!found) throw new Error(`no step ${name}`);
  return found;
}

function mse({ metrics }: Result): number {
  return metrics.find(({ path }) => path === "regression_metrics.mse.value")?.value ?? Number.NaN;
}

/** The number that begins each line. */
function numbersOf(path: string): number[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => Number.parseFloat(line));
}

/** Mean squared error of the batch predictions against the labels of the real batch file. */
function predictionError(result: Result): number {
  const labels = numbersOf(join(realData, "abalone-dataset-batch"));
  const predictions = numbersOf(
    step(result, "AbaloneTransform").outputs[0]?.files?.[0]?.path ?? "",
  );
  expect(predictions).toHaveLength(4177);
  const squares = labels.map((label, i) => (label - (predictions[i] ?? 0)) ** 2);
  return squares.reduce((sum, square) => sum + square, 0) / labels.length;
}

const before = { AbaloneProcess: "Succeeded", AbaloneTrain: "Succeeded", AbaloneEval: "Succeeded" };

describe("two runs at once in one folder, on the sample data", () => {
  let passing: Ended & { result: Result };
  let failing: Ended & { result: Result };

  beforeAll(async () => {
    const home = join(work, "shared-home");
    [passing, failing] = await Promise.all([
      runJson(["--home", home]),
      runJson(["--home", home, "--param", "MseThreshold=1.5"]),
    ]);
  });

  it("the one with defaults Succeeded", () => {
    expect(passing.code).toBe(0);
    expect(passing.result.status).toBe("Succeeded");
    expect(statuses(passing.result)).toEqual({
      ...before,
      AbaloneMSECond: "Succeeded",
      "AbaloneRegisterModel-RegisterModel": "Succeeded",
      AbaloneCreateModel: "Succeeded",
      AbaloneTransform: "Succeeded",
      AbaloneMSEFail: "NotRun",
    });
  });

  it("its data is marked as synthetic, in the result and for people", () => {
    expect(passing.result.data).toMatchObject([
      { parameter: "InputData", synthetic: true },
      { parameter: "BatchData", synthetic: true },
    ]);
    expect(passing.stderr).toContain("InputData is a SYNTHETIC sample");
  });

  it("the same run registered version 1 and predicted every row", () => {
    const { modelPackage } = step(passing.result, "AbaloneRegisterModel-RegisterModel");
    expect(modelPackage).toMatchObject({ group: "AbaloneModelPackageGroupName", version: 1 });
    const [output] = step(passing.result, "AbaloneTransform").outputs;
    const [file] = output?.files ?? [];
    expect(file?.path).toMatch(/abalone-dataset-batch\.out$/);
    expect(file?.lines).toBe(4177);
    const predictions = readFileSync(file?.path ?? "", "utf8")
      .trimEnd()
      .split("\n")
      .map(Number);
    expect(predictions.every((value) => value > 0 && value < 40)).toBe(true);
  });

  it("the table shows metric, decision, version, predictions and logs", () => {
    for (const row of [
      /^metric +mse \d\.\d+ \(EvaluationReport regression_metrics\.mse\.value\)$/m,
      /^condition +AbaloneMSECond took if: .*true \(\d\.\d+ against 6\.0\)$/m,
      /^model package +AbaloneModelPackageGroupName version 1$/m,
      /^output +AbaloneTransform .*abalone-dataset-batch\.out \(4177 lines\)$/m,
      /^logs +.*AbaloneTrain-1\.log/m,
      /^AbalonePipeline: Succeeded in /m,
    ]) {
      expect(passing.stderr).toMatch(row);
    }
  });

  it("the one with a low threshold Failed through AbaloneMSEFail; the other branch did not run", () => {
    expect(failing.code).toBe(1);
    expect(failing.result).toMatchObject({
      status: "Failed",
      failureReason: expect.stringContaining("Execution failed due to MSE > 1.5"),
    });
    expect(statuses(failing.result)).toEqual({
      ...before,
      AbaloneMSECond: "Succeeded",
      "AbaloneRegisterModel-RegisterModel": "NotRun",
      AbaloneCreateModel: "NotRun",
      AbaloneTransform: "NotRun",
      AbaloneMSEFail: "Failed",
    });
    expect(failing.stderr).toContain(
      "error STEP_FAILED: Execution failed due to MSE > 1.5\n  at: step AbaloneMSEFail\n",
    );
  });

  it("they have ids of their own, and measured the same", () => {
    expect(passing.result.executionId).not.toBe(failing.result.executionId);
    expect(mse(passing.result)).toBe(mse(failing.result));
  });
});

describe.skipIf(!hasRealData)("on the real data set", () => {
  it("the mse lies between 3 and 6, and the libsvm columns are warned of or read as meant", async () => {
    const args = [
      "--data",
      join(realData, "abalone-dataset.csv"),
      "--batch",
      join(realData, "abalone-dataset-batch"),
    ];
    const [asCloud, asMeant] = await Promise.all([
      runJson([...args, "--home", join(work, "as-cloud")]),
      runJson([...args, "--home", join(work, "as-meant"), "--libsvm-one-based"]),
    ]);
    for (const { code, result } of [asCloud, asMeant]) {
      expect(code).toBe(0);
      expect(mse(result)).toBeGreaterThan(3);
      expect(mse(result)).toBeLessThan(6);
      expect(result.data.some(({ synthetic }) => synthetic)).toBe(false);
    }
    const [shifted, right] = [asCloud, asMeant].map(({ result }) => predictionError(result));
    expect(shifted).toBeGreaterThan(6);
    expect(right).toBeLessThan(5);
    expect(step(asCloud.result, "AbaloneTransform").warnings.join()).toContain(
      "--libsvm-one-based",
    );
    expect(step(asMeant.result, "AbaloneTransform").warnings).toEqual([]);
  });
});

describe("AWS's own definition", () => {
  it("runs with our scripts put where it names them", async () => {
    const definition = join(packageFolder, "test/fixtures/abalone-definition.json");
    const sample = createSampleData();
    writeFileSync(join(work, "table.csv"), sample.csv);
    writeFileSync(join(work, "batch"), sample.batch);
    const scripts = [
      ...readFileSync(definition, "utf8").matchAll(/"(s3:[^"]+\/code\/([^"/]+\.py))"/g),
    ];
    const puts = scripts.flatMap(([, uri, name]) => ["--put", `${uri}=python/${name}`]);
    const home = ["--home", join(work, "definition-home")];
    const data = ["--data", join(work, "table.csv"), "--batch", join(work, "batch")];
    const { code, result } = await runJson([definition, ...home, ...data, ...puts]);
    expect(code).toBe(0);
    expect(result.status).toBe("Succeeded");
    expect(mse(result)).toBeLessThan(6);
  });
});

describe("what goes wrong ends in one message with the step and its log file", () => {
  it("a broken CSV", async () => {
    const file = join(work, "broken.csv");
    writeFileSync(file, "M,not,a,table\n1,2\n");
    const { code, stderr, result } = await runJson(["--home", join(work, "csv"), "--data", file]);
    expect(code).toBe(1);
    expect(statuses(result)).toMatchObject({ AbaloneProcess: "Failed", AbaloneTrain: "NotRun" });
    expect(stderr).toMatch(/^error STEP_FAILED: AlgorithmError: .*abalone-dataset\.csv/m);
    expect(stderr).toMatch(/^ {2}at: step AbaloneProcess, .*AbaloneProcess-1\.log$/m);
  });

  it("a script that raises", async () => {
    const code = join(work, "code");
    mkdirSync(code);
    cpSync(join(packageFolder, "python/evaluation.py"), join(code, "evaluation.py"));
    writeFileSync(join(code, "preprocessing.py"), "raise ValueError('this is broken')\n");
    const ended = await runJson(["--home", join(work, "raise"), "--context", `codeDir=${code}`]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^error STEP_FAILED: AlgorithmError: .*this is broken/m);
    const { logFile = "" } = step(ended.result, "AbaloneProcess");
    expect(ended.stderr).toMatch(/^ {2}at: step AbaloneProcess, .*AbaloneProcess-1\.log$/m);
    expect(readFileSync(logFile, "utf8")).toContain("ValueError: this is broken");
  });

  it("no Python, before anything starts", async () => {
    const ended = await nacre(
      ["run", "--home", join(work, "none"), "--python", "/nowhere/python3"],
      {
        env: { NACRE_CACHE_DIR: join(work, "empty-cache") },
      },
    );
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^error PYTHON_NOT_FOUND: .*\/nowhere\/python3/m);
    expect(ended.stderr).toContain("--python");
  });

  it("Ctrl-C stops the job and ends 130", async () => {
    const { code, stdout, stderr } = await nacre(["run", "--home", join(work, "stop")], {
      onStart: (child) => {
        child.stderr?.on("data", (text: string) => {
          if (text.includes("AbaloneProcess  Executing")) child.kill("SIGINT");
        });
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain("stopping the jobs");
    expect(stdout).toMatch(/^AbaloneProcess +Processing +Stopped/m);
  });
});
