import type { Expression } from "./expression.ts";

/** The type of the values around a literal: `"File"` is a string, `5` a number. */
export type Widen<T> = [T] extends [string]
  ? string
  : [T] extends [number]
    ? number
    : [T] extends [boolean]
      ? boolean
      : T;

/**
 * What a leaf of a step's arguments takes: the value itself, or an expression of such a value,
 * which SageMaker puts in when the pipeline runs.
 */
export type Value<T> = T | Expression<Widen<T>>;
