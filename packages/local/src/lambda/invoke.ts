import { join } from "node:path";
import type { JsonObject, JsonValue } from "@nacre/core";
import type { LocalModule, LocalProgram } from "../config/local-config.ts";
import { pythonFolder } from "../python/python-folder.ts";
import { functionName } from "./find-function.ts";
import { runProgram, type ProgramEnd, type ProgramRun } from "./run-program.ts";

/** A call of a function. */
export interface Invocation extends Pick<
  ProgramRun,
  "folder" | "logFile" | "region" | "graceSeconds" | "signal" | "onLine"
> {
  /** The function's ARN. */
  readonly functionArn: string;
  /** What it is called with. */
  readonly event: JsonObject;
}

/** What a call came to: what the function gave, its error as AWS Lambda words it, or that it was stopped. */
export type InvocationResult =
  | { readonly payload: JsonValue }
  | { readonly functionError: FunctionError }
  | { readonly stopped: true };

/** A function's error, as AWS Lambda answers it. */
interface FunctionError {
  /** The kind of error, such as the name of an exception. */
  readonly errorType: string;
  /** What went wrong. */
  readonly errorMessage: string;
}

/**
 * Calls what stands for a Lambda function: a command gets the event as JSON on stdin and prints its
 * result as JSON on stdout; a module's handler gets the event and a context. Whatever else it prints
 * (a command: to stderr) goes to the log.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function invoke(
  program: LocalProgram | LocalModule,
  { functionArn, event, ...run }: Invocation,
): Promise<InvocationResult> {
  const isModule = "file" in program;
  const end = await runProgram({
    ...run,
    command: isModule ? moduleCommand(program) : program.command,
    takesFiles: isModule,
    cwd: program.folder,
    environment: {
      AWS_LAMBDA_FUNCTION_NAME: functionName(functionArn),
      ...program.environment,
      NACRE_FUNCTION_ARN: functionArn,
    },
    timeout: program.timeout,
    input: event,
  });
  return outcome(program, end);
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

function outcome(
  program: LocalProgram | LocalModule,
  { exitCode, stopped, output, lastLine }: ProgramEnd,
): InvocationResult {
  if (stopped === "aborted") return { stopped: true };
  if (stopped === "max-runtime") {
    const errorMessage = `Task timed out after ${program.timeout.toFixed(2)} seconds`;
    return { functionError: { errorType: "Sandbox.Timedout", errorMessage } };
  }
  if (exitCode !== 0) return { functionError: errorOf(output, exitCode, lastLine) };
  try {
    // Whatever JSON.parse gives is a JSON value.
    return { payload: JSON.parse(output) as JsonValue };
  } catch (error) {
    const errorMessage = `The result is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    return { functionError: { errorType: "Runtime.MarshalError", errorMessage } };
  }
}

/** A handler's own error is its result; a command leaves what it printed last. */
function errorOf(output: string, exitCode: number, lastLine: string): FunctionError {
  try {
    const error: unknown = JSON.parse(output);
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
