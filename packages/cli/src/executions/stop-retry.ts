import { randomUUID } from "node:crypto";
import type { Session } from "../aws/session.ts";
import { readCount } from "../counts.ts";
import { userError } from "../errors.ts";
import { printNote, printOut } from "../output.ts";
import { defined, describeExecution, sagemakerOf } from "./api.ts";
import { hasEnded, lastPart } from "./execution.ts";
import { printJson } from "./report.ts";
import { readInterval, type WatchInput, watch } from "./watch.ts";
import { commandLine, type PipelineInput } from "./which.ts";
import { withExecution } from "./with-execution.ts";

type Input = PipelineInput & WatchInput & { readonly watch: boolean };

/**
 * Stops an execution; one that has ended is left alone. Gives the exit code.
 *
 * @throws NacreError of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopPipelineExecution.html
 */
export async function runStop(given: string | undefined, input: Input): Promise<number> {
  readInterval(input.interval);
  return withExecution(given, input, async (session, arn) => {
    const { status } = await describeExecution(session, arn);
    if (hasEnded(status)) {
      if (!input.quiet) printNote(`it has ended already: ${status}`);
    } else {
      const { client, commands } = await sagemakerOf(session);
      await client.send(
        new commands.StopPipelineExecutionCommand({
          PipelineExecutionArn: arn,
          ClientRequestToken: randomUUID(),
        }),
      );
    }
    return goOn(session, arn, input, "stopping");
  });
}

/**
 * Goes on with an execution. Gives the exit code.
 *
 * @throws NacreError `RETRY_NOT_POSSIBLE` for one that runs or has succeeded, and those of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RetryPipelineExecution.html
 */
export async function runRetry(
  given: string | undefined,
  input: Input & { readonly "max-parallel": string | undefined },
): Promise<number> {
  readInterval(input.interval);
  const maxParallel = readCount("max-parallel", input["max-parallel"]);
  return withExecution(given, input, async (session, arn) => {
    const { status } = await describeExecution(session, arn);
    if (status === "Succeeded" || !hasEnded(status)) {
      throw userError("RETRY_NOT_POSSIBLE", `execution ${lastPart(arn)} is ${status}`, {
        help:
          status === "Succeeded"
            ? "nothing of it is left to do; nacre start runs the pipeline again"
            : `only one that has ended can be retried: ${commandLine(session, "stop", arn)}`,
      });
    }
    const { client, commands } = await sagemakerOf(session);
    await client.send(
      new commands.RetryPipelineExecutionCommand(
        defined({
          PipelineExecutionArn: arn,
          ClientRequestToken: randomUUID(),
          ParallelismConfiguration:
            maxParallel === undefined ? undefined : { MaxParallelExecutionSteps: maxParallel },
        }),
      ),
    );
    return goOn(session, arn, input, "going on");
  });
}

/** Watches, or says what was asked for: the ARN on stdout, or one JSON object. */
async function goOn(
  session: Session,
  arn: string,
  input: Input,
  what: "stopping" | "going on",
): Promise<number> {
  // In the local service somebody has to do it: the process that runs it, or else this one.
  const local = await session.localService();
  if (local !== undefined && what === "stopping") await local.run(lastPart(arn));
  const isRunHere =
    local !== undefined && what === "going on" && !(await local.isElsewhere(lastPart(arn)));
  if (input.watch || isRunHere) return watch(session, arn, input);
  const { status } = await describeExecution(session, arn);
  if (input.json) {
    printJson({ executionArn: arn, executionId: lastPart(arn), status });
  } else {
    printOut(`${arn}\n`);
    if (!input.quiet && !hasEnded(status)) {
      printNote(`${what}; ${commandLine(session, "watch", arn)}`);
    }
  }
  return 0;
}
