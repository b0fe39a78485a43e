import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { libsvmRowsOf, OptMl, rowsOf, runPython } from "./python-job.ts";

// A job takes a second, and several when the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

let ml: OptMl;
const csvType = ["--content-type", "text/csv"];
/** The rows without their labels. */
const features = rowsOf(40).replace(/^[^,]*,/gm, "");

beforeAll(async () => {
  ml = await OptMl.create();
  // The label is learnt exactly, so that a prediction shows which row and which columns were read.
  const parameters = { num_round: "40", eta: "1", lambda: "0", min_child_weight: "0" };
  await ml.train(parameters, { "train/a.csv": rowsOf(80) });
}, 600_000);
afterAll(() => ml.remove());

function numbers(output: string | undefined): number[] {
  return (output ?? "").split("\n").slice(0, -1).map(Number);
}

const labels = rowsOf(40)
  .split("\n")
  .slice(0, -1)
  .map((line) => Number(line.split(",")[0]));

function expectLabels(output: string | undefined): void {
  const predicted = numbers(output);
  expect(predicted).toHaveLength(40);
  for (const [index, label] of labels.entries()) expect(predicted[index]).toBeCloseTo(label, 2);
}

describe("the transform job", () => {
  it.each([
    ["CSV", features, ["--content-type", "text/csv"]],
    ["CSV whose type has parameters", features, ["--content-type", "text/csv; label_size=1"]],
    ["CSV with semicolons", features.replaceAll(",", ";"), ["--content-type", "text/csv"]],
    [
      "CSV with Windows line ends",
      features.replaceAll("\n", "\r\n"),
      ["--content-type", "text/csv"],
    ],
    ["libsvm where no type is given", libsvmRowsOf(40, 0), []],
    ["libsvm by its name", libsvmRowsOf(40, 0), ["--content-type", "text/x-libsvm"]],
    ["libsvm without labels", libsvmRowsOf(40, 0).replace(/^\S+ /gm, ""), []],
    ["libsvm counted from 1, read so", libsvmRowsOf(40, 1), ["--libsvm-index-base", "1"]],
    ["lines", features, [...csvType, "--split-type", "Line"]],
    [
      "line by line",
      features,
      [...csvType, "--split-type", "Line", "--batch-strategy", "SingleRecord"],
    ],
  ])("predicts %s, one line a row", async (_case, text, options) => {
    const ended = await ml.transform(text, ...options);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expectLabels(ended.output);
  });

  it("reads libsvm columns as counted from 0, as the container does, and warns when they are not", async () => {
    const ended = await ml.transform(libsvmRowsOf(40, 1));
    expect(ended.status).toBe(0);
    expect(numbers(ended.output)).toHaveLength(40);
    expect(numbers(ended.output).map(Math.round)).not.toEqual(labels);
    expect(ended.stderr).toMatch(
      /^WARNING: rows: its libsvm columns look counted from 1 .*highest column 3.*--libsvm-one-based.*\n$/,
    );
  });

  it.each([
    ["a row has column 0", `${libsvmRowsOf(40, 1)}0 0:1\n`],
    ["the last column does not occur", "0 1:1 2:2\n"],
  ])("does not warn when %s", async (_case, text) => {
    expect(await ml.transform(text)).toMatchObject({ status: 0, stderr: "" });
  });

  it("warns once for an object that is split into many payloads", async () => {
    const options = ["--split-type", "Line", "--batch-strategy", "SingleRecord"];
    const { stderr } = await ml.transform(libsvmRowsOf(40, 1), ...options);
    expect(stderr.match(/WARNING/g)).toHaveLength(1);
  });

  it("takes an empty cell for a missing value, and a line with one feature less", async () => {
    expect((await ml.transform("5.5,,3\n5.5,1,\n", ...csvType)).status).toBe(0);
    expect(numbers((await ml.transform("5.5,2\n", ...csvType)).output)).toHaveLength(1);
  });

  it("has nothing to say about an empty object", async () => {
    expect(await ml.transform("", ...csvType)).toMatchObject({ status: 0, output: "" });
  });

  it("writes <object>.out for every object of a folder, those that can be predicted", async () => {
    await ml.write("objects/a.csv", features);
    await ml.write("objects/deeper/b.csv", "1,2,3\n");
    await ml.write("objects/c.csv", "1\n");
    const job = ["-m", "nacre_jobs.xgboost_transform", ...csvType];
    const folders = ["--input", ml.path("objects"), "--output", ml.path("predicted")];
    const { status } = await runPython([...job, ...folders], { NACRE_OPT_ML: ml.folder });
    expect(status).toBe(1);
    expect(await ml.failure()).toMatch(/^c\.csv: 4\d\d /);
    expectLabels(await readFile(ml.path("predicted/a.csv.out"), "utf8"));
    expect(numbers(await readFile(ml.path("predicted/deeper/b.csv.out"), "utf8"))).toHaveLength(1);
  });
});

describe("the transform job writes nothing and fails", () => {
  const tooWide = "400 Bad Request: Unable to evaluate payload provided: Feature size of";
  const splitLines = ["--split-type", "Line", "--max-payload-mb", "1"];
  it.each([
    [
      "CSV with a label",
      rowsOf(5),
      csvType,
      `${tooWide} csv inference data 4 is not consistent with feature size of trained model 3.`,
    ],
    ["CSV with two columns too few", "1\t\n", csvType, "4"],
    ["CSV with words", "a,b,c\n", csvType, "415 Unsupported Media Type: Loading csv data failed"],
    ["CSV with lines of several lengths", "1,2,3\n1,2\n", csvType, "415 Unsupported Media Type"],
    [
      "a bad line among good ones",
      `${features}1,x,3\n`,
      [...csvType, "--split-type", "Line", "--batch-strategy", "SingleRecord"],
      "415",
    ],
    [
      "libsvm wider than the model by two",
      "0 0:1 4:1\n",
      [],
      `${tooWide} libsvm inference data 5 is larger than feature size of trained model 3.`,
    ],
    [
      "CSV that is taken for libsvm",
      features,
      [],
      "415 Unsupported Media Type: Loading libsvm data failed",
    ],
    [
      "column 0 in columns counted from 1",
      "0 0:1\n",
      ["--libsvm-index-base", "1"],
      "line 1 is not libsvm: '0 0:1'",
    ],
    [
      "a type it does not know",
      features,
      ["--content-type", "application/json"],
      "application/json is not an accepted ContentType",
    ],
    [
      "an object over 6 MB in one payload",
      features.repeat(30_000),
      csvType,
      "413 Request Entity Too Large: the object has",
    ],
    [
      "a line over the limit",
      "1".repeat(1_100_000),
      [...csvType, ...splitLines],
      "413 Request Entity Too Large: line 1 has",
    ],
  ])("for %s", async (_case, text, options, wanted) => {
    const ended = await ml.transform(text, ...options);
    expect(ended.status).toBe(1);
    expect(ended.output).toBeUndefined();
    expect(await ml.failure()).toContain(wanted);
    expect(ended.stderr).not.toContain("Traceback");
  });

  it("without a model", async () => {
    const empty = await OptMl.create();
    expect((await empty.transform(features, ...csvType)).status).toBe(1);
    expect(await empty.failure()).toContain("Unable to load model");
    await empty.remove();
  });
});
