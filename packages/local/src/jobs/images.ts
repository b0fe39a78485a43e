/** Which of SageMaker's images an image URI names, as far as jobs run here. */
export interface KnownImage {
  /** The framework in it. */
  readonly framework: "scikit-learn" | "xgboost";
  /** The region in the URI. */
  readonly region: string;
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
