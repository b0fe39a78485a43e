import { homeOf } from "../app/home.ts";
import { userError } from "../errors.ts";
import type { PipelineInput } from "../executions/which.ts";
import { withExecution } from "../executions/with-execution.ts";
import { objectReaders } from "../outputs/objects.ts";
import { deliver } from "../output.ts";
import { ownVersion } from "../version.ts";
import { readReport } from "./data.ts";
import { reportPage } from "./page.ts";

/** What the command line says of a report. */
interface ReportInput extends PipelineInput {
  readonly output: string | undefined;
  readonly "log-lines": string | undefined;
}

/** Writes the report of an execution, and gives the exit code. */
export async function runReport(given: string | undefined, input: ReportInput): Promise<number> {
  const logLines = readLines(input["log-lines"]);
  // A state folder is that of the local service.
  const place = { ...input, local: input.local || input.home !== undefined };
  return withExecution(given, place, async (session, arn) => {
    const data = await readReport(session, arn, objectReaders(session, homeOf(input)), logLines);
    const options = { now: new Date(), version: ownVersion(), region: session.region };
    deliver(reportPage(data, options), input.output);
    return 0;
  });
}

function readLines(text: string | undefined): number {
  const count = text === undefined ? 40 : Number(text);
  if (text?.trim() !== "" && Number.isInteger(count) && count >= 0 && count <= 20_000) return count;
  throw userError("BAD_OPTION", `--log-lines ${text}: this is not a number from 0 to 20000`, {
    help: "--log-lines 200 keeps the last 200 lines of each log",
  });
}
