import { styleText } from "node:util";
import { findApp } from "../app/find.ts";
import { loadApp } from "../app/load.ts";
import type { SessionInput } from "../aws/options.ts";
import type { Session } from "../aws/session.ts";
import { EXIT_INTERRUPTED, userError } from "../errors.ts";
import { printNote } from "../output.ts";
import { readPairs } from "../pairs.ts";
import { type ExecutionSummary, listExecutions, sagemakerOf } from "./api.ts";
import { lastPart } from "./execution.ts";
import { executionInHome, newestInHome } from "./in-home.ts";
import { timeText } from "./times.ts";

/** What a handler gets for `pipelineOptions`. */
export interface PipelineInput extends SessionInput {
  readonly pipeline: string | undefined;
  readonly app: string | undefined;
  readonly context: readonly string[];
}

/**
 * The name or ARN of the pipeline that is meant: `--pipeline`, else the name of the app's.
 *
 * @throws NacreError `PIPELINE_UNNAMED` and those of the app
 */
export async function whichPipeline(input: PipelineInput): Promise<string> {
  if (input.pipeline !== undefined) return input.pipeline;
  let file: string;
  try {
    file = findApp(input.app);
  } catch (error) {
    if (input.app !== undefined) throw error;
    throw userError("PIPELINE_UNNAMED", "nothing says which pipeline is meant", {
      help: "give --pipeline NAME, or be in the folder of an app; `nacre list --pipelines` lists them",
      cause: error,
    });
  }
  const { pipeline } = await loadApp(file, readPairs("context", input.context));
  return pipeline.name;
}

/** The region in an ARN that was given, so that it need not be said twice. */
export function regionIn(...given: readonly (string | undefined)[]): string | undefined {
  return given.find((text) => text?.startsWith("arn:"))?.split(":")[3];
}

/** A command line to copy that speaks of the same execution: ARNs hold the rest. */
export function commandLine(session: Session, ...words: readonly string[]): string {
  return ["nacre", ...words, ...(session.isLocal ? ["--local"] : [])].join(" ");
}

/** Whether a text is the ARN of an execution. */
export function isExecutionArn(text: string): boolean {
  return /^arn:[^:]+:sagemaker:.*:pipeline\/[^/]+\/execution\/[^/]+$/i.test(text);
}

/** How many executions a person is asked to choose among. */
const choices = 10;

/**
 * The ARN of the execution that is meant: an ARN, an id, `latest`, or without one the newest of the
 * pipeline; on a terminal with several of them a person is asked. On this machine an id says enough
 * without its pipeline, and so does `latest` where there is no app.
 *
 * @throws NacreError `EXECUTION_NOT_FOUND`, `BAD_OPTION` and those of {@link whichPipeline}
 */
export async function whichExecution(
  session: Session,
  given: string | undefined,
  input: PipelineInput,
  mayAsk = false,
): Promise<string> {
  if (given !== undefined && isExecutionArn(given)) return given;
  if (given?.startsWith("arn:") === true) {
    throw userError("BAD_OPTION", `${given} is not the ARN of an execution`, {
      help: "it ends in pipeline/NAME/execution/ID; `nacre list` prints them",
    });
  }
  const isLatest = given === "latest";
  const isUnnamed = session.isLocal && input.pipeline === undefined;
  if (isUnnamed && given !== undefined && !isLatest) return executionInHome(session, given);
  if (isUnnamed && isLatest && !hasApp(input)) return newestInHome(session);
  const pipeline = await whichPipeline(input);
  if (given !== undefined && !isLatest) {
    return `${await pipelineArn(session, pipeline)}/execution/${given}`;
  }
  const newest = await listExecutions(session, pipeline, mayAsk ? choices : 1);
  const [first] = newest;
  if (first === undefined) {
    throw userError("EXECUTION_NOT_FOUND", `pipeline ${lastPart(pipeline)} has no executions`, {
      help: `nacre start${session.isLocal ? " --local" : ""}`,
    });
  }
  if (!mayAsk || newest.length === 1 || !process.stdin.isTTY || !process.stderr.isTTY) {
    return first.arn;
  }
  return pick(newest);
}

/** Whether there is an app here that names the pipeline. */
function hasApp({ app }: PipelineInput): boolean {
  if (app !== undefined) return true;
  try {
    findApp(app);
    return true;
  } catch {
    return false;
  }
}

async function pipelineArn(session: Session, pipeline: string): Promise<string> {
  if (pipeline.startsWith("arn:")) return pipeline;
  const { client, commands } = await sagemakerOf(session);
  const found = await client.send(new commands.DescribePipelineCommand({ PipelineName: pipeline }));
  return found.PipelineArn ?? "";
}

/** Asks on the terminal which execution is meant; Enter takes the newest. */
async function pick(executions: readonly ExecutionSummary[]): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  executions.forEach(({ id, status, startTime, displayName = "" }, index) => {
    const number = styleText("bold", String(index + 1).padStart(3));
    printNote(`${number}  ${timeText(startTime)}  ${status.padEnd(10)}  ${id}  ${displayName}`);
  });
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  lines.once("SIGINT", leave).once("close", leave);
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      const answer = (await lines.question("Which execution? [1] ")).trim() || "1";
      const chosen = /^\d+$/.test(answer) ? executions[Number(answer) - 1] : undefined;
      if (chosen !== undefined) return chosen.arn;
      printNote(`a number from 1 to ${executions.length}`);
    }
  } finally {
    lines.off("close", leave).close();
  }
}

function leave(): never {
  process.exit(EXIT_INTERRUPTED);
}
