import { extname } from "node:path";
import { homeOf } from "../app/home.ts";
import { userError } from "../errors.ts";
import { checkDrawnInput, deliverDrawn, type DrawnInput } from "../graph/deliver-drawn.ts";
import type { PipelineInput } from "../executions/which.ts";
import { withExecution } from "../executions/with-execution.ts";
import { objectReaders } from "../outputs/objects.ts";
import { isStdout } from "../output.ts";
import { ownVersion } from "../version.ts";
import { readReport } from "./data.ts";
import { reportPage } from "./page.ts";

/** What the command line says of a report. */
interface ReportInput extends PipelineInput, DrawnInput {
  readonly "log-lines": string | undefined;
}

/** Writes the report of an execution, and gives the exit code. */
export async function runReport(given: string | undefined, input: ReportInput): Promise<number> {
  const logLines = readLines(input["log-lines"]);
  const { output, open } = input;
  checkOutput(output, open);
  checkDrawnInput(input);
  return withExecution(given ?? "latest", input, async (session, arn) => {
    const data = await readReport(session, arn, objectReaders(session, homeOf(input)), logLines);
    const options = { now: new Date(), version: ownVersion(), region: session.region };
    const page = reportPage(data, options);
    await deliverDrawn({ content: page, format: "html", execution: arn }, "report", input);
    return 0;
  });
}

/** A report under another ending would be shown as something that it is not. */
function checkOutput(output: string | undefined, open: boolean): void {
  if (output !== undefined && !isStdout(output) && !/^\.html?$/i.test(extname(output))) {
    throw userError("BAD_OPTION", `-o ${output}: a report is HTML, and its name does not say so`, {
      help: "let it end in .html: -o report.html",
    });
  }
  if (output === undefined && !open && process.stdout.isTTY) {
    throw userError("BAD_OPTION", "a report is nothing for a terminal", {
      help: "write it to a file, or show it: -o report.html, --open",
    });
  }
}

function readLines(text: string | undefined): number {
  const count = text === undefined ? 40 : Number(text);
  if (text?.trim() !== "" && Number.isInteger(count) && count >= 0 && count <= 20_000) return count;
  throw userError("BAD_OPTION", `--log-lines ${text}: this is not a number from 0 to 20000`, {
    help: "--log-lines 200 keeps the last 200 lines of each log",
  });
}
