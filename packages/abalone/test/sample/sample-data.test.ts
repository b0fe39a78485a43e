import { createHash } from "node:crypto";
import { NacreError } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { createSampleData } from "../../src/sample/sample-data.ts";

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function table(text: string, separator: string): string[][] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.split(separator));
}

describe("createSampleData", () => {
  it("gives the same bytes every time and everywhere", () => {
    const { csv, batch } = createSampleData();
    expect(sha256(csv)).toBe("a59bc26379f06f7e501aaeb60ae0c0e3c892f5af4c4cd8387c0e20eaafb52e59");
    expect(sha256(batch)).toBe("e69d7430e510f95ceaab53eb95c05b2e1ae2ba4a8b4212779bfd48b78972956b");
  });

  it("gives other data for another seed, and says what they are", () => {
    expect(createSampleData({ seed: 2 }).csv).not.toBe(createSampleData({ seed: 1 }).csv);
    expect(createSampleData({ rows: 20 }).notice).toContain("Synthetic");
  });

  it("has the form of the real CSV", () => {
    const rows = table(createSampleData().csv, ",");
    expect(rows).toHaveLength(4177);
    for (const [sex, ...numbers] of rows) {
      expect(["M", "F", "I"]).toContain(sex);
      expect(numbers).toHaveLength(8);
      for (const number of numbers) expect(number).toMatch(/^\d+(\.\d{1,4})?$/);
      expect(numbers[7]).toMatch(/^([1-9]|1\d|2\d)$/);
      const [length = 0, diameter = 0, height = 0, whole = 0, shucked, viscera, shell] =
        numbers.map(Number);
      expect(diameter).toBeLessThan(length);
      expect(height).toBeLessThan(diameter);
      for (const part of [shucked, viscera, shell]) expect(part).toBeLessThan(whole);
    }
  });

  it("has rows of the same animals as libsvm text, scaled, counted from 1", () => {
    const { csv, batch } = createSampleData({ rows: 500 });
    const animals = table(csv, ",");
    const rows = table(batch, " ");
    expect(rows).toHaveLength(500);
    const sexColumn: Readonly<Record<string, string>> = { F: "8:1.0", I: "9:1.0", M: "10:1.0" };
    for (const [at, [label, ...features]] of rows.entries()) {
      const [sex = ""] = animals[at] ?? [];
      expect(label).toBe(`${animals[at]?.[8]}.0`);
      expect(features.map((feature) => feature.split(":")[0]).slice(0, 7)).toEqual([..."1234567"]);
      expect(features[7]).toBe(sexColumn[sex]);
      expect(features).toHaveLength(8);
    }
    for (let column = 1; column <= 7; column += 1) {
      const values = rows.map((row) => Number(row[column]?.split(":")[1]));
      const mean = values.reduce((sum, value) => sum + value, 0) / 500;
      expect(mean).toBeCloseTo(0, 9);
      expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 500).toBeCloseTo(1, 9);
    }
  });

  it.each([
    [{ rows: 19 }, "`rows` is 19; a whole number from 20 to 1000000 is wanted."],
    [{ rows: 20.5 }, "`rows` is 20.5"],
    [{ seed: -1 }, "`seed` is -1; a whole number from 0 to 4294967295 is wanted."],
  ])("refuses %j", (options, message) => {
    expect(() => createSampleData(options)).toThrow(NacreError);
    expect(() => createSampleData(options)).toThrow(message);
  });
});
