import { join } from "../expressions/join.ts";
import type { HyperParameterScalingType, ParameterRanges } from "../generated/index.ts";
import type { TuningStep } from "../generated/steps/tuning.ts";
import type { Expression } from "../expression.ts";
import type { Value } from "../value.ts";
import { textValue, type TextOrNumber } from "./text-value.ts";

/** The values that a tuner tries for a hyperparameter. */
export type TuningRange = NumberRange | CategoricalRange | AutoRange;

/** Numbers between two others. */
export interface NumberRange {
  readonly kind: "continuous" | "integer";
  readonly min: TextOrNumber;
  readonly max: TextOrNumber;
  readonly scaling: Value<HyperParameterScalingType>;
}

/** One of several values. */
export interface CategoricalRange {
  readonly kind: "categorical";
  readonly values: readonly TextOrNumber[];
}

/** Values that SageMaker chooses the range of. */
export interface AutoRange {
  readonly kind: "auto";
  /** A value in it. */
  readonly hint: TextOrNumber;
}

/**
 * A range that SageMaker chooses, for a {@link tuner} with `autotune`: a value tells where it lies.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-autotune.html
 */
export function autoRange(hint: TextOrNumber): AutoRange {
  return { kind: "auto", hint };
}

/**
 * Any number from `min` to `max`, for {@link tuner}.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-define-ranges.html
 */
export function continuousRange(
  min: TextOrNumber,
  max: TextOrNumber,
  scaling: Value<HyperParameterScalingType> = "Auto",
): NumberRange {
  return { kind: "continuous", min, max, scaling };
}

/**
 * Any whole number from `min` to `max`, for {@link tuner}.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-define-ranges.html
 */
export function integerRange(
  min: TextOrNumber,
  max: TextOrNumber,
  scaling: Value<HyperParameterScalingType> = "Auto",
): NumberRange {
  return { kind: "integer", min, max, scaling };
}

/**
 * One of several values, for {@link tuner}.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-define-ranges.html
 */
export function categoricalRange(values: readonly TextOrNumber[]): CategoricalRange {
  return { kind: "categorical", values };
}

/** Ranges as a tuning job has them. */
export function parameterRanges(ranges: Readonly<Record<string, TuningRange>>): ParameterRanges {
  const all = Object.entries(ranges);
  const numbers = (kind: NumberRange["kind"]) =>
    all.flatMap(([name, range]) =>
      range.kind === kind
        ? [
            {
              Name: name,
              MinValue: textValue(range.min),
              MaxValue: textValue(range.max),
              ScalingType: range.scaling,
            },
          ]
        : [],
    );
  const auto = all.flatMap(([name, range]) =>
    range.kind === "auto" ? [{ Name: name, ValueHint: textValue(range.hint) }] : [],
  );
  return {
    ContinuousParameterRanges: numbers("continuous"),
    CategoricalParameterRanges: all.flatMap(([name, range]) =>
      range.kind === "categorical" ? [{ Name: name, Values: range.values.map(textValue) }] : [],
    ),
    IntegerParameterRanges: numbers("integer"),
    ...(auto.length === 0 ? {} : { AutoParameters: auto }),
  };
}

/**
 * The S3 URI of the model of the best training job of a tuning step, or of another among its best 50.
 *
 * @param top - 0 for the best, 1 for the second best and so on; at most 49.
 * @param bucket - the bucket that the training jobs write to.
 * @param prefix - the prefix in it, where they have one: the name of the step if no output path was
 * given.
 *
 * @example
 * ```ts
 * import { topModelUri, type TuningStep } from "@nacre/core";
 *
 * const bestModel = (tune: TuningStep) => topModelUri(tune, 0, "my-bucket", "models");
 * ```
 */
export function topModelUri(
  step: TuningStep,
  top: number,
  bucket: Value<string>,
  prefix?: Value<string>,
): Expression<string> {
  const job = step.properties.TrainingJobSummaries[top]?.TrainingJobName;
  return join("/", [
    "s3:/",
    bucket,
    ...(prefix === undefined ? [] : [prefix]),
    job ?? "",
    "output/model.tar.gz",
  ]);
}
