import { durationText } from "@nacre/graph/executions";
import { printOut } from "../output.ts";
import { paintFor, type Style } from "../run/paint.ts";
import { listParameters } from "./api.ts";
import { type ExecutionStep, lastPart } from "./execution.ts";
import { explainFailures } from "./failed-jobs.ts";
import { definitionOf, takeSnapshot } from "./follow.ts";
import { executionJson, printJson } from "./report.ts";
import { tableText } from "./table-text.ts";
import { timeText } from "./times.ts";
import { noteOf, type Snapshot } from "./view.ts";
import type { PipelineInput } from "./which.ts";
import { withExecution } from "./with-execution.ts";

/** Prints an execution with its steps and parameters, and gives the exit code. */
export async function describeExecutionHere(
  given: string | undefined,
  input: PipelineInput & { readonly json: boolean },
): Promise<number> {
  return withExecution(given, input, async (session, arn) => {
    const definition = await definitionOf(session, arn);
    const [snapshot, parameters] = await Promise.all([
      takeSnapshot(session, arn, definition),
      listParameters(session, arn),
    ]);
    if (input.json) {
      const failures = await explainFailures(session, snapshot.steps);
      const { steps, failures: failed, ...summary } = executionJson(snapshot, failures);
      printJson({
        ...summary,
        parameters: Object.fromEntries(parameters),
        steps,
        failures: failed,
      });
    } else {
      printOut(executionText(snapshot, parameters));
    }
    return 0;
  });
}

function executionText(
  { execution, steps }: Snapshot,
  parameters: ReadonlyMap<string, string>,
): string {
  const paint = paintFor(process.stdout);
  const { status, startTime, lastModifiedTime, version, selectedSteps, sourceArn } = execution;
  const facts: [string, string | undefined][] = [
    ["Execution", execution.arn],
    ["Name", execution.displayName],
    ["Description", execution.description],
    ["Version", version === undefined ? undefined : String(version)],
    ["Status", paint(styleOf(status) ?? "bold", status)],
    ["Reason", execution.failureReason],
    ["Started", timeText(startTime)],
    ["Last change", timeText(lastModifiedTime)],
    ["Only steps", selectedSteps?.join(", ")],
    ["Others from", sourceArn],
  ];
  return [
    factsText(facts),
    ...(parameters.size === 0
      ? []
      : [tableText(["Parameter", "Value"], [...parameters], () => undefined, paint)]),
    tableText(
      ["Step", "Type", "Status", "Time", "Job", ""],
      steps.map(stepRow),
      ([, , stepStatus = ""]) => styleOf(stepStatus),
      paint,
    ),
  ].join("\n");
}

/** Facts in lines, those that are not known left out. */
export function factsText(facts: readonly (readonly [string, string | undefined])[]): string {
  const known = facts.filter(([, value]) => value !== undefined);
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join("");
}

function stepRow(step: ExecutionStep): string[] {
  const { name, type = "", status, startTime, endTime, job } = step;
  const time =
    startTime === undefined
      ? "-"
      : durationText((endTime ?? new Date()).getTime() - startTime.getTime());
  return [name, type, status, time, job === undefined ? "-" : lastPart(job.name), noteOf(step)];
}

function styleOf(status: string): Style | undefined {
  if (status === "Succeeded") return "green";
  if (status === "Failed" || status === "Stopped") return "red";
  return status === "NotRun" ? "gray" : undefined;
}
