import { durationText } from "@nacre/graph/executions";
import type { Session } from "../aws/session.ts";
import { EXIT_FAILED, formatError, userError } from "../errors.ts";
import { printNote, printOut } from "../output.ts";
import { paintFor } from "../run/paint.ts";
import { defined } from "./api.ts";
import { type Execution, type ExecutionStep, hasEnded, lastPart } from "./execution.ts";
import { explainFailures, type StepFailure } from "./failed-jobs.ts";
import type { Snapshot } from "./view.ts";
import { commandLine } from "./which.ts";

/** An execution as `--json` prints it; times are ISO 8601, members that say nothing are left out. */
export function executionJson({ execution, steps }: Snapshot, failures: readonly StepFailure[]) {
  return defined({
    ...summaryJson(execution),
    steps: steps.map(stepJson),
    failures: failures.length === 0 ? undefined : failures,
  });
}

/** The execution itself as `--json` prints it. */
function summaryJson(execution: Execution) {
  const { arn, id, pipelineArn, status, startTime, lastModifiedTime } = execution;
  const end = hasEnded(status) ? lastModifiedTime : undefined;
  return defined({
    executionArn: arn,
    executionId: id,
    pipelineArn,
    pipelineName: lastPart(pipelineArn),
    displayName: execution.displayName,
    description: execution.description,
    version: execution.version,
    status,
    failureReason: execution.failureReason,
    startTime: startTime?.toISOString(),
    endTime: end?.toISOString(),
    durationSeconds: secondsFrom(startTime, end),
    selectedSteps: execution.selectedSteps,
    sourceExecutionArn: execution.sourceArn,
  });
}

function stepJson(step: ExecutionStep) {
  const { startTime, endTime, job, ...rest } = step;
  return defined({
    ...rest,
    startTime: startTime?.toISOString(),
    endTime: endTime?.toISOString(),
    durationSeconds: secondsFrom(startTime, endTime),
    jobName: job?.name,
    jobArn: job?.arn,
  });
}

function secondsFrom(start: Date | undefined, end: Date | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  return (end.getTime() - start.getTime()) / 1000;
}

/** A value as `--json` prints it. */
export function printJson(value: unknown): void {
  printOut(`${JSON.stringify(value, null, 2)}\n`);
}

/** How the end of an execution is told. */
export interface ReportOptions {
  readonly json: boolean;
  /** `--exit-status`: an execution that did not succeed gives another exit code than 0. */
  readonly exitStatus: boolean;
}

/**
 * Tells how an execution has ended: why steps failed, with the last lines of their logs, and the
 * result. Gives the exit code.
 */
export async function reportEnd(
  session: Session,
  snapshot: Snapshot,
  { json, exitStatus }: ReportOptions,
): Promise<number> {
  const { execution, steps } = snapshot;
  const failures = await explainFailures(session, steps);
  if (json) printJson(executionJson(snapshot, failures));
  else tellEnd(session, execution, failures);
  return exitStatus && execution.status !== "Succeeded" ? EXIT_FAILED : 0;
}

function tellEnd(session: Session, execution: Execution, failures: readonly StepFailure[]): void {
  const { status, pipelineArn, arn, startTime, lastModifiedTime, failureReason } = execution;
  const paint = paintFor(process.stderr);
  for (const { step, reason, log, job } of failures) {
    const fault = userError("STEP_FAILED", reason, {
      at: { step },
      ...(job === undefined
        ? {}
        : {
            help: `job ${job}; all it printed: ${commandLine(session, "logs", arn, "--step", step)}`,
          }),
    });
    process.stderr.write(`\n${formatError(fault)}`);
    for (const line of log) printNote(paint("gray", `  | ${line}`));
  }
  if (failures.length === 0 && failureReason !== undefined) {
    process.stderr.write(formatError(userError("EXECUTION_FAILED", failureReason, {})));
  }
  const took =
    startTime === undefined || lastModifiedTime === undefined
      ? ""
      : ` in ${durationText(lastModifiedTime.getTime() - startTime.getTime())}`;
  const style = status === "Succeeded" ? "green" : "red";
  printNote("");
  printOut(`${paintFor(process.stdout)(style, `${lastPart(pipelineArn)}: ${status}${took}`)}\n`);
}
