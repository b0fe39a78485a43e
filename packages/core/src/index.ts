// Faults and JSON.
export { NacreError } from "./errors.ts";
export type { ErrorLocation, NacreErrorOptions } from "./errors.ts";
export { isJsonArray, isJsonObject, isNumberText, numberOf } from "./json.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export { NumberText } from "./number-text.ts";

// Expressions: parameters, execution variables, functions.
export { Expression, isExpression } from "./expression.ts";
export type { Value, Widen } from "./value.ts";
export {
  booleanParameter,
  float,
  floatParameter,
  integerParameter,
  Parameter,
  stringParameter,
} from "./expressions/parameters.ts";
export type {
  FloatLiteral,
  HasDefault,
  ParameterOptions,
  ParameterType,
  ParameterWith,
  StringParameterOptions,
} from "./expressions/parameters.ts";
export { executionVariables } from "./expressions/execution-variables.ts";
export type { ExecutionVariables } from "./expressions/execution-variables.ts";
export { expr, join } from "./expressions/join.ts";
export { jsonGet } from "./expressions/json-get.ts";
export type { JsonInS3 } from "./expressions/json-get.ts";

// Conditions.
export {
  and,
  equals,
  greaterThan,
  greaterThanOrEqualTo,
  isCondition,
  isIn,
  isNotIn,
  lessThan,
  lessThanOrEqualTo,
  not,
  notEquals,
  or,
  rawNot,
} from "./condition.ts";
export type { ComparisonType, Condition, Operand, Primitive } from "./condition.ts";

// Steps, and the short way to the common ones.
export { isStep, Step } from "./step.ts";
export type { AnyStep, StepReference } from "./step.ts";
export { RawStep } from "./raw-step.ts";
export type { RawStepDefinition } from "./raw-step.ts";
export { stepProperties } from "./properties.ts";
export { propertyFiles, PropertyFileReference } from "./property-file.ts";
export { autoML } from "./steps/auto-ml.ts";
export type { AutoMLInput, AutoMLProps } from "./steps/auto-ml.ts";
export type { CheckProps } from "./steps/check-job.ts";
export { clarifyCheck } from "./steps/clarify-check.ts";
export type {
  ClarifyAnalysis,
  ClarifyCheckProps,
  DataBiasAnalysis,
  ExplainabilityAnalysis,
  ModelBiasAnalysis,
} from "./steps/clarify-check.ts";
export type {
  ClarifyBias,
  ClarifyDataset,
  ClarifyFacet,
  ClarifyModel,
  ClarifyPrediction,
  ExplainabilityMethods,
} from "./steps/clarify-config.ts";
export { condition, fail } from "./steps/branching.ts";
export type { ConditionProps, FailProps } from "./steps/branching.ts";
export { emr, emrServerless } from "./steps/emr.ts";
export type { EmrProps, EmrServerlessProps } from "./steps/emr.ts";
export { endpoint, endpointConfig } from "./steps/endpoint.ts";
export type { EndpointConfigProps, EndpointProps, EndpointVariant } from "./steps/endpoint.ts";
export { estimator } from "./steps/estimator.ts";
export type { EstimatorProps } from "./steps/estimator.ts";
export { frameworkEstimator } from "./steps/framework-estimator.ts";
export type {
  FrameworkEstimatorProps,
  FrameworkHyperparameter,
} from "./steps/framework-estimator.ts";
export type { TrainingDistribution } from "./steps/training-distribution.ts";
export { frameworkProcessor } from "./steps/framework-processor.ts";
export type { FrameworkProcessorProps } from "./steps/framework-processor.ts";
export { callback, lambda } from "./steps/lambda.ts";
export type {
  CallbackProps,
  LambdaProps,
  NamedOutput,
  OutputType,
  OutputTypes,
} from "./steps/lambda.ts";
export { createModel } from "./steps/model.ts";
export type { CreateModelProps, ModelContainer } from "./steps/model.ts";
export type { DriftCheckFiles, MetricsFile, ModelMetricsFiles } from "./steps/model-metrics.ts";
export { registerModel } from "./steps/register-model.ts";
export { notebookJob } from "./steps/notebook-job.ts";
export type { NotebookJobProps } from "./steps/notebook-job.ts";
export { qualityCheck } from "./steps/quality-check.ts";
export type {
  DataQualityAnalysis,
  DatasetFormat,
  ModelQualityAnalysis,
  QualityAnalysis,
  QualityCheckProps,
} from "./steps/quality-check.ts";
export type { RegisteredContainer, RegisterModelProps } from "./steps/register-model.ts";
export type {
  ProcessingJobProps,
  ProcessorInput,
  ProcessorOutput,
} from "./steps/processing-job.ts";
export { outputUri, processor, scriptProcessor, sklearnProcessor } from "./steps/processor.ts";
export type {
  ProcessorProps,
  ScriptProcessorProps,
  SklearnProcessorProps,
} from "./steps/processor.ts";
export { pysparkProcessor, sparkJarProcessor } from "./steps/spark-processor.ts";
export type { PysparkProcessorProps, SparkJarProcessorProps } from "./steps/spark-processor.ts";
export type { StepEnvironment } from "./steps/step-environment.ts";
export type { TextOrNumber } from "./steps/text-value.ts";
export type { TrainingFileSystem, TrainingInput, TrainingJobProps } from "./steps/training-job.ts";
export { transformer } from "./steps/transformer.ts";
export type { TransformerProps } from "./steps/transformer.ts";
export { tuner } from "./steps/tuner.ts";
export type {
  TunedAlgorithm,
  TunerProps,
  TuningObjective,
  TuningWarmStart,
} from "./steps/tuner.ts";
export {
  autoRange,
  categoricalRange,
  continuousRange,
  integerRange,
  topModelUri,
} from "./steps/tuning-ranges.ts";
export type {
  AutoRange,
  CategoricalRange,
  NumberRange,
  TuningRange,
} from "./steps/tuning-ranges.ts";

// Images and code.
export { imageUri } from "./images/image-uri.ts";
export type { CodeFramework, FrameworkImage } from "./images/framework-image.ts";
export type { ImageFramework, ImageUriOptions, ImageVersion } from "./images/image-uri.ts";
export type { CodeAsset, FileAsset, MadeAsset } from "./assets/code-assets.ts";
export { stepCode } from "./assets/step-code.ts";
export type { Code, CodeFolder, StepCode, StepCodeOptions } from "./assets/step-code.ts";

// Pipelines and app files.
export type { AppContext, AppData, AppDataSource, AppDeployment } from "./app.ts";
export { RawPipeline } from "./pipeline/raw-pipeline.ts";
export type { RawParameter, RawPipelineDefinition } from "./pipeline/raw-pipeline.ts";
export type { IgnoredRule } from "./pipeline/findings.ts";
export { isPipeline, Pipeline } from "./pipeline/pipeline.ts";
export type {
  DefinitionOptions,
  PipelineExperimentConfig,
  PipelineMlflowConfig,
  PipelineProps,
} from "./pipeline/pipeline.ts";
export type { StartParameters } from "./pipeline/start-parameters.ts";

// Definitions, whoever wrote them.
export { cacheKeyMembers } from "./definition/cache-key-members.ts";
export { checkDefinition } from "./definition/check.ts";
export { definitionGraph } from "./definition/graph.ts";
export type {
  DefinitionGraph,
  EdgeKind,
  GraphEdge,
  GraphNode,
  GraphParameter,
} from "./definition/graph.ts";
export { jsonEntries } from "./definition/key-order.ts";
export { readDefinition } from "./definition/read.ts";
export { parseReference } from "./definition/reference.ts";
export type { PathSegment, Reference } from "./definition/reference.ts";
export { flattenSteps } from "./definition/steps.ts";
export type { FlatStep, StepBranch } from "./definition/steps.ts";
export { nearest } from "./definition/suggest.ts";
export type {
  ParameterDefinition,
  PipelineDefinition,
  PropertyFileDefinition,
  StepDefinition,
} from "./definition/types.ts";
export { writeDefinition, writeJson } from "./definition/write.ts";

// How definitions differ.
export { diffDefinitions } from "./diff/diff.ts";
export type {
  AttributeChange,
  CacheEffect,
  ChangeKind,
  DefinitionDiff,
  ParameterChange,
  PermissionChange,
  PermissionKind,
  StepChange,
} from "./diff/types.ts";

// Rules that definitions keep.
export { rules } from "./rules/index.ts";
export { validateDeployment, validateStart } from "./rules/requests/validate-requests.ts";
export type {
  DeploymentRequest,
  RequestParallelism,
  RequestParameter,
  Requests,
  RequestSelection,
  RequestTag,
  StartRequest,
} from "./rules/requests/request-types.ts";
export { serviceMessage } from "./rules/service-message.ts";
export { validateDefinition, validateText } from "./rules/validate.ts";
export type { ValidateOptions } from "./rules/validate.ts";
export type {
  CheckedBranch,
  CheckedDefinition,
  CheckedDependency,
  CheckedParameter,
  CheckedPropertyFile,
  CheckedReference,
  CheckedStep,
} from "./rules/checked-definition.ts";
export type { Finding, Problem, Rule, Severity } from "./rules/rule.ts";

// The step builders that codegen writes: its own index is one explicit list, and a new step type
// must need no edit here.
export * from "./generated/index.ts";
