/** The APIs that packages/local serves, and of each the operations. */
export const served: readonly {
  /** The folder of its model in botocore. */
  readonly api: string;
  /** The name of the file that is written, and of the constant in it. */
  readonly name: string;
  /** Its operations. */
  readonly operations: readonly string[];
  /** Members that are never given in an answer, by shape: only those named here are kept. */
  readonly keptMembers: Readonly<Record<string, readonly string[]>>;
}[] = [
  {
    api: "sagemaker/2017-07-24",
    name: "sagemaker",
    operations: [
      "AddTags",
      "CreateModel",
      "CreateModelPackage",
      "CreateModelPackageGroup",
      "CreatePipeline",
      "DeleteModel",
      "DeleteModelPackage",
      "DeleteModelPackageGroup",
      "DeletePipeline",
      "DeleteTags",
      "DescribeHyperParameterTuningJob",
      "DescribeModel",
      "DescribeModelPackage",
      "DescribeModelPackageGroup",
      "DescribePipeline",
      "DescribePipelineDefinitionForExecution",
      "DescribePipelineExecution",
      "DescribeProcessingJob",
      "DescribeTrainingJob",
      "DescribeTransformJob",
      "ListHyperParameterTuningJobs",
      "ListModelPackageGroups",
      "ListModelPackages",
      "ListModels",
      "ListPipelineExecutionSteps",
      "ListPipelineExecutions",
      "ListPipelineParametersForExecution",
      "ListPipelineVersions",
      "ListPipelines",
      "ListProcessingJobs",
      "ListTags",
      "ListTrainingJobs",
      "ListTrainingJobsForHyperParameterTuningJob",
      "ListTransformJobs",
      "RetryPipelineExecution",
      "Search",
      "SendPipelineExecutionStepFailure",
      "SendPipelineExecutionStepSuccess",
      "StartPipelineExecution",
      "StopPipelineExecution",
      "UpdateModelPackage",
      "UpdatePipeline",
      "UpdatePipelineExecution",
      "UpdatePipelineVersion",
    ],
    keptMembers: {
      SearchRecord: ["ModelPackage", "ModelPackageGroup", "Pipeline", "PipelineExecution"],
    },
  },
  {
    api: "logs/2014-03-28",
    name: "logs",
    operations: ["DescribeLogGroups", "DescribeLogStreams", "FilterLogEvents", "GetLogEvents"],
    keptMembers: {},
  },
];
