import type {
  DescribePipelineExecutionResponse,
  PipelineExecutionStep,
  PipelineExecutionStepMetadata,
} from "@aws-sdk/client-sagemaker";
import { ofPipeline } from "../aws/pipeline-not-found.ts";
import type { Session } from "../aws/session.ts";
import { pages } from "./pages.ts";
import { type Execution, type ExecutionStep, type Job, lastPart } from "./execution.ts";

/** The client of a session and the commands for it; both are loaded at the first call. */
export async function sagemakerOf(session: Session) {
  const [client, commands] = await Promise.all([
    session.sagemaker(),
    import("../aws/clients/sagemaker.ts"),
  ]);
  return { client, commands };
}

/**
 * An execution by its ARN.
 *
 * @throws NacreError of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribePipelineExecution.html
 */
export async function describeExecution(session: Session, arn: string): Promise<Execution> {
  const { client, commands } = await sagemakerOf(session);
  const found = await client.send(
    new commands.DescribePipelineExecutionCommand({ PipelineExecutionArn: arn }),
  );
  return executionOf(arn, found);
}

/**
 * The steps of an execution that have begun, in the order of their beginning, over all pages.
 *
 * @throws NacreError of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListPipelineExecutionSteps.html
 */
export async function listSteps(session: Session, arn: string): Promise<ExecutionStep[]> {
  const { client, commands } = await sagemakerOf(session);
  const steps: ExecutionStep[] = [];
  const input = { PipelineExecutionArn: arn, MaxResults: 100, SortOrder: "Ascending" } as const;
  for await (const page of pages((NextToken) =>
    client.send(new commands.ListPipelineExecutionStepsCommand({ ...input, NextToken })),
  )) {
    steps.push(...(page.PipelineExecutionSteps ?? []).map(stepOf));
  }
  return steps;
}

/** One line of a list of executions. */
export interface ExecutionSummary {
  readonly arn: string;
  readonly id: string;
  readonly displayName?: string;
  readonly status: string;
  readonly failureReason?: string;
  readonly startTime?: Date;
}

/**
 * The newest executions of a pipeline, the newest first, at most `limit`.
 *
 * @throws NacreError `PIPELINE_NOT_FOUND` and those of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListPipelineExecutions.html
 */
export async function listExecutions(
  session: Session,
  pipeline: string,
  limit: number,
): Promise<ExecutionSummary[]> {
  const { client, commands } = await sagemakerOf(session);
  const list: ExecutionSummary[] = [];
  const input = {
    PipelineName: pipeline,
    SortBy: "CreationTime",
    SortOrder: "Descending",
    MaxResults: Math.min(limit, 100),
  } as const;
  for await (const page of pages((NextToken) =>
    ofPipeline(session, pipeline, () =>
      client.send(new commands.ListPipelineExecutionsCommand({ ...input, NextToken })),
    ),
  )) {
    for (const summary of page.PipelineExecutionSummaries ?? []) {
      const arn = summary.PipelineExecutionArn ?? "";
      list.push(
        defined({
          arn,
          id: lastPart(arn),
          displayName: summary.PipelineExecutionDisplayName,
          status: summary.PipelineExecutionStatus ?? "",
          failureReason: summary.PipelineExecutionFailureReason,
          startTime: summary.StartTime,
        }),
      );
    }
    if (list.length >= limit) break;
  }
  // Doubles of the service are known that leave out the order.
  const time = ({ startTime }: ExecutionSummary): number => startTime?.getTime() ?? 0;
  return list.toSorted((a, b) => time(b) - time(a)).slice(0, limit);
}

/**
 * The parameters of an execution, by name, in the order of the service.
 *
 * @throws NacreError of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListPipelineParametersForExecution.html
 */
export async function listParameters(session: Session, arn: string): Promise<Map<string, string>> {
  const { client, commands } = await sagemakerOf(session);
  const parameters = new Map<string, string>();
  const input = { PipelineExecutionArn: arn, MaxResults: 100 };
  for await (const page of pages((NextToken) =>
    client.send(new commands.ListPipelineParametersForExecutionCommand({ ...input, NextToken })),
  )) {
    for (const { Name, Value } of page.PipelineParameters ?? []) {
      if (Name !== undefined) parameters.set(Name, Value ?? "");
    }
  }
  return parameters;
}

function executionOf(arn: string, found: DescribePipelineExecutionResponse): Execution {
  const selected = found.SelectiveExecutionConfig;
  return defined({
    arn,
    id: lastPart(arn),
    pipelineArn: found.PipelineArn ?? arn.replace(/\/execution\/[^/]*$/, ""),
    displayName: found.PipelineExecutionDisplayName,
    description: found.PipelineExecutionDescription,
    status: found.PipelineExecutionStatus ?? "",
    failureReason: found.FailureReason || undefined,
    startTime: found.CreationTime,
    lastModifiedTime: found.LastModifiedTime,
    version: found.PipelineVersionId,
    selectedSteps: selected?.SelectedSteps?.map(({ StepName }) => StepName ?? ""),
    sourceArn: selected?.SourcePipelineExecutionArn,
  });
}

function stepOf(step: PipelineExecutionStep): ExecutionStep {
  const metadata = step.Metadata ?? {};
  const outcome = metadata.Condition?.Outcome;
  return defined({
    name: step.StepName ?? "",
    type: typeOf(metadata),
    status: step.StepStatus ?? "",
    startTime: step.StartTime,
    endTime: step.EndTime,
    attempts: step.AttemptCount,
    failureReason: step.FailureReason || metadata.Fail?.ErrorMessage,
    cachedFrom: step.CacheHitResult?.SourcePipelineExecutionArn,
    reusedFrom: step.SelectiveExecutionResult?.SourcePipelineExecutionArn,
    outcome: outcome === "True" || outcome === "False" ? outcome : undefined,
    job: jobOf(metadata),
    madeArn: metadata.Model?.Arn ?? metadata.RegisterModel?.Arn,
    callbackToken: metadata.Callback?.CallbackToken,
  });
}

/** Members of the metadata that are called otherwise than the type of the step. */
const typeNames: Readonly<Record<string, string>> = {
  TrainingJob: "Training",
  ProcessingJob: "Processing",
  TransformJob: "Transform",
  TuningJob: "Tuning",
  AutoMLJob: "AutoML",
};

function typeOf(metadata: PipelineExecutionStepMetadata): string | undefined {
  const [member] = Object.entries(metadata).find(([, value]) => value !== undefined) ?? [];
  return member === undefined ? undefined : (typeNames[member] ?? member);
}

function jobOf(metadata: PipelineExecutionStepMetadata): Job | undefined {
  const checked = metadata.QualityCheck?.CheckJobArn ?? metadata.ClarifyCheck?.CheckJobArn;
  const jobs = [
    ["ProcessingJob", metadata.ProcessingJob?.Arn ?? checked],
    ["TrainingJob", metadata.TrainingJob?.Arn],
    ["TransformJob", metadata.TransformJob?.Arn],
  ] as const;
  return jobs.flatMap(([kind, arn]) => (arn ? [{ kind, arn, name: lastPart(arn) }] : []))[0];
}

/** An object's members that are not undefined. */
type Defined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

/** Leaves out the members that are undefined. */
export function defined<T extends object>(object: T): Defined<T> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  // What is left has exactly the members that are not undefined.
  return Object.fromEntries(entries) as Defined<T>;
}
