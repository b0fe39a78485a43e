import type { JsonObject, JsonValue } from "@nacre/core";
import {
  knownImage,
  knownRepositories,
  pythonFrameworks,
  runsInContainer,
  type JobKind,
  type JobRuntime,
  type KnownImage,
} from "../jobs/images.ts";
import { object, text, texts } from "../plan.ts";
import { userProgram } from "../steps/script-mode.ts";
import type { Unsupported } from "./problem.ts";

/** The kinds of job whose arguments name their image; that of a transform is its model's. */
type StepJobKind = Exclude<JobKind, "Transform">;

/** The image that a job's arguments name, and what is started in it. */
export function jobImage(
  kind: StepJobKind,
  args: JsonObject,
): {
  image: JsonValue | undefined;
  entrypoint: readonly string[];
  /** Whether the user's own program is started, not what the image has. */
  isOwnProgram: boolean;
} {
  const member = kind === "Processing" ? "AppSpecification" : "AlgorithmSpecification";
  const specification = object(args[member]);
  const image = specification[kind === "Processing" ? "ImageUri" : "TrainingImage"];
  const entrypoint = texts(specification["ContainerEntrypoint"]);
  const isOwnProgram = entrypoint.length > 0 || userProgram(args) !== undefined;
  return { image, entrypoint, isOwnProgram };
}

/** The image that a step's job will run in; undefined for a Python process, and for steps without a job. */
export function containerImage(
  type: string,
  args: JsonObject,
  runtime: JobRuntime,
): string | undefined {
  if (type !== "Processing" && type !== "Training") return undefined;
  const { image, isOwnProgram } = jobImage(type, args);
  const uri = text(image);
  return runsInContainer(runtime, uri, type, isOwnProgram) ? uri : undefined;
}

/** Refuses the image of a job that cannot run here, neither in a container of it nor without. */
export function unsupportedJobImage(
  kind: StepJobKind,
  args: JsonObject,
  runtime: JobRuntime,
): Unsupported[] {
  if (containerImage(kind, args, runtime) !== undefined) return [];
  const { image, isOwnProgram } = jobImage(kind, args);
  // A processing job without an entrypoint is refused for that.
  const hasEntrypoint = isOwnProgram || kind === "Processing";
  return unsupportedImage(image, ...pythonFrameworks(kind, hasEntrypoint));
}

/**
 * Refuses an image whose jobs do not run here.
 *
 * @param image - the image's URI, as far as it is known
 * @param frameworks - those that are good for this kind of job
 */
export function unsupportedImage(
  image: JsonValue | undefined,
  ...frameworks: readonly KnownImage["framework"][]
): Unsupported[] {
  const uri = text(image);
  if (uri === undefined) {
    return [
      {
        reason: "its image is not known before the run",
        cure: "Give the image as a text or a parameter.",
      },
    ];
  }
  const known = knownImage(uri);
  if (known !== undefined && frameworks.includes(known.framework)) return [];
  return [
    {
      reason:
        known === undefined
          ? `its image ${uri} is not one that runs here`
          : `its image ${uri} runs here, but not for this kind of job`,
      cure: `Images that run here: ${knownRepositories()}. Use one of them, run the image itself by Docker or Podman (runtime container or auto), or run this pipeline in SageMaker.`,
    },
  ];
}
