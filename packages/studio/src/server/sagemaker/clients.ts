import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type * as SageMaker from "@aws-sdk/client-sagemaker";
import type { HomeReader, ObjectReader } from "@nacre/local";

/**
 * Calls an operation as a client of the AWS SDK for JavaScript v3 does, with its inputs, outputs and
 * errors: `call("DescribePipeline", { PipelineName })`.
 */
export type AwsCall = (operation: string, input: object) => Promise<object>;

/** What a SageMaker is read and changed with. */
export interface StudioClients {
  /** Calls SageMaker. */
  readonly sagemaker: AwsCall;
  /** Calls CloudWatch Logs. */
  readonly logs: AwsCall;
  /** Reads objects as they are now. */
  readonly objects: ObjectReader;
  /** The region. */
  readonly region: string;
  /** The account, twelve digits. */
  readonly account: () => Promise<string>;
  /** The home of the SageMaker on this machine; absent for AWS. */
  readonly home?: HomeReader;
}

/** The operations that the studio calls: what each takes and gives. */
interface SageMakerOperations {
  DescribeHyperParameterTuningJob: [
    SageMaker.DescribeHyperParameterTuningJobRequest,
    SageMaker.DescribeHyperParameterTuningJobResponse,
  ];
  DescribeModelPackage: [SageMaker.DescribeModelPackageInput, SageMaker.DescribeModelPackageOutput];
  DescribePipeline: [SageMaker.DescribePipelineRequest, SageMaker.DescribePipelineResponse];
  DescribePipelineDefinitionForExecution: [
    SageMaker.DescribePipelineDefinitionForExecutionRequest,
    SageMaker.DescribePipelineDefinitionForExecutionResponse,
  ];
  DescribePipelineExecution: [
    SageMaker.DescribePipelineExecutionRequest,
    SageMaker.DescribePipelineExecutionResponse,
  ];
  DescribeProcessingJob: [
    SageMaker.DescribeProcessingJobRequest,
    SageMaker.DescribeProcessingJobResponse,
  ];
  DescribeTrainingJob: [
    SageMaker.DescribeTrainingJobRequest,
    SageMaker.DescribeTrainingJobResponse,
  ];
  DescribeTransformJob: [
    SageMaker.DescribeTransformJobRequest,
    SageMaker.DescribeTransformJobResponse,
  ];
  ListModelPackageGroups: [
    SageMaker.ListModelPackageGroupsInput,
    SageMaker.ListModelPackageGroupsOutput,
  ];
  ListModelPackages: [SageMaker.ListModelPackagesInput, SageMaker.ListModelPackagesOutput];
  ListPipelineExecutions: [
    SageMaker.ListPipelineExecutionsRequest,
    SageMaker.ListPipelineExecutionsResponse,
  ];
  ListPipelineExecutionSteps: [
    SageMaker.ListPipelineExecutionStepsRequest,
    SageMaker.ListPipelineExecutionStepsResponse,
  ];
  ListPipelineParametersForExecution: [
    SageMaker.ListPipelineParametersForExecutionRequest,
    SageMaker.ListPipelineParametersForExecutionResponse,
  ];
  ListPipelines: [SageMaker.ListPipelinesRequest, SageMaker.ListPipelinesResponse];
  ListPipelineVersions: [
    SageMaker.ListPipelineVersionsRequest,
    SageMaker.ListPipelineVersionsResponse,
  ];
  RetryPipelineExecution: [
    Omit<SageMaker.RetryPipelineExecutionRequest, "ClientRequestToken">,
    SageMaker.RetryPipelineExecutionResponse,
  ];
  SendPipelineExecutionStepFailure: [
    Omit<SageMaker.SendPipelineExecutionStepFailureRequest, "ClientRequestToken">,
    SageMaker.SendPipelineExecutionStepFailureResponse,
  ];
  SendPipelineExecutionStepSuccess: [
    Omit<SageMaker.SendPipelineExecutionStepSuccessRequest, "ClientRequestToken">,
    SageMaker.SendPipelineExecutionStepSuccessResponse,
  ];
  StartPipelineExecution: [
    Omit<SageMaker.StartPipelineExecutionRequest, "ClientRequestToken">,
    SageMaker.StartPipelineExecutionResponse,
  ];
  StopPipelineExecution: [
    Omit<SageMaker.StopPipelineExecutionRequest, "ClientRequestToken">,
    SageMaker.StopPipelineExecutionResponse,
  ];
  UpdateModelPackage: [SageMaker.UpdateModelPackageInput, SageMaker.UpdateModelPackageOutput];
}

interface LogsOperations {
  DescribeLogStreams: [Logs.DescribeLogStreamsRequest, Logs.DescribeLogStreamsResponse];
  GetLogEvents: [Logs.GetLogEventsRequest, Logs.GetLogEventsResponse];
}

/** The operations of SageMaker that the studio calls. */
export type SageMakerOperation = keyof SageMakerOperations;
/** The operations of CloudWatch Logs that the studio calls. */
export type LogsOperation = keyof LogsOperations;

type Typed<Operations extends Record<keyof Operations, [object, object]>> = <
  Name extends keyof Operations & string,
>(
  operation: Name,
  input: Operations[Name][0],
) => Promise<Operations[Name][1]>;

/** Calls SageMaker, with the types of its operations. */
export type CallSageMaker = Typed<SageMakerOperations>;
/** Calls CloudWatch Logs, with the types of its operations. */
export type CallLogs = Typed<LogsOperations>;

/** The calls of clients, with their types. */
export function typedCalls({ sagemaker, logs }: StudioClients): {
  readonly sagemaker: CallSageMaker;
  readonly logs: CallLogs;
} {
  return {
    // An operation gives what the SDK's types say of it.
    sagemaker: sagemaker as CallSageMaker,
    logs: logs as CallLogs,
  };
}

/**
 * The pages of a list: each says where the next one begins, the last one does not.
 *
 * @param from - where the first one begins
 */
export async function* pages<Answer extends { readonly NextToken?: string | undefined }>(
  ask: (token: string | undefined) => Promise<Answer>,
  from?: string,
): AsyncGenerator<Answer> {
  let token = from;
  do {
    // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one is
    const page = await ask(token);
    yield page;
    token = page.NextToken || undefined;
  } while (token !== undefined);
}

/** The last part of an ARN: the id of an execution, the name of a job. */
export function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** A time of the API in milliseconds since 1970. */
export function milliseconds(time: Date | undefined): number {
  return time?.getTime() ?? 0;
}

/** An object's members that are not undefined. */
export type Defined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

/** Leaves out the members that are undefined. */
export function defined<T extends object>(object: T): Defined<T> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  // What is left has exactly the members that are not undefined.
  return Object.fromEntries(entries) as Defined<T>;
}
