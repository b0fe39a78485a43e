import type { Random } from "./random.ts";

/** The sexes as the data set writes them, in the order of their one-hot columns; `I` is an infant. */
export const SEXES = ["F", "I", "M"] as const;

/** The numeric columns of the data set in its order; lengths in 200 mm, weights in 200 g. */
export const MEASURES = [
  "length",
  "diameter",
  "height",
  "whole_weight",
  "shucked_weight",
  "viscera_weight",
  "shell_weight",
] as const;

/** One animal: its sex, its measures, and its rings, which tell its age. */
export type Abalone = Readonly<
  { sex: (typeof SEXES)[number]; rings: number } & Record<(typeof MEASURES)[number], number>
>;

/** Lengths were read to the millimetre, weights to a tenth of a gram. */
const LENGTH_STEP = 200;
const WEIGHT_STEP = 2000;

/**
 * Makes up an animal. Only additions, multiplications and divisions: their results are the same
 * everywhere, to the last bit.
 */
export function createAbalone(random: Random): Abalone {
  // Most are about ten years old, few are twenty.
  const spread = random.normal();
  const rings = Math.min(29, Math.max(1, Math.round(9.55 + 3 * spread + 0.35 * spread * spread)));
  // Growth slows down with age; some animals thrive and some do not.
  const size = (0.72 * rings * rings) / (rings * rings + 25);
  const length = size * (1 + 0.12 * random.normal());
  const diameter = length * 0.78 * (1 + 0.03 * random.normal());
  const height = length * 0.265 * (1 + 0.08 * random.normal());
  // Weight goes with volume; the shell goes on thickening when the rest has stopped growing.
  const whole = 26.5 * length * diameter * height * (1 + 0.06 * random.normal());
  const shell = whole * (0.2 + 0.009 * rings) * (1 + 0.11 * random.normal());
  const meat = (whole - shell) * 0.92;
  const shucked = meat * 0.66 * (1 + 0.05 * random.normal());
  const viscera = meat * 0.34 * (1 + 0.08 * random.normal());
  return {
    sex: sexAt(rings, random),
    rings,
    length: measure(length, LENGTH_STEP),
    diameter: measure(diameter, LENGTH_STEP),
    height: measure(height, LENGTH_STEP),
    whole_weight: measure(whole, WEIGHT_STEP),
    shucked_weight: measure(shucked, WEIGHT_STEP),
    viscera_weight: measure(viscera, WEIGHT_STEP),
    shell_weight: measure(shell, WEIGHT_STEP),
  };
}

/** Nearly all young animals are infants, and few old ones. */
function sexAt(rings: number, random: Random): Abalone["sex"] {
  if (random.uniform() < 1.15 - rings / 11) return "I";
  return random.uniform() < 0.54 ? "M" : "F";
}

/** A reading of a scale: a positive whole number of steps. */
function measure(value: number, stepsPerUnit: number): number {
  return Math.max(1, Math.round(value * stepsPerUnit)) / stepsPerUnit;
}
