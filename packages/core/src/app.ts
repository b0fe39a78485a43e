/**
 * What the default export of an app file is called with, when it is a function: the values given to
 * the `nacre` command as `--context NAME=VALUE`.
 *
 * @example
 * ```ts
 * import { Pipeline, type AppContext } from "@nacre/core";
 *
 * export default function app(context: AppContext): Pipeline {
 *   return new Pipeline(`Example-${context.get("stage") ?? "dev"}`, { steps: [] });
 * }
 * ```
 */
export interface AppContext {
  /**
   * The value of a name. `region`, `account` and `role` have offline placeholders where they are not
   * given; any other name is undefined then.
   */
  get(name: "region" | "account" | "role"): string;
  get(name: string): string | undefined;
}

/** Data for a parameter that holds the S3 URI of an object: for runs on this machine, and for AWS. */
export interface AppDataSource {
  /** The option of `nacre run` that takes the file: `--data` or `--batch`. */
  readonly option: "data" | "batch";
  /** The S3 URI of the real data, which `nacre data` copies to where the parameter points. */
  readonly source?: (context: AppContext) => string;
  /** Makes the content of a stand-in, used and marked as synthetic where no file is given. */
  readonly sample?: () => string | Promise<string>;
}

/**
 * The named export `data` of an app file, by parameter name.
 *
 * @example
 * ```ts
 * import type { AppData } from "@nacre/core";
 *
 * export const data: AppData = {
 *   InputData: {
 *     option: "data",
 *     source: (context) => `s3://public-data-${context.get("region")}/houses.csv`,
 *     sample: () => "1,2\n3,4\n",
 *   },
 * };
 * ```
 */
export type AppData = Readonly<Record<string, AppDataSource>>;

/**
 * The named export `deployment` of an app file, or what its function makes from the context: what
 * `nacre deploy` gives SageMaker beside the definition. What is not given stays as it is deployed.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePipeline.html
 *
 * @example
 * ```ts
 * import type { AppDeployment } from "@nacre/core";
 *
 * export const deployment: AppDeployment = {
 *   description: "Abalone: from a CSV to a registered model",
 *   maxParallelExecutionSteps: 4,
 *   tags: { team: "ml" },
 * };
 * ```
 */
export interface AppDeployment {
  /** The name that Studio shows: 1 to 256 letters, digits and hyphens. */
  readonly displayName?: string;
  /** At most 3072 characters. */
  readonly description?: string;
  /** How many steps of an execution may run at the same time; from 1 on. */
  readonly maxParallelExecutionSteps?: number;
  /** Tags of the pipeline, at most 50. Tags that are deployed and not given here stay. */
  readonly tags?: Readonly<Record<string, string>>;
}
