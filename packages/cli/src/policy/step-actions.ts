/** What a step of a type does in SageMaker in the name of the pipeline's role. */
export interface StepActions {
  /** Without their prefix `sagemaker:`. */
  readonly actions: readonly string[];
  /** The kinds of resources, as their ARNs have them. */
  readonly resources: readonly string[];
  /** The argument that names the resource; without it SageMaker makes a name. */
  readonly nameMember?: string;
}

const processing: StepActions = {
  actions: ["CreateProcessingJob", "DescribeProcessingJob", "StopProcessingJob", "AddTags"],
  resources: ["processing-job"],
  nameMember: "ProcessingJobName",
};

/**
 * By type of step, for the types that make something in SageMaker.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export const stepActions: Readonly<Record<string, StepActions>> = {
  Processing: processing,
  ClarifyCheck: processing,
  QualityCheck: processing,
  Training: {
    actions: ["CreateTrainingJob", "DescribeTrainingJob", "StopTrainingJob", "AddTags"],
    resources: ["training-job"],
    nameMember: "TrainingJobName",
  },
  Tuning: {
    actions: [
      "CreateHyperParameterTuningJob",
      "DescribeHyperParameterTuningJob",
      "StopHyperParameterTuningJob",
      "AddTags",
    ],
    resources: ["hyper-parameter-tuning-job"],
    nameMember: "HyperParameterTuningJobName",
  },
  AutoML: {
    actions: [
      "CreateAutoMLJob",
      "CreateAutoMLJobV2",
      "DescribeAutoMLJob",
      "DescribeAutoMLJobV2",
      "StopAutoMLJob",
      "AddTags",
    ],
    resources: ["automl-job"],
    nameMember: "AutoMLJobName",
  },
  Transform: {
    actions: ["CreateTransformJob", "DescribeTransformJob", "StopTransformJob", "AddTags"],
    resources: ["transform-job"],
    nameMember: "TransformJobName",
  },
  Model: {
    actions: ["CreateModel", "DescribeModel", "AddTags"],
    resources: ["model"],
    nameMember: "ModelName",
  },
  EndpointConfig: {
    actions: ["CreateEndpointConfig", "DescribeEndpointConfig", "AddTags"],
    resources: ["endpoint-config"],
    nameMember: "EndpointConfigName",
  },
  Endpoint: {
    actions: ["CreateEndpoint", "UpdateEndpoint", "DescribeEndpoint", "AddTags"],
    resources: ["endpoint", "endpoint-config"],
    nameMember: "EndpointName",
  },
  InferenceComponent: {
    actions: [
      "CreateInferenceComponent",
      "UpdateInferenceComponent",
      "DescribeInferenceComponent",
      "AddTags",
    ],
    resources: ["inference-component", "endpoint"],
    nameMember: "InferenceComponentName",
  },
  Lineage: {
    actions: ["CreateAction", "CreateArtifact", "CreateContext", "AddAssociation", "AddTags"],
    resources: ["action", "artifact", "context"],
    nameMember: "",
  },
};

/** What the registry asks for, on a group and on its versions. */
export const registryActions: readonly string[] = [
  "sagemaker:AddTags",
  "sagemaker:CreateModelPackage",
  "sagemaker:CreateModelPackageGroup",
  "sagemaker:DescribeModelPackage",
  "sagemaker:DescribeModelPackageGroup",
  "sagemaker:ListModelPackages",
];

/** What the experiment that a pipeline keeps of its executions asks for. */
export const experimentActions: readonly string[] = [
  "sagemaker:AddTags",
  "sagemaker:AssociateTrialComponent",
  "sagemaker:CreateExperiment",
  "sagemaker:CreateTrial",
  "sagemaker:CreateTrialComponent",
  "sagemaker:DescribeExperiment",
  "sagemaker:DescribeTrial",
  "sagemaker:DescribeTrialComponent",
  "sagemaker:UpdateTrialComponent",
];

/** What jobs in a VPC ask for. */
export const networkActions: readonly string[] = [
  "ec2:CreateNetworkInterface",
  "ec2:CreateNetworkInterfacePermission",
  "ec2:DeleteNetworkInterface",
  "ec2:DeleteNetworkInterfacePermission",
  "ec2:DescribeDhcpOptions",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcs",
];
