import { isJsonObject, NacreError, parseReference, type JsonObject } from "@nacre/core";
import type { LocalConfig } from "../config/local-config.ts";
import type { Objects } from "../objects/objects.ts";
import type { JobRuntime } from "../jobs/images.ts";
import type { StepImage } from "../jobs/container/container-engine.ts";
import { object, text, type PlannedStep } from "../plan.ts";
import { resolveKnown, type ResolverScope } from "../resolve/resolver.ts";
import { isPlainPython, pathRewriting } from "../sandbox/path-rewriting.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { runnableTypes } from "../steps/index.ts";
import type { Models } from "../state/models.ts";
import { parseS3Uri } from "../objects/s3-uri.ts";
import { unsupportedFunction } from "./lambda-options.ts";
import { containerImage, jobImage } from "./image.ts";
import { neededObjects, writtenPrefixes, type NeededObjects } from "./needed-objects.ts";
import type { Unsupported } from "./problem.ts";
import { unsupportedProcessing } from "./processing-options.ts";
import { unsupportedQualityCheck } from "./quality-options.ts";
import { unsupportedTraining } from "./training-options.ts";
import { servingImage, unsupportedTransform } from "./transform-options.ts";
import { unsupportedTuning } from "./tuning-options.ts";
import { unsupportedType } from "./unsupported-types.ts";

/** What is known before the start. */
export interface Preflight {
  /** All steps. */
  readonly steps: readonly PlannedStep[];
  /** What references stand for before anything has run. */
  readonly scope: ResolverScope;
  /** The objects that are there. */
  readonly objects: Objects;
  /** S3 URIs of what is taken over from another execution. */
  readonly taken: readonly string[];
  /** The models that are there. */
  readonly models: Models;
  /** What jobs will run in. */
  readonly sandbox: Sandbox;
  /** What stands for Lambda functions and queues. */
  readonly config: LocalConfig;
  /** What jobs run in. */
  readonly runtime: JobRuntime;
  /** What to do about an object that is missing, in a sentence. */
  readonly cureOfMissing: (missing: NeededObjects) => string;
}

interface KnownStep {
  readonly step: PlannedStep;
  /** Its arguments; null for what is not known before the run. */
  readonly args: JsonObject;
}

/**
 * Refuses before the start what would fail, or would have to be faked, during the run. All that is
 * found is reported at once.
 *
 * @throws NacreError `LOCAL_UNSUPPORTED` for step types and options that do not run here,
 * `LOCAL_OBJECT_MISSING` for code and data that is not in the store, `S3_URI_INVALID`.
 * @returns the images that jobs will run in
 */
export async function preflight(given: Preflight): Promise<readonly StepImage[]> {
  const steps = await Promise.all(
    given.steps.map(async (step) => ({
      step,
      args: object(await resolveKnown(step.args, given.scope)),
    })),
  );
  const problems = await Promise.all(
    steps.map(async (known) =>
      (await unsupported(known, steps, given)).map((problem) => asError(known.step, problem)),
    ),
  );
  throwAll(problems.flat());
  throwAll(await missingObjects(steps, given));
  return steps.flatMap(({ step, args }) => {
    const uri =
      step.type === "Transform"
        ? servingImage(modelOf(step, args, steps, given.models), given.runtime)
        : containerImage(step.type, args, given.runtime);
    return uri === undefined ? [] : [{ step: step.name, uri }];
  });
}

async function unsupported(
  { step, args }: KnownStep,
  steps: readonly KnownStep[],
  { models, sandbox, config, scope, runtime }: Preflight,
): Promise<Unsupported[]> {
  if (!runnableTypes().includes(step.type)) return [unsupportedType(step.type, runnableTypes())];
  switch (step.type) {
    case "Lambda":
      return unsupportedFunction(step.definition["FunctionArn"], config, scope);
    case "QualityCheck":
      return unsupportedQualityCheck(step.definition, args);
    case "Tuning":
      return unsupportedTuning(args, runtime);
    case "Processing":
      return [
        ...unsupportedProcessing(args, runtime),
        ...unsupportedInSandbox(step.type, args, sandbox, runtime),
      ];
    case "Training":
      return [
        ...unsupportedTraining(args, runtime),
        ...unsupportedInSandbox(step.type, args, sandbox, runtime),
      ];
    case "Transform":
      return unsupportedTransform(args, modelOf(step, args, steps, models), runtime);
    case "RegisterModel":
      return text(args["ModelPackageGroupName"]) === undefined &&
        step.args["ModelPackageGroupName"] === undefined
        ? [
            {
              reason: "it names no ModelPackageGroupName",
              cure: "Name a group; versions need one.",
            },
          ]
        : [];
    default:
      return [];
  }
}

/** Without a real sandbox only plain Python finds its files, and nothing is cut off from the network. */
function unsupportedInSandbox(
  type: "Processing" | "Training",
  args: JsonObject,
  sandbox: Sandbox,
  runtime: JobRuntime,
): Unsupported[] {
  if (sandbox !== pathRewriting || containerImage(type, args, runtime) !== undefined) return [];
  const { entrypoint } = jobImage(type, args);
  const isIsolated =
    args["EnableNetworkIsolation"] === true ||
    object(args["NetworkConfig"])["EnableNetworkIsolation"] === true;
  return [
    ...(entrypoint.length === 0 || isPlainPython(entrypoint)
      ? []
      : [
          {
            reason: `it starts ${entrypoint[0]}, and this machine gives jobs no /opt/ml of their own except for Python scripts`,
            cure: "Run it on Linux with bubblewrap or user namespaces, or start a Python script.",
          },
        ]),
    ...(isIsolated
      ? [
          {
            reason: "it asks for EnableNetworkIsolation, which this machine cannot give",
            cure: "Run it on Linux with bubblewrap or user namespaces, or in a container (runtime container).",
          },
        ]
      : []),
  ];
}

/** The arguments of the model that a Transform step names: by the step that makes it, or made earlier. */
function modelOf(
  { args: raw }: PlannedStep,
  args: JsonObject,
  steps: readonly KnownStep[],
  models: Models,
): JsonObject | undefined {
  const reference = object(raw["ModelName"])["Get"];
  if (isJsonObject(raw["ModelName"]) && typeof reference === "string") {
    const parsed = parseReference(reference);
    const maker =
      "step" in parsed ? steps.find(({ step }) => step.name === parsed.step) : undefined;
    if (maker !== undefined) return maker.step.type === "Model" ? maker.args : undefined;
  }
  const name = text(args["ModelName"]);
  return name === undefined ? undefined : models.get(name)?.description;
}

async function missingObjects(
  steps: readonly KnownStep[],
  { objects, taken, cureOfMissing }: Preflight,
): Promise<NacreError[]> {
  const written = [
    ...taken,
    ...steps.flatMap(({ step, args }) => writtenPrefixes(step.type, args)),
  ];
  for (const { step, args } of steps) {
    const read = neededObjects(step.type, args).map(({ uri }) => uri);
    for (const uri of [...read, ...writtenPrefixes(step.type, args)]) {
      // oxlint-disable-next-line no-await-in-loop -- it waits for nothing
      await ofStep(step, () => parseS3Uri(uri));
    }
  }
  const missing = steps.flatMap(({ step, args }) =>
    neededObjects(step.type, args)
      .filter(({ uri }) => !written.some((prefix) => overlap(prefix, uri)))
      .map(async (needed) => {
        const found = await ofStep(step, () => objects.holdsAny(needed.uri));
        return found ? [] : [missingObject(step, needed, cureOfMissing(needed))];
      }),
  );
  return (await Promise.all(missing)).flat();
}

/** Does something of which a fault is named with its step: an S3 URI that is none, a bucket that is not there … */
async function ofStep<Result>(
  { name }: PlannedStep,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    const { code, message, help = "" } = error;
    throw new NacreError(code, `Step ${name}: ${message}`, { at: { step: name }, help });
  }
}

/** Whether what is written under one prefix can be read under another. */
function overlap(written: string, read: string): boolean {
  return read.startsWith(written) || written.startsWith(read);
}

function missingObject(step: PlannedStep, { uri, kind }: NeededObjects, help: string): NacreError {
  return new NacreError(
    "LOCAL_OBJECT_MISSING",
    `Step ${step.name} needs its ${kind} ${uri}, and no object has that URI or starts with it.`,
    { at: { step: step.name }, help },
  );
}

function asError({ name }: PlannedStep, { reason, cure }: Unsupported): NacreError {
  return new NacreError(
    "LOCAL_UNSUPPORTED",
    `Step ${name} cannot run on this machine: ${reason}.`,
    {
      at: { step: name },
      help: cure,
    },
  );
}

function throwAll(problems: readonly NacreError[]): void {
  const [first] = problems;
  if (first === undefined) return;
  if (problems.length === 1) throw first;
  const helps = [...new Set(problems.flatMap(({ help }) => help ?? []))];
  throw new NacreError(first.code, problems.map(({ message }) => message).join("\n"), {
    at: first.at,
    help: helps.join("\n"),
    problems,
  });
}
