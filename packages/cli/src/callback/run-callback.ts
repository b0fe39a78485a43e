import { flattenSteps, isJsonArray, isJsonObject, nearest } from "@nacre/core";
import { type Session, withSession } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { listSteps, sagemakerOf } from "../executions/api.ts";
import { type ExecutionStep, lastPart } from "../executions/execution.ts";
import { definitionOf } from "../executions/follow.ts";
import { printJson } from "../executions/report.ts";
import { type PipelineInput, regionIn, whichExecution } from "../executions/which.ts";
import { keepStdoutClean, printNote } from "../output.ts";
import { readPairs } from "../pairs.ts";

/** What the command line says of an answer. */
interface CallbackInput extends PipelineInput {
  readonly step: string | undefined;
  readonly token: string | undefined;
  readonly "output-parameter": readonly string[];
  readonly failure: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** A step that waits for an answer. */
interface Waiting {
  readonly name: string;
  readonly token: string;
}

/**
 * Answers a Callback step, and gives the exit code.
 *
 * @throws NacreError `STEP_NOT_WAITING`, `BAD_OPTION` and those of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SendPipelineExecutionStepSuccess.html
 */
export async function runCallback(
  given: string | undefined,
  input: CallbackInput,
): Promise<number> {
  keepStdoutClean();
  const outputs = readPairs("output-parameter", input["output-parameter"]);
  checkOptions(given, input, outputs);
  const region = input.region ?? regionIn(given, input.pipeline);
  return withSession({ ...input, region }, async (session) => {
    const step =
      input.token === undefined
        ? await findStep(session, await whichExecution(session, given, input), input, outputs)
        : undefined;
    const token = step?.token ?? input.token ?? "";
    const executionArn = await answer(session, token, outputs, input.failure);
    const status = input.failure === undefined ? "Succeeded" : "Failed";
    if (input.json) {
      const executionId = lastPart(executionArn);
      const told = step === undefined ? {} : { step: step.name };
      printJson({ executionArn, executionId, ...told, status });
    } else if (!input.quiet) {
      printNote(`${step?.name ?? "the step"} of execution ${lastPart(executionArn)}: ${status}`);
    }
    return 0;
  });
}

function checkOptions(
  given: string | undefined,
  { token, step, failure }: CallbackInput,
  outputs: ReadonlyMap<string, string>,
): void {
  if (failure !== undefined && outputs.size > 0) {
    throw userError("BAD_OPTION", "--failure does not go with --output-parameter", {
      help: "a step that failed has no outputs; leave one of them out",
    });
  }
  if (token !== undefined && (given !== undefined || step !== undefined)) {
    throw userError("BAD_OPTION", "--token says already which step of which execution is meant", {
      help: "leave out the execution and --step, or --token",
    });
  }
}

async function answer(
  session: Session,
  CallbackToken: string,
  outputs: ReadonlyMap<string, string>,
  FailureReason: string | undefined,
): Promise<string> {
  const { client, commands } = await sagemakerOf(session);
  const OutputParameters = [...outputs].map(([Name, Value]) => ({ Name, Value }));
  const { PipelineExecutionArn = "" } =
    FailureReason === undefined
      ? await client.send(
          new commands.SendPipelineExecutionStepSuccessCommand({ CallbackToken, OutputParameters }),
        )
      : await client.send(
          new commands.SendPipelineExecutionStepFailureCommand({ CallbackToken, FailureReason }),
        );
  return PipelineExecutionArn;
}

/** The step that is meant, with outputs that fit it. */
async function findStep(
  session: Session,
  execution: string,
  input: CallbackInput,
  outputs: ReadonlyMap<string, string>,
): Promise<Waiting> {
  const steps = await listSteps(session, execution);
  const waiting = steps.flatMap(waitingStep);
  const found =
    input.step === undefined ? waiting : waiting.filter(({ name }) => name === input.step);
  const [step] = found;
  if (step === undefined) throw notWaiting(execution, input.step, waiting);
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(", ");
    throw userError("BAD_OPTION", `several steps wait for an answer: ${names}`, {
      help: `say which one: --step ${step.name}`,
    });
  }
  if (input.failure === undefined) {
    checkOutputs(step.name, await declaredOutputs(session, execution, step.name), outputs);
  }
  return step;
}

function waitingStep({ name, status, callbackToken: token }: ExecutionStep): Waiting[] {
  return status === "Executing" && token !== undefined ? [{ name, token }] : [];
}

function notWaiting(
  execution: string,
  step: string | undefined,
  waiting: readonly Waiting[],
): Error {
  const names = waiting.map(({ name }) => name);
  const what = step === undefined ? "no step" : `step ${step} is not one that`;
  return userError(
    "STEP_NOT_WAITING",
    step === undefined
      ? `${what} of execution ${lastPart(execution)} waits for an answer`
      : `${what} waits for an answer in execution ${lastPart(execution)}`,
    {
      help:
        names.length > 0
          ? `these wait: ${names.join(", ")}`
          : `\`nacre describe ${lastPart(execution)}\` shows how its steps stand`,
    },
  );
}

/** The names of the output parameters that the definition declares; undefined where it cannot be read. */
async function declaredOutputs(
  session: Session,
  execution: string,
  name: string,
): Promise<string[] | undefined> {
  const definition = await definitionOf(session, execution);
  const steps = definition === undefined ? [] : flattenSteps(definition);
  const step = steps.find((one) => one.definition.Name === name)?.definition;
  if (step === undefined) return undefined;
  const declared = "OutputParameters" in step ? step["OutputParameters"] : [];
  if (!isJsonArray(declared)) return [];
  return declared.flatMap((one) =>
    isJsonObject(one) && typeof one["OutputName"] === "string" ? [one["OutputName"]] : [],
  );
}

function checkOutputs(
  step: string,
  declared: readonly string[] | undefined,
  outputs: ReadonlyMap<string, string>,
): void {
  if (declared === undefined) return;
  for (const name of outputs.keys()) {
    if (declared.includes(name)) continue;
    const near = nearest(name, declared);
    throw userError("BAD_OPTION", `${step} has no output parameter \`${name}\``, {
      help:
        near !== undefined
          ? `did you mean \`${near}\`?`
          : declared.length === 0
            ? "it has none"
            : `it has: ${declared.join(", ")}`,
    });
  }
  const missing = declared.filter((name) => !outputs.has(name));
  if (missing.length === 0) return;
  throw userError("BAD_OPTION", `${step} needs output parameters: ${missing.join(", ")}`, {
    help: missing.map((name) => `--output-parameter ${name}=VALUE`).join(" "),
  });
}
