import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type AppData,
  type AppDataSource,
  type ErrorLocation,
  NacreError,
  type Pipeline,
  isPipeline,
} from "@nacre/core";
import { userError } from "../errors.ts";
import { configuredContext } from "./config.ts";
import { type RecordedContext, recordContext } from "./context.ts";

/** An app file, loaded, and its pipeline. */
export interface LoadedApp {
  /** The app file. */
  readonly file: string;
  /** The pipeline it exports, or its function made. */
  readonly pipeline: Pipeline;
  /** Data declarations by parameter name. */
  readonly data: AppData;
  /** The export `deployment`, as it is. */
  readonly deployment: unknown;
  /** What the app read of its context. */
  readonly recorded: RecordedContext;
}

/** What an app file may be: modules that Node runs as they are. */
const appFilePattern = /\.[cm]?[jt]s$/;

/**
 * Loads an app file and gets its pipeline: the default export is a Pipeline, or a function, which may
 * be async, that makes one from the context. `otherwise` is what the context holds for what neither
 * the command line nor the configuration gives; placeholders for region, account and role when left out.
 *
 * @throws NacreError `APP_NOT_A_MODULE`, `APP_SYNTAX`, `APP_FAILED`, `APP_NO_DEFAULT_EXPORT`,
 * `APP_NOT_A_PIPELINE`, and whatever NacreError the app itself throws
 */
export async function loadApp(
  file: string,
  given: ReadonlyMap<string, string>,
  otherwise?: Readonly<Record<string, string>>,
): Promise<LoadedApp> {
  if (!appFilePattern.test(file)) {
    throw userError("APP_NOT_A_MODULE", "an app file is a TypeScript or JavaScript module", {
      at: { file },
      help: "give a definition without --app: nacre run DEFINITION.json, nacre graph DEFINITION.json",
    });
  }
  const configured = configuredContext(dirname(file), otherwise !== undefined);
  const recorded = recordContext(given, otherwise, configured);
  const module: Readonly<Record<string, unknown>> = await attempt(
    file,
    () => import(pathToFileURL(file).href),
  );
  const exported = module["default"];
  if (exported === undefined) {
    const names = Object.keys(module);
    throw userError("APP_NO_DEFAULT_EXPORT", "the app file has no default export", {
      at: { file },
      help:
        `export default a Pipeline or a function (context) => Pipeline` +
        (names.length > 0 ? `; it exports only: ${names.join(", ")}` : ""),
    });
  }
  const pipeline: unknown =
    typeof exported === "function"
      ? await attempt(file, () => exported(recorded.context))
      : exported;
  if (!isPipeline(pipeline)) {
    const what = typeof exported === "function" ? "the default export returned" : "it exports";
    throw userError(
      "APP_NOT_A_PIPELINE",
      `the app file does not give a Pipeline: ${what} ${describe(pipeline)}`,
      { at: { file }, help: "export default a Pipeline or a function (context) => Pipeline" },
    );
  }
  const { data, deployment } = module;
  return { file, pipeline, data: readData(file, data), deployment, recorded };
}

/** Runs code of the app; what it throws is the app's fault, told without a stack. */
export async function attempt<T>(file: string, code: () => T | Promise<T>): Promise<T> {
  try {
    return await code();
  } catch (error) {
    if (error instanceof NacreError) throw error;
    const at = locate(error) ?? { file };
    if (error instanceof SyntaxError) {
      throw userError("APP_SYNTAX", error.message, { at, help: syntaxHelp(error), cause: error });
    }
    throw userError("APP_FAILED", `the app file failed: ${String(error)}`, {
      at,
      help: failedHelp(error),
      cause: error,
    });
  }
}

/** The first place in a file of the user's that a stack names. */
function locate(error: unknown): ErrorLocation | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const [, url = "", line, column] of stack.matchAll(
    /(file:\/\/[^\s)]+?):(\d+)(?::(\d+))?/g,
  )) {
    const file = fileURLToPath(url);
    if (/[\\/]node_modules[\\/]/.test(file)) continue;
    return { file, line: Number(line), ...(column ? { column: Number(column) } : {}) };
  }
  return undefined;
}

function syntaxHelp(error: Error): string {
  if ("code" in error && error.code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    return "Node runs TypeScript by leaving the types out: enum, namespace and parameter properties need a compiler";
  }
  return "mend the syntax; `tsc --noEmit` lists every such fault with its place";
}

function failedHelp(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") {
    return "install the package, or write the relative import with its extension (./steps.ts)";
  }
  return "mend the app file; NACRE_DEBUG=1 prints the whole stack";
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return `an object of class ${value.constructor?.name ?? "none"}`;
  if (typeof value === "string") return `the string ${JSON.stringify(value.slice(0, 40))}`;
  return value === undefined ? "nothing" : `a ${typeof value}`;
}

function readData(file: string, value: unknown): AppData {
  if (value === undefined) return {};
  if (isDataExport(value)) return value;
  throw userError(
    "APP_DATA_INVALID",
    "the export `data` of the app file is not as nacre takes it",
    {
      at: { file },
      help: 'for example: export const data = { InputData: { option: "data", sample: () => "1,2\\n" } }',
    },
  );
}

function isDataExport(value: unknown): value is AppData {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every(
      (entry: Partial<AppDataSource> | null) =>
        (entry?.option === "data" || entry?.option === "batch") &&
        [entry.sample, entry.source].every(
          (member) => member === undefined || typeof member === "function",
        ),
    )
  );
}
