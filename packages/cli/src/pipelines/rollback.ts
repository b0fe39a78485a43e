import { diffDefinitions } from "@nacre/core";
import { withSession } from "../aws/session.ts";
import { readCount } from "../counts.ts";
import { ask } from "../deploy/approval.ts";
import { countsText, diffText } from "../diff/text.ts";
import { userError } from "../errors.ts";
import { sagemakerOf } from "../executions/api.ts";
import { lastPart } from "../executions/execution.ts";
import { printJson } from "../executions/report.ts";
import { type PipelineInput, regionIn, whichPipeline } from "../executions/which.ts";
import { keepStdoutClean, printNote, printOut } from "../output.ts";
import { paintFor } from "../run/paint.ts";
import { definitionOfPipeline } from "./pipeline.ts";

/** What the command line says of a rollback. */
interface RollbackInput extends PipelineInput {
  readonly yes: boolean;
  readonly "dry-run": boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Deploys the definition of an earlier version, and gives the exit code.
 *
 * @throws NacreError `BAD_OPTION`, `VERSION_NOT_FOUND`, `PIPELINE_NOT_FOUND`, `APPROVAL_NEEDED`,
 * `NOT_APPROVED` and those of AWS
 */
export async function runRollback(
  given: string | undefined,
  input: RollbackInput,
): Promise<number> {
  keepStdoutClean();
  const version = readCount("version", given);
  if (version === undefined) {
    throw userError("BAD_OPTION", "no version was given", {
      help: "nacre rollback VERSION; nacre versions lists them",
    });
  }
  const region = input.region ?? regionIn(input.pipeline);
  return withSession({ ...input, region }, async (session) => {
    const pipeline = await whichPipeline(input);
    const now = await definitionOfPipeline(session, pipeline);
    const then = await definitionOfPipeline(session, pipeline, version);
    const diff = diffDefinitions(now.definition, then.definition);
    if (!input.quiet) {
      printNote(`${lastPart(pipeline)} back to version ${version}: ${countsText(diff)}`);
      if (!diff.isEmpty) process.stderr.write(`\n${diffText(diff, paintFor(process.stderr))}`);
    }
    const isDone = diff.isEmpty || input["dry-run"];
    if (!isDone && !input.yes) {
      await ask(
        `deploy the definition of version ${version}?`,
        "give --yes where nobody can be asked",
      );
    }
    const made = isDone ? undefined : await update();
    if (input.json) {
      printJson({
        pipelineArn: now.arn,
        from: version,
        applied: made !== undefined,
        version: made ?? null,
      });
    } else if (made !== undefined) {
      printOut(`${now.arn}\n`);
      if (!input.quiet) printNote(`it is version ${made} now`);
    }
    return 0;

    async function update(): Promise<number | undefined> {
      const { client, commands } = await sagemakerOf(session);
      const { PipelineVersionId } = await client.send(
        new commands.UpdatePipelineCommand({
          PipelineName: lastPart(pipeline),
          PipelineDefinition: then.text,
        }),
      );
      return PipelineVersionId;
    }
  });
}
