import type { HasDefault } from "../expressions/parameters.ts";
import type { Expression } from "../expression.ts";
import type { Pipeline } from "./pipeline.ts";

/** The value that a start gives for a parameter. */
type ValueOf<One> = One extends Expression<infer T> ? T : never;

/**
 * What a start of a pipeline gives for its parameters: each by its name, with a value of its type,
 * and only those without a default must be given.
 *
 * @example
 * ```ts
 * import { integerParameter, Pipeline, stringParameter, type StartParameters } from "@nacre/core";
 *
 * const pipeline = new Pipeline("Example", {
 *   parameters: [
 *     stringParameter("InputUri"),
 *     stringParameter("Stage", { enumValues: ["dev", "prod"], defaultValue: "dev" }),
 *     integerParameter("InstanceCount", { defaultValue: 1 }),
 *   ],
 *   steps: [],
 * });
 * const start: StartParameters<typeof pipeline> = { InputUri: "s3://bucket/data", Stage: "prod" };
 * console.assert(start.InstanceCount === undefined);
 * ```
 */
export type StartParameters<P extends Pipeline> = Flat<
  {
    readonly [
      One in P["parameters"][number] as One extends HasDefault ? never : One["name"]
    ]: ValueOf<One>;
  } & {
    readonly [
      One in P["parameters"][number] as One extends HasDefault ? One["name"] : never
    ]?: ValueOf<One>;
  }
>;

/** The same members in one object type, which reads better in messages. */
type Flat<T> = { readonly [Key in keyof T]: T[Key] };
