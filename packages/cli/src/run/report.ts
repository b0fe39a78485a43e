import { NacreError } from "@nacre/core";
import { faultData, formatError, userError } from "../errors.ts";
import { printOut } from "../output.ts";
import { paintFor } from "./paint.ts";
import type { RunResult } from "./result.ts";
import { resultTable, shortPath } from "./table.ts";

/** Shows what a run came to: the table, each fault, and with `--json` the result as JSON. */
export function report(result: RunResult, asJson: boolean): void {
  const stream = asJson ? process.stderr : process.stdout;
  const table = resultTable(result, paintFor(stream));
  if (asJson) process.stderr.write(table);
  else printOut(table);
  for (const fault of faultsOf(result)) process.stderr.write(formatError(fault));
  if (asJson) printOut(json(result));
}

/** What went wrong: one fault for each step that failed, with its log file. */
function faultsOf({ steps, failureReason }: RunResult): NacreError[] {
  const failed = steps.filter(({ status }) => status === "Failed");
  const faults = failed.map(({ name, logFile, failureReason: reason = "no reason was given" }) =>
    userError("STEP_FAILED", reason, {
      at: { step: name, ...(logFile ? { file: shortPath(logFile) } : {}) },
      ...(logFile ? { help: "the log file holds all that the job printed" } : {}),
    }),
  );
  if (failureReason === undefined || failed.length > 0) return faults;
  return [userError("EXECUTION_FAILED", failureReason, {})];
}

/** With `--json`, a refusal is JSON on stdout too; `work` throws it all the same. */
export async function withRefusalAsJson<T>(asJson: boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (asJson && error instanceof NacreError) {
      printOut(json({ local: true, status: "Refused", error: faultData(error) }));
    }
    throw error;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
