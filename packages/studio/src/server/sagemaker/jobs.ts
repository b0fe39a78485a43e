import type {
  DescribeHyperParameterTuningJobResponse,
  DescribeProcessingJobResponse,
  DescribeTrainingJobResponse,
  DescribeTransformJobResponse,
} from "@aws-sdk/client-sagemaker";
import type { LocatedView } from "../../api.ts";
import { type CallSageMaker, lastPart } from "./clients.ts";

/** What a step's job was described as. */
export interface JobFacts {
  /** The answer of its Describe operation. */
  readonly description: object;
  /** What it reads. */
  readonly inputs: readonly LocatedView[];
  /** What it writes. */
  readonly outputs: readonly LocatedView[];
}

/**
 * Describes the job of an ARN; undefined for kinds of jobs that the studio does not know.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeProcessingJob.html
 */
export async function describeJob(call: CallSageMaker, arn: string): Promise<JobFacts | undefined> {
  const name = lastPart(arn);
  switch (jobType(arn)) {
    case "processing-job": {
      const input = { ProcessingJobName: name };
      return processingFacts(await call("DescribeProcessingJob", input));
    }
    case "training-job":
      return trainingFacts(await call("DescribeTrainingJob", { TrainingJobName: name }));
    case "transform-job":
      return transformFacts(await call("DescribeTransformJob", { TransformJobName: name }));
    case "hyper-parameter-tuning-job": {
      const input = { HyperParameterTuningJobName: name };
      return tuningFacts(await call("DescribeHyperParameterTuningJob", input));
    }
    default:
      return undefined;
  }
}

/** What kind of job an ARN names, such as `training-job`. */
function jobType(arn: string): string | undefined {
  return /:([a-z-]+)\/[^/]+$/.exec(arn)?.[1];
}

function processingFacts(job: DescribeProcessingJobResponse): JobFacts {
  const inputs = (job.ProcessingInputs ?? []).flatMap(({ InputName = "", S3Input }) =>
    located(InputName, S3Input?.S3Uri, S3Input?.LocalPath),
  );
  const outputs = (job.ProcessingOutputConfig?.Outputs ?? []).flatMap(
    ({ OutputName = "", S3Output }) => located(OutputName, S3Output?.S3Uri, S3Output?.LocalPath),
  );
  return { description: bare(job), inputs, outputs };
}

function trainingFacts(job: DescribeTrainingJobResponse): JobFacts {
  const inputs = (job.InputDataConfig ?? []).flatMap(({ ChannelName = "", DataSource }) =>
    located(ChannelName, DataSource?.S3DataSource?.S3Uri, `/opt/ml/input/data/${ChannelName}`),
  );
  const isDone = job.TrainingJobStatus === "Completed" || job.TrainingJobStatus === undefined;
  const model = isDone ? job.ModelArtifacts?.S3ModelArtifacts : undefined;
  return {
    description: bare(job),
    inputs,
    outputs: located("model", model, "/opt/ml/model"),
  };
}

function transformFacts(job: DescribeTransformJobResponse): JobFacts {
  const input = job.TransformInput?.DataSource?.S3DataSource?.S3Uri;
  return {
    description: bare(job),
    inputs: located("data", input),
    outputs: located("predictions", job.TransformOutput?.S3OutputPath),
  };
}

function tuningFacts(job: DescribeHyperParameterTuningJobResponse): JobFacts {
  const definitions = [
    ...(job.TrainingJobDefinition === undefined ? [] : [job.TrainingJobDefinition]),
    ...(job.TrainingJobDefinitions ?? []),
  ];
  const inputs = definitions.flatMap(({ InputDataConfig }) =>
    (InputDataConfig ?? []).flatMap(({ ChannelName = "", DataSource }) =>
      located(ChannelName, DataSource?.S3DataSource?.S3Uri, `/opt/ml/input/data/${ChannelName}`),
    ),
  );
  const outputs = definitions.flatMap(({ OutputDataConfig }) =>
    located("models", OutputDataConfig?.S3OutputPath),
  );
  return { description: bare(job), inputs, outputs };
}

function located(name: string, uri: string | undefined, path?: string): LocatedView[] {
  if (uri === undefined || uri === "") return [];
  return [{ name, uri, ...(path === undefined ? {} : { path }) }];
}

/** Without what the SDK says of the request. */
function bare<T extends object>(answer: T): object {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== "$metadata"));
}
