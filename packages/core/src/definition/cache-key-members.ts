/** The processing job of a check and what the check is told beside it. */
const check = [
  "Arguments.AppSpecification",
  "Arguments.Environment",
  "Arguments.ProcessingInputs",
  "Arguments.ProcessingResources",
  "SkipCheck",
  "RegisterNewBaseline",
  "ModelPackageGroupName",
  "SuppliedBaselineConstraints",
] as const;

/**
 * What must be the same, once parameters and properties are filled in, for a step to be taken from the
 * cache: members of the step, with dots, by its type. A type that is not here is never taken.
 *
 * AWS's page names the checks' members as the Python SDK does; `CheckJobConfig` and the configuration
 * of the check end up in these arguments of the definition.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-default-keys.html
 *
 * @example
 * ```ts
 * import { cacheKeyMembers } from "@nacre/core";
 *
 * console.assert(cacheKeyMembers["Processing"]?.includes("Arguments.Environment"));
 * ```
 */
export const cacheKeyMembers: {
  readonly [Type in string]?: readonly string[];
} = {
  Processing: ["Arguments.AppSpecification", "Arguments.Environment", "Arguments.ProcessingInputs"],
  Training: [
    "Arguments.AlgorithmSpecification",
    "Arguments.CheckpointConfig",
    "Arguments.DebugHookConfig",
    "Arguments.DebugRuleConfigurations",
    "Arguments.Environment",
    "Arguments.HyperParameters",
    "Arguments.InputDataConfig",
  ],
  Tuning: [
    "Arguments.HyperParameterTuningJobConfig",
    "Arguments.TrainingJobDefinition.AlgorithmSpecification",
    "Arguments.TrainingJobDefinition.HyperParameterRanges",
    "Arguments.TrainingJobDefinition.InputDataConfig",
    "Arguments.TrainingJobDefinition.StaticHyperParameters",
    "Arguments.TrainingJobDefinition.TuningObjective",
    "Arguments.TrainingJobDefinitions",
  ],
  AutoML: [
    "Arguments.AutoMLJobConfig.CompletionCriteria",
    "Arguments.AutoMLJobConfig.CandidateGenerationConfig",
    "Arguments.AutoMLJobConfig.DataSplitConfig",
    "Arguments.AutoMLJobConfig.Mode",
    "Arguments.AutoMLJobObjective",
    "Arguments.InputDataConfig",
    "Arguments.ProblemType",
  ],
  Transform: [
    "Arguments.DataProcessing",
    "Arguments.Environment",
    "Arguments.ModelName",
    "Arguments.TransformInput",
  ],
  ClarifyCheck: check,
  QualityCheck: [...check, "SuppliedBaselineStatistics"],
  EMR: ["Arguments.ClusterId", "Arguments.StepConfig"],
};
