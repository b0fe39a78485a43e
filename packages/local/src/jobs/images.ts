/** Which of SageMaker's images an image URI names, as far as jobs run here. */
export interface KnownImage {
  /** The framework in it. */
  readonly framework: "scikit-learn" | "xgboost";
  /** The region in the URI. */
  readonly region: string;
}

/**
 * What jobs run in: `python`, processes with this package's own Python environment, for the images that
 * {@link knownImage} knows; `container`, the image itself, by Docker or Podman; `auto`, a process where
 * that can stand for the image, else a container.
 */
export type JobRuntime = "python" | "container" | "auto";

/** The kinds of job whose image a step names. */
export type JobKind = "Processing" | "Training" | "Transform";

/**
 * The frameworks whose jobs of a kind can run as Python processes. Without an entrypoint the image
 * decides what runs, which is known of XGBoost's training alone.
 */
export function pythonFrameworks(
  kind: JobKind,
  hasEntrypoint: boolean,
): readonly KnownImage["framework"][] {
  if (kind === "Transform") return ["xgboost"];
  if (hasEntrypoint) return ["scikit-learn", "xgboost"];
  return kind === "Training" ? ["xgboost"] : [];
}

/** Whether a job runs in a container of its image. */
export function runsInContainer(
  runtime: JobRuntime,
  image: string | undefined,
  kind: JobKind,
  hasEntrypoint: boolean,
): boolean {
  if (runtime !== "auto") return runtime === "container";
  const known = image === undefined ? undefined : knownImage(image);
  return known === undefined || !pythonFrameworks(kind, hasEntrypoint).includes(known.framework);
}

/** Images whose jobs run here, by the name of their repository. */
const frameworks: Readonly<Record<string, KnownImage["framework"]>> = {
  "sagemaker-scikit-learn": "scikit-learn",
  "sagemaker-xgboost": "xgboost",
};

/**
 * The image that a URI names; undefined when its jobs cannot run here.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pre-built-containers-frameworks-deep-learning.html
 */
export function knownImage(uri: string): KnownImage | undefined {
  const match = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.[a-z0-9.]+\/([^:@]+)/.exec(uri);
  const [, region, repository = ""] = match ?? [];
  const framework = Object.hasOwn(frameworks, repository) ? frameworks[repository] : undefined;
  return region === undefined || framework === undefined ? undefined : { framework, region };
}

/** The names of the repositories that {@link knownImage} knows, for messages. */
export function knownRepositories(): string {
  return Object.keys(frameworks).join(", ");
}
