import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import { runsInContainer } from "../jobs/images.ts";
import { ourJob, type JobToStart } from "../jobs/job-start.ts";
import { plainPython } from "../jobs/warm/plain-python.ts";
import type { ScriptHead } from "../jobs/warm/warm-process.ts";
import type { Objects } from "../objects/objects.ts";
import { object, text, type PlannedStep } from "../plan.ts";
import { resolveKnown, textOf } from "../resolve/resolver.ts";
import type { RunContext } from "../run-context.ts";
import { variables } from "./common.ts";
import { containers } from "./model.ts";
import { processingInputs } from "./processing.ts";
import { userProgram } from "./script-mode.ts";
import { trainingChannels } from "./training.ts";

/** A job whose process can be started before its step. */
export interface WaitingJob {
  /** The job; its arguments, and variables that name it, may change. */
  readonly job: JobToStart;
  /** What its script imports. */
  readonly head: ScriptHead;
}

/** What our own jobs import when they need it, in their order. */
const imports = {
  train: ["training_data", "light_xgboost", "metrics", "xgboost_parameters"],
  transform: ["light_xgboost", "serving"],
};

/**
 * What of a step's job is known before the step can start; undefined when that is not enough to start
 * its process.
 *
 * @param steps - all steps of the execution, by name
 */
export async function waitingJob(
  step: PlannedStep,
  steps: ReadonlyMap<string, PlannedStep>,
  context: RunContext,
): Promise<WaitingJob | undefined> {
  const args = await known(step, context);
  switch (step.type) {
    case "Processing": {
      const { EnableNetworkIsolation } = object(args["NetworkConfig"]);
      const network = EnableNetworkIsolation !== true;
      const app = object(args["AppSpecification"]);
      // A container has nothing to wait with.
      if (runsInContainer(context.runtime, text(app["ImageUri"]), "Processing", true)) {
        return undefined;
      }
      return scriptJob(app, args["Environment"], network, processingInputs(args), context.objects);
    }
    case "Training": {
      const algorithm = object(args["AlgorithmSpecification"]);
      const network = args["EnableNetworkIsolation"] !== true;
      const env = environment(args["Environment"]);
      const entrypoint = textList(algorithm["ContainerEntrypoint"]);
      if (env === undefined || entrypoint === undefined) return undefined;
      if (userProgram(args) !== undefined) return undefined;
      const image = text(algorithm["TrainingImage"]);
      if (runsInContainer(context.runtime, image, "Training", entrypoint.length > 0)) {
        return undefined;
      }
      if (entrypoint.length === 0) {
        return ownJob(context, "nacre_jobs.xgboost_train", imports.train, env, network);
      }
      const inputs = trainingChannels(args).map(({ uri, name }) => ({
        uri,
        path: `/opt/ml/input/data/${name}`,
      }));
      return scriptJob(algorithm, args["Environment"], network, inputs, context.objects);
    }
    case "Transform": {
      const [container, ...more] = await modelContainers(step, args, steps, context);
      if (container === undefined || more.length > 0) return undefined;
      const image = text(container["Image"]);
      if (runsInContainer(context.runtime, image, "Transform", false)) return undefined;
      const [ofModel, own] = [container, args].map(({ Environment }) => environment(Environment));
      if (ofModel === undefined || own === undefined) return undefined;
      const env = { ...ofModel, ...own, SAGEMAKER_BATCH: "true" };
      return ownJob(context, "nacre_jobs.xgboost_transform", imports.transform, env, true);
    }
    default:
      return undefined;
  }
}

async function known(step: PlannedStep, { scope }: RunContext): Promise<JsonObject> {
  return object(await resolveKnown(step.args, scope()));
}

function ownJob(
  context: RunContext,
  module: string,
  modules: readonly string[],
  env: Readonly<Record<string, string>>,
  network: boolean,
): WaitingJob {
  const lines = modules.map((name) => `import nacre_jobs.${name}\n`);
  return {
    job: { ...ourJob(context, module), env, network },
    head: { path: "", text: lines.join("") },
  };
}

async function scriptJob(
  specification: JsonObject,
  variableMap: JsonValue | undefined,
  network: boolean,
  inputs: readonly { readonly uri: string; readonly path: string }[],
  objects: Objects,
): Promise<WaitingJob | undefined> {
  const entrypoint = textList(specification["ContainerEntrypoint"]);
  const env = environment(variableMap);
  const script = plainPython(entrypoint ?? [])?.script;
  if (env === undefined || entrypoint === undefined || script === undefined) return undefined;
  const head = await readScript(script, inputs, objects);
  if (head === undefined) return undefined;
  // Arguments that are not known yet are told to the process before it begins.
  const command = [...entrypoint, ...(textList(specification["ContainerArguments"]) ?? [])];
  return { job: { command, env, network }, head: { path: script, text: head } };
}

/** The text of the object that a job will find as its script; undefined when there is none yet. */
async function readScript(
  script: string,
  inputs: readonly { readonly uri: string; readonly path: string }[],
  objects: Objects,
): Promise<string | undefined> {
  for (const { uri, path } of inputs) {
    if (uri === "" || !script.startsWith(`${path.replace(/\/+$/, "")}/`)) continue;
    // oxlint-disable-next-line no-await-in-loop -- the input with the script is mostly the first
    const found = (await objects.list(uri)).find(
      ({ name }) => `${path.replace(/\/+$/, "")}/${name}` === script,
    );
    if (found !== undefined) return objects.readText(found.uri);
  }
  return undefined;
}

/** The containers of the model that a Transform step names: of the step that makes it, or made earlier. */
async function modelContainers(
  { args: raw }: PlannedStep,
  args: JsonObject,
  steps: ReadonlyMap<string, PlannedStep>,
  context: RunContext,
): Promise<JsonObject[]> {
  const name = text(args["ModelName"]);
  if (name !== undefined) return containers(context.models.get(name)?.description ?? {});
  const reference = text(object(raw["ModelName"])["Get"]);
  const maker = steps.get(/^Steps\.([^.]+)\.ModelName$/.exec(reference ?? "")?.[1] ?? "");
  return maker?.type === "Model" ? containers(await known(maker, context)) : [];
}

/** The variables of a job; undefined when one is not known yet. */
function environment(value: JsonValue | undefined): Readonly<Record<string, string>> | undefined {
  return isKnown(value) ? variables(value) : undefined;
}

/** A list of texts; undefined when one is not known yet. */
function textList(value: JsonValue | undefined): string[] | undefined {
  if (!isKnown(value)) return undefined;
  return isJsonArray(value) ? value.map(textOf) : [];
}

/** Whether nothing in a value is only known when another step has run: that is null here. */
function isKnown(value: JsonValue | undefined): boolean {
  if (isJsonArray(value)) return value.every(isKnown);
  if (isJsonObject(value)) return Object.values(value).every(isKnown);
  return value !== null;
}
