import { NacreError } from "@nacre/core";
import { createAbalone, MEASURES, SEXES, type Abalone } from "./abalone.ts";
import { createRandom } from "./random.ts";

/** What {@link createSampleData} may be told. */
export interface SampleOptions {
  /**
   * How many abalone, from 20 to 1,000,000.
   * @default 4177 as many as the real data set has
   */
  readonly rows?: number;
  /**
   * A whole number; each seed gives other data.
   * @default 1
   */
  readonly seed?: number;
}

/** Synthetic data in the form of the real data set. */
export interface SampleData {
  /** For the pipeline's input: a CSV without header, the columns as `preprocessing.py` reads them. */
  readonly csv: string;
  /** For the batch transform: the same rows, scaled, as libsvm text, columns counted from 1. */
  readonly batch: string;
  /** One sentence that says what this is, to be shown or stored wherever the data is. */
  readonly notice: string;
}

const NOTICE =
  "Synthetic abalone data: made by a program for trying the pipeline, nobody measured it.";

/**
 * Makes abalone data for those who have no real ones: sizes and weights follow age as they do in
 * nature, roughly, so that a model learns something from them (mean squared error of the pipeline
 * between 1.5 and 6). The same options give the same bytes on every machine.
 *
 * The batch file has the real one's form, and its trap: it counts columns from 1, where the XGBoost
 * 1.0-1 container counts from 0.
 *
 * @throws NacreError `SAMPLE_OPTIONS`
 */
export function createSampleData(options: SampleOptions = {}): SampleData {
  const { rows = 4177, seed = 1 } = options;
  requireWhole("rows", rows, 20, 1_000_000);
  requireWhole("seed", seed, 0, 2 ** 32 - 1);
  const random = createRandom(seed);
  const sample = Array.from({ length: rows }, () => createAbalone(random));
  return { csv: toCsv(sample), batch: toLibsvm(sample), notice: NOTICE };
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new NacreError(
    "SAMPLE_OPTIONS",
    `\`${name}\` is ${value}; a whole number from ${least} to ${most} is wanted.`,
  );
}

function toCsv(sample: readonly Abalone[]): string {
  return lines(
    sample.map(({ sex, rings, ...measures }) =>
      [sex, ...MEASURES.map((name) => String(measures[name])), String(rings)].join(","),
    ),
  );
}

/** As preprocessing does it: measures with mean 0 and standard deviation 1, then one column a sex. */
function toLibsvm(sample: readonly Abalone[]): string {
  const scales = MEASURES.map((name) => {
    const values = sample.map((abalone) => abalone[name]);
    const mean = average(values);
    const deviation = Math.sqrt(average(values.map((value) => (value - mean) * (value - mean))));
    return (abalone: Abalone) => (abalone[name] - mean) / deviation;
  });
  return lines(
    sample.map((abalone) => {
      const features = scales.map((scale, index) => `${index + 1}:${scale(abalone)}`);
      const sexColumn = MEASURES.length + 1 + SEXES.indexOf(abalone.sex);
      return [`${abalone.rings}.0`, ...features, `${sexColumn}:1.0`].join(" ");
    }),
  );
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lines(rows: readonly string[]): string {
  return `${rows.join("\n")}\n`;
}
