import { withSession } from "../aws/session.ts";
import { readCount } from "../counts.ts";
import { lastPart } from "../executions/execution.ts";
import { printJson } from "../executions/report.ts";
import { tableText } from "../executions/table-text.ts";
import { timeText } from "../executions/times.ts";
import { type PipelineInput, regionIn, whichPipeline } from "../executions/which.ts";
import { keepStdoutClean, printOut } from "../output.ts";
import { paintFor } from "../run/paint.ts";
import { listVersions } from "./pipeline.ts";

/** Lists the versions of a pipeline and gives the exit code. */
export async function runVersions(
  input: PipelineInput & { readonly limit: string | undefined; readonly json: boolean },
): Promise<number> {
  keepStdoutClean();
  const limit = readCount("limit", input.limit) ?? 20;
  const region = input.region ?? regionIn(input.pipeline);
  return withSession({ ...input, region }, async (session) => {
    const versions = await listVersions(session, await whichPipeline(input), limit);
    if (input.json) {
      printJson(
        versions.map(({ created, lastExecution, ...version }) => ({
          ...version,
          ...(created === undefined ? {} : { creationTime: created.toISOString() }),
          ...(lastExecution === undefined ? {} : { lastExecutionArn: lastExecution }),
        })),
      );
      return 0;
    }
    const rows = versions.map(({ version, created, lastExecution, displayName, description }) => [
      String(version),
      timeText(created),
      lastExecution === undefined ? "-" : lastPart(lastExecution),
      displayName ?? "",
      description ?? "",
    ]);
    const head = ["Version", "Created", "Last execution", "Name", "Description"];
    printOut(tableText(head, rows, () => undefined, paintFor(process.stdout)));
    return 0;
  });
}
