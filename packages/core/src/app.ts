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

/** Data for a parameter that holds the S3 URI of an object, for runs on this machine. */
export interface AppDataSource {
  /** The option of `nacre run` that takes the file: `--data` or `--batch`. */
  readonly option: "data" | "batch";
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
 * export const data: AppData = { InputData: { option: "data", sample: () => "1,2\n3,4\n" } };
 * ```
 */
export type AppData = Readonly<Record<string, AppDataSource>>;
