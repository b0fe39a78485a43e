// A file of its own, so that the bundle of the client is loaded by the first call that needs it.
export {
  DescribePipelineCommand,
  DescribePipelineDefinitionForExecutionCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
