/**
 * Where a value lies that counts for the cache: members of the step in the definition, from the outside
 * in. All but those of checks begin with `Arguments`.
 */
export type KeyAttribute = readonly string[];

const argument = (...path: readonly string[]): KeyAttribute => ["Arguments", ...path];

/** What a check's processing job is made of; the definition has it instead of a CheckJobConfig. */
const checkJob = [
  argument("AppSpecification"),
  argument("Environment"),
  argument("ProcessingInputs"),
  argument("ProcessingResources"),
];

const checkMembers = [
  ["CheckType"],
  ["SkipCheck"],
  ["RegisterNewBaseline"],
  ["ModelPackageGroupName"],
  ["SuppliedBaselineConstraints"],
];

const tuned = (definition: string): readonly KeyAttribute[] =>
  [
    "AlgorithmSpecification",
    "HyperParameterRanges",
    "InputDataConfig",
    "StaticHyperParameters",
    "TuningObjective",
  ].map((member) => argument(definition, member));

const attributes: ReadonlyMap<string, readonly KeyAttribute[]> = new Map([
  [
    "Processing",
    [argument("AppSpecification"), argument("Environment"), argument("ProcessingInputs")],
  ],
  [
    "Training",
    [
      "AlgorithmSpecification",
      "CheckpointConfig",
      "DebugHookConfig",
      "DebugRuleConfigurations",
      "Environment",
      "HyperParameters",
      "InputDataConfig",
    ].map((member) => argument(member)),
  ],
  [
    "Tuning",
    [
      argument("HyperParameterTuningJobConfig"),
      ...tuned("TrainingJobDefinition"),
      argument("TrainingJobDefinitions"),
    ],
  ],
  [
    "AutoML",
    [
      ...["CompletionCriteria", "CandidateGenerationConfig", "DataSplitConfig", "Mode"].map(
        (member) => argument("AutoMLJobConfig", member),
      ),
      argument("AutoMLJobObjective"),
      argument("InputDataConfig"),
      argument("ProblemType"),
    ],
  ],
  [
    "Transform",
    ["DataProcessing", "Environment", "ModelName", "TransformInput"].map((member) =>
      argument(member),
    ),
  ],
  ["ClarifyCheck", [...checkJob, ...checkMembers]],
  ["QualityCheck", [...checkJob, ...checkMembers, ["SuppliedBaselineStatistics"]]],
  ["EMR", [argument("ClusterId"), argument("StepConfig")]],
  // AWS's page does not list these two; its schema gives them a CacheConfig, and all they have are
  // their inputs and whom they ask.
  ["Lambda", [["FunctionArn"], argument()]],
  ["Callback", [["SqsQueueUrl"], argument()]],
]);

/**
 * The values that must be the same for a step to be taken from the cache, in the order in which they
 * are compared; undefined for types of step that are never cached. Instance types, outputs and time
 * limits are not among them.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-default-keys.html
 */
export function keyAttributes(type: string): readonly KeyAttribute[] | undefined {
  return attributes.get(type);
}

/** The types of step that can be taken from the cache. */
export function cachedTypes(): string[] {
  return [...attributes.keys()];
}
