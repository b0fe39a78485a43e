import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { JsonObject, JsonValue } from "@nacre/core";
import type { LocalModule, LocalProgram } from "../config/local-config.ts";
import { JobLog } from "../jobs/job-log.ts";
import { runJobProcess, type JobProcessResult } from "../jobs/job-process.ts";
import { pythonFolder } from "../python/python-folder.ts";
import { faultCode } from "../store/files.ts";
import { functionName } from "./find-function.ts";

/** A call of a function. */
export interface Invocation {
  /** The function's ARN. */
  readonly functionArn: string;
  /** What it is called with. */
  readonly event: JsonObject;
  /** A folder that is made for the call, and removed after it. */
  readonly folder: string;
  /** The file for what it prints besides its result. */
  readonly logFile: string;
  /** The region it is told. */
  readonly region: string;
  /** The time between SIGTERM and SIGKILL when it is stopped, in seconds. */
  readonly graceSeconds: number;
  /** Stops it. */
  readonly signal: AbortSignal;
  /** Told every line that it prints besides its result. */
  readonly onLine: (line: string) => void;
}

/** What a call came to: what the function gave, its error as AWS Lambda words it, or that it was stopped. */
export type InvocationResult =
  | { readonly payload: JsonValue }
  | { readonly functionError: FunctionError }
  | { readonly stopped: true };

/** A function's error, as AWS Lambda answers it. */
export interface FunctionError {
  /** The kind of error, such as the name of an exception. */
  readonly errorType: string;
  /** What went wrong. */
  readonly errorMessage: string;
}

/** Gives a program its event and takes its result; both are files, so that neither can be blocked. */
const redirect = 'exec "$@" <"$NACRE_EVENT" >"$NACRE_RESULT"';

/**
 * Calls what stands for a Lambda function: a command gets the event as JSON on stdin and prints its
 * result as JSON on stdout; a module's handler gets the event and a context. Whatever else it prints
 * (a command: to stderr) goes to the log. It ends with the process that started it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function invoke(
  program: LocalProgram | LocalModule,
  invocation: Invocation,
): Promise<InvocationResult> {
  const { folder, logFile } = invocation;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const log = new JobLog(logFile);
  try {
    const [eventFile, resultFile] = [join(folder, "event.json"), join(folder, "result.json")];
    await writeFile(eventFile, JSON.stringify(invocation.event));
    let lastLine = "";
    const result = await start(program, invocation, eventFile, resultFile, (line) => {
      log.write(line);
      invocation.onLine(line);
      if (line.trim() !== "") lastLine = line.trim();
    });
    return await outcome(program, result, resultFile, lastLine);
  } finally {
    log.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function start(
  program: LocalProgram | LocalModule,
  invocation: Invocation,
  eventFile: string,
  resultFile: string,
  onLine: (line: string) => void,
): Promise<JobProcessResult> {
  const { functionArn, region } = invocation;
  const command = "file" in program ? moduleCommand(program) : program.command;
  const [file = "sh", ...args] =
    "file" in program ? command : ["sh", "-c", redirect, "sh", ...command];
  return runJobProcess({
    command: { file, args, env: {}, cwd: program.folder },
    depth: 0,
    env: {
      PATH: [dirname(process.execPath), process.env["PATH"] ?? "/usr/bin:/bin"].join(delimiter),
      HOME: process.env["HOME"] ?? "/",
      LANG: "C.UTF-8",
      TZ: "UTC",
      PYTHONUNBUFFERED: "1",
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_LAMBDA_FUNCTION_NAME: functionName(functionArn),
      ...program.environment,
      NACRE_FUNCTION_ARN: functionArn,
      NACRE_EVENT: eventFile,
      NACRE_RESULT: resultFile,
    },
    maxRuntimeSeconds: program.timeout,
    graceSeconds: invocation.graceSeconds,
    signal: invocation.signal,
    onLine,
  });
}

/** Calls a handler of JavaScript or TypeScript; what it gives, or its error, goes to the result's file. */
const callHandler = `
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
const { NACRE_EVENT, NACRE_RESULT, NACRE_FUNCTION_ARN, AWS_LAMBDA_FUNCTION_NAME } = process.env;
const [file, name] = process.argv.slice(-2);
const context = {
  functionName: AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: "$LATEST",
  invokedFunctionArn: NACRE_FUNCTION_ARN,
  awsRequestId: crypto.randomUUID(),
};
try {
  const module = await import(pathToFileURL(resolve(file)).href);
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler !== "function") throw new TypeError(file + " exports no function " + name);
  const payload = await handler(JSON.parse(readFileSync(NACRE_EVENT, "utf8")), context);
  writeFileSync(NACRE_RESULT, JSON.stringify(payload ?? null));
  process.exit(0);
} catch (error) {
  console.error(error);
  const isError = error instanceof Error;
  const errorType = isError ? error.name : typeof error;
  const errorMessage = isError ? error.message : String(error);
  writeFileSync(NACRE_RESULT, JSON.stringify({ errorType, errorMessage }));
  process.exit(1);
}
`;

function moduleCommand({ runtime, python, file, handler }: LocalModule): string[] {
  return runtime === "python"
    ? [python, join(pythonFolder(), "nacre_lambda.py"), file, handler]
    : [process.execPath, "--input-type=module", "-e", callHandler, "--", file, handler];
}

async function outcome(
  program: LocalProgram | LocalModule,
  { exitCode, stopped }: JobProcessResult,
  resultFile: string,
  lastLine: string,
): Promise<InvocationResult> {
  if (stopped === "aborted") return { stopped: true };
  if (stopped === "max-runtime") {
    const errorMessage = `Task timed out after ${program.timeout.toFixed(2)} seconds`;
    return { functionError: { errorType: "Sandbox.Timedout", errorMessage } };
  }
  const text = await readResult(resultFile);
  if (exitCode !== 0) return { functionError: errorOf(text, exitCode, lastLine) };
  try {
    // Whatever JSON.parse gives is a JSON value.
    return { payload: JSON.parse(text) as JsonValue };
  } catch (error) {
    const errorMessage = `The result is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    return { functionError: { errorType: "Runtime.MarshalError", errorMessage } };
  }
}

/** A handler's own error is its result; a command leaves what it printed last. */
function errorOf(text: string, exitCode: number, lastLine: string): FunctionError {
  try {
    const error: unknown = JSON.parse(text);
    if (typeof error === "object" && error !== null) {
      const { errorType, errorMessage } = error as Readonly<Record<string, unknown>>; // read as unknown
      if (typeof errorType === "string" && typeof errorMessage === "string") {
        return { errorType, errorMessage };
      }
    }
  } catch {
    // It ended before it could write a result.
  }
  const errorMessage = `exit code ${exitCode}${lastLine === "" ? "" : `: ${lastLine}`}`;
  return { errorType: "Runtime.ExitError", errorMessage };
}

async function readResult(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (faultCode(error) === undefined) throw error;
    return "";
  }
}
