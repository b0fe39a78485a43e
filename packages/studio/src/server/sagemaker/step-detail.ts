import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type StepDefinition,
} from "@nacre/core";
import type { HomeStepDetail } from "@nacre/local";
import type { LocatedView, StepDetailView, StepView } from "../../api.ts";
import type { ExecutionRef } from "../source.ts";
import { noStep } from "./not-there.ts";
import { Notes } from "./notes.ts";
import { defined, lastPart, pages } from "./clients.ts";
import { type ExecutionViews, hasEnded } from "./executions.ts";
import { parameterType } from "./definitions.ts";
import type { JobFacts } from "./jobs.ts";
import type { SageMaker } from "./sagemaker.ts";

/** A step, as the panel of the page shows it. */
export async function stepDetail(
  sagemaker: SageMaker,
  executions: ExecutionViews,
  ref: ExecutionRef,
  name: string,
): Promise<StepDetailView> {
  const { step, definition, arn } = await findStep(sagemaker, executions, ref, name);
  const { jobArn } = step;
  const home = sagemaker.clients.home?.step(ref.id, name);
  const notes = new Notes();
  const [job, metadata] = await Promise.all([
    notes.ifAllowed(
      "The job, its inputs and outputs",
      async () => (jobArn === undefined ? undefined : sagemaker.job(jobArn, hasEnded(step.status))),
      undefined,
    ),
    step.startTime === undefined ? undefined : metadataOf(sagemaker, arn, name),
  ]);
  const declared = argumentsOf(definition);
  const described = job === undefined ? undefined : asJson(job.description);
  const resolved = home?.resolved ?? (described && alike(declared, described));
  return defined({
    ...step,
    declared,
    resolved,
    inputs: job?.inputs ?? modelInputs(resolved),
    outputs: outputsOf(job, home),
    metadata,
    job: described,
    outputParameters: outputParametersOf(definition),
    cacheReason: home?.cacheReason ?? cacheReason(step),
    attemptList: attemptsOf(step, home),
    warnings: [...(home?.warnings ?? []), ...(notes.texts ?? [])],
  });
}

/** A step of an execution, with what its definition has of it. */
export async function findStep(
  sagemaker: SageMaker,
  executions: ExecutionViews,
  ref: ExecutionRef,
  name: string,
): Promise<{
  readonly step: StepView;
  readonly definition: StepDefinition | undefined;
  readonly arn: string;
}> {
  const arn = await sagemaker.executionArn(ref);
  const definition = await executions.definition(arn, ref);
  const steps = await executions.steps(ref, arn, definition);
  const step = steps.find((one) => one.name === name);
  if (step === undefined) throw noStep(ref, name, steps);
  return { step, definition: definition.steps.get(name), arn };
}

/** The arguments as the definition has them. */
function argumentsOf(definition: StepDefinition | undefined): JsonObject {
  if (definition === undefined) return {};
  const { Arguments } = definition;
  if (!isJsonObject(Arguments)) return {};
  // The steps of the branches are steps of their own.
  const { IfSteps: _if, ElseSteps: _else, ...own } = Arguments;
  return own;
}

/** What an answer to a Callback step has to give; undefined for other steps. */
function outputParametersOf(
  definition: StepDefinition | undefined,
): StepDetailView["outputParameters"] {
  const declared = definition?.Type === "Callback" ? definition["OutputParameters"] : undefined;
  if (!isJsonArray(declared)) return undefined;
  return declared.flatMap((parameter) => {
    if (!isJsonObject(parameter)) return [];
    const { OutputName, OutputType } = parameter;
    return typeof OutputName === "string"
      ? [{ name: OutputName, type: parameterType(OutputType) }]
      : [];
  });
}

/** The members of a job's description that the step's arguments have too. */
function alike(declared: JsonObject, described: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(declared).flatMap((name) =>
      described[name] === undefined ? [] : [[name, described[name]]],
    ),
  );
}

/** The model data of Model and RegisterModel steps, which start no job. */
function modelInputs(resolved: JsonObject | undefined): LocatedView[] {
  const { PrimaryContainer, Containers, InferenceSpecification } = resolved ?? {};
  const inner = isJsonObject(InferenceSpecification) ? InferenceSpecification["Containers"] : [];
  const containers = [PrimaryContainer, Containers, inner].flatMap(
    (value): readonly (JsonValue | undefined)[] => (isJsonArray(value) ? value : [value]),
  );
  const uris = containers.flatMap((container) => {
    const uri = isJsonObject(container) ? container["ModelDataUrl"] : undefined;
    return typeof uri === "string" ? [uri] : [];
  });
  return uris.map((uri, index) => ({ name: index === 0 ? "model" : `model ${index + 1}`, uri }));
}

/** As the job says; a home knows those of steps without a job. */
function outputsOf(job: JobFacts | undefined, home: HomeStepDetail | undefined): LocatedView[] {
  if (job !== undefined) return [...job.outputs];
  return (home?.outputs ?? []).map(({ name, uri }) => ({ name, uri }));
}

function cacheReason({ cacheSource }: StepView): string | undefined {
  return cacheSource === undefined ? undefined : `taken from execution ${lastPart(cacheSource)}`;
}

/** A home keeps the attempts of jobs; a step without a job has run, too, unless its result was there. */
function attemptsOf(
  step: StepView,
  home: HomeStepDetail | undefined,
): StepDetailView["attemptList"] {
  const isKnown =
    home !== undefined && (home.attempts.length > 0 || step.cacheSource !== undefined);
  return isKnown ? home.attempts : latestAttempt(step);
}

/** All that AWS tells of attempts is the last one and how many there were. */
function latestAttempt(step: StepView): StepDetailView["attemptList"] {
  const { startTime, endTime, status, failureReason, jobArn, attempts } = step;
  if (startTime === undefined) return [];
  return [
    defined({ attempt: Math.max(1, attempts), startTime, endTime, status, failureReason, jobArn }),
  ];
}

async function metadataOf(
  sagemaker: SageMaker,
  arn: string,
  name: string,
): Promise<JsonObject | undefined> {
  for await (const page of pages((NextToken) =>
    sagemaker.call("ListPipelineExecutionSteps", {
      PipelineExecutionArn: arn,
      MaxResults: 100,
      NextToken,
    }),
  )) {
    const step = page.PipelineExecutionSteps?.find(({ StepName }) => StepName === name);
    if (step !== undefined) return step.Metadata && asJson(step.Metadata);
  }
  return undefined;
}

/** Times become texts in ISO 8601. */
function asJson(value: object): JsonObject {
  const json: JsonValue = JSON.parse(JSON.stringify(value));
  return isJsonObject(json) ? json : {};
}
