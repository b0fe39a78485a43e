import { randomUUID } from "node:crypto";
import { NacreError } from "@nacre/core";
import { describePipeline } from "../aws/definitions.ts";
import { type Session, withSession } from "../aws/session.ts";
import { ask } from "../deploy/approval.ts";
import { EXIT_NOT_ALLOWED, exitCodeOf } from "../errors.ts";
import { sagemakerOf } from "../executions/api.ts";
import { lastPart } from "../executions/execution.ts";
import { printJson } from "../executions/report.ts";
import { type PipelineInput, regionIn, whichPipeline } from "../executions/which.ts";
import { keepStdoutClean, printNote, printOut } from "../output.ts";
import { deleteSchedule, type PipelineSchedule, schedulesOf } from "../schedule/schedules.ts";
import { definitionOfPipeline } from "./pipeline.ts";

/** What the command line says of a deletion. */
interface DeleteInput extends PipelineInput {
  readonly "keep-schedules": boolean;
  readonly yes: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Deletes a pipeline with its schedules, these first: none is left that starts what is not there.
 *
 * @throws NacreError `PIPELINE_NOT_FOUND`, `APPROVAL_NEEDED`, `NOT_APPROVED` and those of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeletePipeline.html
 */
export async function runDelete(input: DeleteInput): Promise<number> {
  keepStdoutClean();
  const region = input.region ?? regionIn(input.pipeline);
  return withSession({ ...input, region }, async (session) => {
    const pipeline = await whichPipeline(input);
    const isArn = pipeline.startsWith("arn:");
    // By its ARN the schedules of a pipeline are found also when it is gone.
    const found = isArn
      ? await describePipeline(session, pipeline)
      : await definitionOfPipeline(session, pipeline);
    const arn = found?.arn ?? pipeline;
    const schedules = input["keep-schedules"] ? [] : await findSchedules(session, arn, input);
    if (!input.yes) {
      const also = schedules.map(({ name }) => name).join(", ");
      await ask(
        `delete pipeline ${lastPart(pipeline)}${also === "" ? "" : ` and its schedules (${also})`}?`,
        "give --yes where nobody can be asked",
      );
    }
    for (const schedule of schedules) {
      // oxlint-disable-next-line no-await-in-loop -- there are few; what is done is told
      await deleteSchedule(session, schedule);
      if (!input.quiet) printNote(`deleted schedule ${schedule.name}`);
    }
    if (found !== undefined) {
      const { client, commands } = await sagemakerOf(session);
      await client.send(
        new commands.DeletePipelineCommand({
          PipelineName: lastPart(pipeline),
          ClientRequestToken: randomUUID(),
        }),
      );
    }
    if (input.json) {
      printJson({
        pipelineArn: arn,
        deleted: found !== undefined,
        schedules: schedules.map(({ name }) => name),
      });
    } else if (found !== undefined) {
      printOut(`${arn}\n`);
      if (!input.quiet) printNote("deleted");
    }
    return 0;
  });
}

async function findSchedules(
  session: Session,
  arn: string,
  { quiet }: DeleteInput,
): Promise<PipelineSchedule[]> {
  if (session.isLocal) return [];
  try {
    return await schedulesOf(session, arn);
  } catch (error) {
    // Who may not look at schedules may still delete the pipeline, and is told.
    if (!(error instanceof NacreError) || exitCodeOf(error) !== EXIT_NOT_ALLOWED) throw error;
    if (!quiet) printNote(`note: whether schedules start it is not known: ${error.message}`);
    return [];
  }
}
