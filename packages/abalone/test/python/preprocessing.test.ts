import { rm } from "node:fs/promises";
import { ensurePythonEnvironment } from "@nacre/local";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSampleData } from "../../src/sample/sample-data.ts";
import { JobFolder } from "./scripts.ts";

vi.setConfig({ testTimeout: 60_000 });

const csv = createSampleData({ rows: 200 }).csv;
const line = "M,0.455,0.365,0.095,0.514,0.2245,0.101,0.15,15";
const parts = ["train", "validation", "test"];
let job: JobFolder;

beforeEach(async () => {
  await ensurePythonEnvironment();
  job = await JobFolder.create();
}, 600_000);
afterEach(() => job.remove());

async function rowsOf(part: string): Promise<number[][]> {
  const text = await job.read(`${part}/${part}.csv`);
  return text
    .trim()
    .split("\n")
    .map((row) => row.split(",").map(Number));
}

async function allRows(): Promise<number[][]> {
  return (await Promise.all(parts.map(rowsOf))).flat();
}

async function trainBytes(...args: string[]): Promise<string> {
  await job.preprocess(csv, ...args);
  return job.read("train/train.csv");
}

describe("preprocessing.py", () => {
  it("splits 70/15/15, puts rings first, scales the measures and encodes the sexes", async () => {
    expect(await job.preprocess(csv)).toMatchObject({ status: 0, stderr: "" });
    expect(await Promise.all(parts.map(async (part) => (await rowsOf(part)).length))).toEqual([
      140, 30, 30,
    ]);

    const rows = await allRows();
    const rings = csv
      .trim()
      .split("\n")
      .map((row) => Number(row.split(",")[8]));
    expect(rows.map(([label]) => label).toSorted()).toEqual(rings.toSorted());
    for (const row of rows) expect(row).toHaveLength(11);
    for (let column = 1; column <= 7; column += 1) {
      const values = rows.map((row) => row[column] ?? NaN);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(mean).toBeCloseTo(0, 9);
      expect(variance).toBeCloseTo(1, 9);
    }
    for (const [, , , , , , , , ...sex] of rows) expect(sex.toSorted()).toEqual([0, 0, 1]);
  });

  it("shuffles by the seed alone: the argument, the variable, or 0", async () => {
    const first = await trainBytes();
    expect(await trainBytes("--seed", "0")).toBe(first);
    const other = await trainBytes("--seed", "7");
    expect(other).not.toBe(first);
    vi.stubEnv("PREPROCESSING_SEED", "7");
    expect(await trainBytes()).toBe(other);
    vi.unstubAllEnvs();
  });

  it.each(["abc", "1.5", "-1", "", String(2 ** 32)])(
    "refuses the seed %j in one line",
    async (seed) => {
      vi.stubEnv("PREPROCESSING_SEED", seed);
      const { status, stderr } = await job.preprocess(csv);
      vi.unstubAllEnvs();
      expect(status).toBe(1);
      expect(stderr).toBe(
        `ERROR: the seed (--seed, PREPROCESSING_SEED) is '${seed}', wanted a whole number from 0 to 4294967295\n`,
      );
    },
  );

  it("takes the mark that spreadsheets put first for no part of the data", async () => {
    const plain = await trainBytes();
    await job.preprocess(`\uFEFF${csv}`);
    expect(await job.read("train/train.csv")).toBe(plain);
  });

  it("fills a missing measure with the median and a missing sex with a sex of its own", async () => {
    const lengths = [0.3, 0.4, 0.6, 0.7];
    const rows = Array.from(
      { length: 40 },
      (_, at) => `I,${lengths[at % 4]},0.4,0.1,0.5,0.2,0.1,0.15,${at % 4}`,
    );
    rows.push(",0.5,0.4,0.1,0.5,0.2,0.1,0.15,99", "I,,0.4,0.1,0.5,0.2,0.1,0.15,98");
    expect(await job.preprocess(`${rows.join("\r\n")}\r\n`)).toMatchObject({ status: 0 });
    const [noSex, noLength] = [99, 98].map(async (rings) =>
      (await allRows()).find(([label]) => label === rings),
    );
    // The columns of sex: I, missing.
    expect((await noSex)?.slice(8)).toEqual([0, 1]);
    // The median length is 0.5, as it is of the animal without sex.
    expect((await noLength)?.[1]).toBe((await noSex)?.[1]);
  });

  it.each([
    ["an empty file", "", "it has no rows"],
    [
      "a column too few",
      `${line}\n${line.slice(2)}\n`,
      "line 2 has 8 columns, wanted 9: sex,length",
    ],
    ["a column too many", `${line},\n`, "line 1 has 10 columns, wanted 9"],
    [
      "a word where a number belongs",
      `${line}\n${line.replace("0.095", "tall")}\n`,
      "line 2, column 4 (height) is not a number: 'tall'",
    ],
    [
      "a header",
      `sex,length,diameter,height,whole_weight,shucked_weight,viscera_weight,shell_weight,rings\n${line}\n`,
      "line 1, column 2 (length) is not a number: 'length'",
    ],
    [
      "an infinite number",
      `${line.replace("0.095", "inf")}\n`,
      "line 1, column 4 (height) is not a number: 'inf'",
    ],
    ["rows without rings", `${line.replace(/15$/, "")}\n${line}\n`, "rows without rings"],
    [
      "a column without values",
      `${line.replace("0.095", "")}\n`,
      "column height has no values at all",
    ],
    ["too few rows", `${line}\n`, "1 rows are too few: none is left for train"],
  ])("refuses %s in one line", async (_case, text, wanted) => {
    const { status, stderr } = await job.preprocess(text);
    expect(status).toBe(1);
    expect(stderr).toContain(`ERROR: ${job.path("input/abalone-dataset.csv")}: `);
    expect(stderr).toContain(wanted);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("says when the file is not there", async () => {
    await rm(job.path("input"), { recursive: true, force: true });
    const { status, stderr } = await job.script("preprocessing.py");
    expect(status).toBe(1);
    expect(stderr).toBe(`ERROR: ${job.path("input/abalone-dataset.csv")} is not there\n`);
  });
});
