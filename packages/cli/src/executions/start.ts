import { randomUUID } from "node:crypto";
import { type PipelineDefinition, validateStart } from "@nacre/core";
import type { Session } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { readCount } from "../counts.ts";
import { printNote, printOut } from "../output.ts";
import { definitionOfPipeline } from "../pipelines/pipeline.ts";
import { defined, sagemakerOf } from "./api.ts";
import { lastPart } from "./execution.ts";
import { throwFindings } from "./findings.ts";
import { readParameters } from "./parameters.ts";
import { printJson } from "./report.ts";
import { readNames, selectedSteps } from "./select-steps.ts";
import {
  commandLine,
  type PipelineInput,
  isExecutionArn,
  whichExecution,
  whichPipeline,
} from "./which.ts";

/** What the command line says of a start. */
export interface StartInput extends PipelineInput {
  readonly param: readonly string[];
  readonly params: string | undefined;
  readonly "display-name": string | undefined;
  readonly description: string | undefined;
  readonly "max-parallel": string | undefined;
  readonly version: string | undefined;
  readonly steps: readonly string[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly reuse: string | undefined;
}

/** What was started. */
export interface Started {
  readonly arn: string;
  readonly pipeline: string;
}

/**
 * Checks what is given against the definition that will run, and starts an execution. A token makes
 * sure that a start that is sent twice starts once.
 *
 * @throws NacreError `PIPELINE_NOT_FOUND`, those of the checks ({@link validateStart}) and of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StartPipelineExecution.html
 */
export async function start(session: Session, input: StartInput): Promise<Started> {
  const pipeline = await whichPipeline(input);
  const version = readCount("version", input.version);
  const found = await definitionOfPipeline(session, pipeline, version);
  const request = await requestOf(session, input, found.definition);
  throwFindings(validateStart(request, found.definition));
  const { client, commands } = await sagemakerOf(session);
  const { PipelineExecutionArn: arn = "" } = await client.send(
    new commands.StartPipelineExecutionCommand({
      ...request,
      PipelineName: pipeline,
      PipelineVersionId: version,
      ClientRequestToken: randomUUID(),
    }),
  );
  return { arn, pipeline: lastPart(pipeline) };
}

/** Tells what was started: the ARN alone on stdout, or one JSON object. */
export function tellStarted(
  session: Session,
  { arn, pipeline }: Started,
  input: { json: boolean; quiet: boolean },
): void {
  if (input.json) {
    printJson({ executionArn: arn, executionId: lastPart(arn), pipelineName: pipeline });
    return;
  }
  printOut(`${arn}\n`);
  if (!input.quiet) printNote(`started; ${commandLine(session, "watch", arn)}`);
}

async function requestOf(session: Session, input: StartInput, definition: PipelineDefinition) {
  const parameters = readParameters(input.param, input.params);
  const selected = selectedSteps(definition, {
    steps: readNames(input.steps),
    from: readNames(input.from),
    to: readNames(input.to),
  });
  if (selected === undefined && input.reuse !== undefined) {
    throw userError("BAD_OPTION", "--reuse goes with a choice of steps", {
      help: "say which steps are to run: --steps A,B, --from A or --to B",
    });
  }
  const maxParallel = readCount("max-parallel", input["max-parallel"]);
  return defined({
    PipelineParameters: [...parameters].map(([Name, Value]) => ({ Name, Value })),
    PipelineExecutionDisplayName: input["display-name"],
    PipelineExecutionDescription: input.description,
    ParallelismConfiguration:
      maxParallel === undefined ? undefined : { MaxParallelExecutionSteps: maxParallel },
    SelectiveExecutionConfig:
      selected === undefined
        ? undefined
        : defined({
            SelectedSteps: selected.map((StepName) => ({ StepName })),
            SourcePipelineExecutionArn: await sourceArn(session, input),
          }),
  });
}

/** `latest` is the newest execution of the pipeline. */
async function sourceArn(session: Session, input: StartInput): Promise<string | undefined> {
  const { reuse } = input;
  if (reuse === undefined || isExecutionArn(reuse)) return reuse;
  return whichExecution(session, reuse === "latest" ? undefined : reuse, input);
}
