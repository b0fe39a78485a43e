import { isJsonArray, numberOf, type JsonObject, type JsonValue } from "@nacre/core";
import { object, objects, text } from "../plan.ts";

/** How the values of a range are spread, as `ScalingType` says. */
type Scaling = "Linear" | "Logarithmic" | "ReverseLogarithmic";

/** A hyperparameter that is a number between two others. */
interface NumberRange {
  /** What it is. */
  readonly kind: "integer" | "continuous";
  /** The hyperparameter's name. */
  readonly name: string;
  /** The smallest value, itself possible. */
  readonly min: number;
  /** The largest value, itself possible. */
  readonly max: number;
  /** How values are spread between the two. */
  readonly scaling: Scaling;
}

/** A hyperparameter that is one of some texts. */
export interface CategoricalRange {
  /** What it is. */
  readonly kind: "categorical";
  /** The hyperparameter's name. */
  readonly name: string;
  /** The texts, at least one. */
  readonly values: readonly string[];
}

/** What a tuning job varies. */
export type TunedRange = NumberRange | CategoricalRange;

/** Ranges, or why they cannot be searched. */
export type ReadRanges = readonly TunedRange[] | { readonly fault: string };

/**
 * Reads `ParameterRanges`. A range whose `ScalingType` is `Auto`, or missing, is logarithmic when its
 * values go over three orders of magnitude, else linear.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-define-ranges.html
 */
export function readRanges(value: JsonValue | undefined): ReadRanges {
  const ranges = object(value);
  const auto = objects(ranges["AutoParameters"]);
  if (auto.length > 0) return { fault: "it lets SageMaker choose ranges (AutoParameters)" };
  const found: TunedRange[] = [];
  for (const [member, kind] of [
    ["IntegerParameterRanges", "integer"],
    ["ContinuousParameterRanges", "continuous"],
  ] as const) {
    for (const given of objects(ranges[member])) {
      const range = numberRange(kind, given);
      if ("fault" in range) return range;
      found.push(range);
    }
  }
  for (const given of objects(ranges["CategoricalParameterRanges"])) {
    const values = isJsonArray(given["Values"])
      ? given["Values"].flatMap((v) => text(v) ?? [])
      : [];
    const name = text(given["Name"]) ?? "";
    if (values.length === 0) return { fault: `the range of ${name} has no values` };
    found.push({ kind: "categorical", name, values });
  }
  return found;
}

function numberRange(
  kind: NumberRange["kind"],
  given: JsonObject,
): NumberRange | { readonly fault: string } {
  const name = text(given["Name"]) ?? "";
  const [min, max] = [numberIn(given["MinValue"]), numberIn(given["MaxValue"])];
  if (min === undefined || max === undefined) {
    return { fault: `MinValue and MaxValue of ${name} are not both numbers` };
  }
  if (min > max) return { fault: `the range of ${name} goes from ${min} to ${max}` };
  const wanted = text(given["ScalingType"]) ?? "Auto";
  if (wanted === "Logarithmic" && min <= 0) {
    return { fault: `the range of ${name} is logarithmic, but begins at ${min}` };
  }
  if (wanted === "ReverseLogarithmic" && (kind === "integer" || min < 0 || max >= 1)) {
    return {
      fault: `the range of ${name} is reverse logarithmic, but not a continuous one in 0 to 1`,
    };
  }
  return { kind, name, min, max, scaling: scalingOf(wanted, min, max) };
}

/** From this ratio of the largest to the smallest value on, `Auto` is logarithmic. */
const wideRatio = 1000;

function scalingOf(wanted: string, min: number, max: number): Scaling {
  if (wanted === "Logarithmic" || wanted === "ReverseLogarithmic") return wanted;
  return wanted === "Auto" && min > 0 && max / min >= wideRatio ? "Logarithmic" : "Linear";
}

function numberIn(value: JsonValue | undefined): number | undefined {
  const given = typeof value === "string" && value.trim() !== "" ? Number(value) : numberOf(value);
  return given !== undefined && Number.isFinite(given) ? given : undefined;
}

/**
 * The value of a range at a place between 0 (its smallest or first) and 1, as the text that a training
 * job gets.
 */
export function valueAt(range: TunedRange, place: number): string {
  if (range.kind === "categorical") {
    const index = Math.min(Math.floor(place * range.values.length), range.values.length - 1);
    return range.values[index] ?? "";
  }
  const { min, max, scaling, kind } = range;
  if (kind === "continuous") return String(clamp(scaled(min, max, scaling, place), min, max));
  // Each whole number has the same share of the way, the first and the last too.
  const value =
    scaling === "Logarithmic"
      ? Math.round(scaled(min, max, scaling, place))
      : Math.floor(min + place * (max - min + 1));
  return String(clamp(value, min, max));
}

/** The place of a value in its range: the inverse of {@link valueAt}, for a value that it gave. */
export function placeOf(range: TunedRange, value: string): number {
  if (range.kind === "categorical") {
    return (Math.max(range.values.indexOf(value), 0) + 0.5) / range.values.length;
  }
  const { min, max, scaling, kind } = range;
  if (min === max) return 0.5;
  const number = Number(value);
  switch (scaling) {
    case "Logarithmic":
      return Math.log(number / min) / Math.log(max / min);
    case "ReverseLogarithmic":
      return Math.log((1 - number) / (1 - min)) / Math.log((1 - max) / (1 - min));
    case "Linear":
      return kind === "integer"
        ? (number - min + 0.5) / (max - min + 1)
        : (number - min) / (max - min);
  }
}

function scaled(min: number, max: number, scaling: Scaling, place: number): number {
  switch (scaling) {
    case "Linear":
      return min + place * (max - min);
    case "Logarithmic":
      return min * (max / min) ** place;
    case "ReverseLogarithmic":
      return 1 - (1 - min) * ((1 - max) / (1 - min)) ** place;
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
