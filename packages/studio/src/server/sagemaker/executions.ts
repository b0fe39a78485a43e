import type { DescribePipelineExecutionResponse } from "@aws-sdk/client-sagemaker";
import { criticalPath } from "@nacre/graph/executions";
import type { ExecutionSummaryView, ExecutionView, Page, StepView } from "../../api.ts";
import type { ExecutionRef } from "../source.ts";
import { defined, lastPart, milliseconds, pages } from "./clients.ts";
import type { KnownDefinition } from "./definitions.ts";
import { Memory } from "./limit.ts";
import { metricsIn, propertyFilesOf } from "./metrics.ts";
import type { SageMaker } from "./sagemaker.ts";
import { allSteps, homeStepView, stepView } from "./steps.ts";

type Metrics = ExecutionSummaryView["metrics"];

/** What an execution that has ended came to. */
interface Ended {
  readonly lastModifiedTime: number;
  readonly summary: ExecutionSummaryView;
}

/** Executions and their steps. */
export class ExecutionViews {
  readonly #sagemaker: SageMaker;
  readonly #ended = new Memory<Ended>(1_000);
  readonly #started = new Memory<Readonly<Record<string, string>>>(1_000);

  constructor(sagemaker: SageMaker) {
    this.#sagemaker = sagemaker;
  }

  /** A page of a pipeline's executions, the newest first. */
  async list(
    pipeline: string,
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<Page<ExecutionSummaryView>> {
    const answer = await this.#sagemaker.call("ListPipelineExecutions", {
      PipelineName: pipeline,
      SortBy: "CreationTime",
      SortOrder: "Descending",
      MaxResults: limit,
      NextToken: after,
    });
    const arns = (answer.PipelineExecutionSummaries ?? []).flatMap(
      ({ PipelineExecutionArn }) => PipelineExecutionArn ?? [],
    );
    const items = await Promise.all(
      arns.map((arn) => this.summary({ pipeline, id: lastPart(arn) }, arn)),
    );
    return { items, ...(answer.NextToken ? { next: answer.NextToken } : {}) };
  }

  /** The newest executions of a pipeline in short, at most ten. */
  async recent(
    pipeline: string,
  ): Promise<Pick<ExecutionSummaryView, "id" | "status" | "startTime" | "endTime">[]> {
    const { PipelineExecutionSummaries = [] } = await this.#sagemaker.call(
      "ListPipelineExecutions",
      {
        PipelineName: pipeline,
        SortBy: "CreationTime",
        SortOrder: "Descending",
        MaxResults: 10,
      },
    );
    return PipelineExecutionSummaries.map((one) => {
      const arn = one.PipelineExecutionArn ?? "";
      const id = lastPart(arn);
      const status = one.PipelineExecutionStatus ?? "";
      const known = this.#sagemaker.clients.home?.execution(id) ?? this.#ended.get(arn)?.summary;
      const endTime = hasEnded(status) ? known?.endTime : undefined;
      return defined({ id, status, startTime: milliseconds(one.StartTime), endTime });
    });
  }

  /** One execution in short. */
  async summary(ref: ExecutionRef, given?: string): Promise<ExecutionSummaryView> {
    const arn = given ?? (await this.#sagemaker.executionArn(ref));
    const found = await this.#describe(arn);
    const known = this.#ended.get(arn);
    const lastModifiedTime = milliseconds(found.LastModifiedTime);
    if (known?.lastModifiedTime === lastModifiedTime) return known.summary;
    const isEnded = hasEnded(found.PipelineExecutionStatus ?? "");
    const [parameters, metrics] = await Promise.all([
      this.#parameters(arn),
      isEnded ? this.#metricsOf(ref, arn) : {},
    ]);
    const summary = this.#summaryOf(ref, arn, found, { parameters, metrics });
    if (isEnded) this.#ended.set(arn, { lastModifiedTime, summary });
    return summary;
  }

  /** One execution with its steps. */
  async view(ref: ExecutionRef): Promise<ExecutionView> {
    const arn = await this.#sagemaker.executionArn(ref);
    // The execution first: when that has ended, the steps that are read after it have too.
    const found = await this.#describe(arn);
    const definition = await this.#sagemaker.definition(arn);
    const [steps, parameters] = await Promise.all([
      this.steps(ref, arn, definition),
      this.#parameters(arn),
    ]);
    const metrics = await this.#metrics(ref, steps, definition);
    const summary = this.#summaryOf(ref, arn, found, { parameters, metrics });
    return {
      ...summary,
      definition: definition.json,
      steps,
      criticalPath: criticalPath(steps, definition.waitsFor),
    };
  }

  /** All steps of an execution, in the order of its definition. */
  async steps(
    { id }: ExecutionRef,
    arn: string,
    { steps: declared }: KnownDefinition,
  ): Promise<StepView[]> {
    const { home } = this.#sagemaker.clients;
    if (home !== undefined) {
      return home.steps(id).map((step) => homeStepView(step, declared.get(step.name)));
    }
    const begun: StepView[] = [];
    for await (const page of pages((NextToken) =>
      this.#sagemaker.call("ListPipelineExecutionSteps", {
        PipelineExecutionArn: arn,
        SortOrder: "Ascending",
        MaxResults: 100,
        NextToken,
      }),
    )) {
      const found = page.PipelineExecutionSteps ?? [];
      begun.push(...found.map((step) => stepView(step, declared.get(step.StepName ?? ""))));
    }
    return allSteps(begun, declared);
  }

  #describe(arn: string): Promise<DescribePipelineExecutionResponse> {
    return this.#sagemaker.call("DescribePipelineExecution", { PipelineExecutionArn: arn });
  }

  #summaryOf(
    { pipeline, id }: ExecutionRef,
    arn: string,
    found: DescribePipelineExecutionResponse,
    more: Pick<ExecutionSummaryView, "parameters" | "metrics">,
  ): ExecutionSummaryView {
    const status = found.PipelineExecutionStatus ?? "";
    const local = this.#sagemaker.clients.home?.execution(id);
    // The API has no end; an execution that has ended changes no more.
    const endTime = local === undefined ? found.LastModifiedTime?.getTime() : local.endTime;
    return defined({
      id,
      arn,
      pipeline,
      version: found.PipelineVersionId,
      displayName: found.PipelineExecutionDisplayName,
      description: found.PipelineExecutionDescription,
      status,
      failureReason: found.FailureReason || undefined,
      startTime: milliseconds(found.CreationTime),
      endTime: hasEnded(status) ? endTime : undefined,
      ...more,
    });
  }

  /** They never change. */
  #parameters(arn: string): Promise<Readonly<Record<string, string>>> {
    return this.#started.make(arn, () => this.#listParameters(arn));
  }

  async #listParameters(arn: string): Promise<Record<string, string>> {
    const values: [string, string][] = [];
    for await (const page of pages((NextToken) =>
      this.#sagemaker.call("ListPipelineParametersForExecution", {
        PipelineExecutionArn: arn,
        MaxResults: 100,
        NextToken,
      }),
    )) {
      for (const { Name, Value } of page.PipelineParameters ?? []) {
        if (Name !== undefined) values.push([Name, Value ?? ""]);
      }
    }
    return Object.fromEntries(values);
  }

  async #metricsOf(ref: ExecutionRef, arn: string): Promise<Metrics> {
    const definition = await this.#sagemaker.definition(arn);
    const hasFiles = [...definition.steps.values()].some(
      ({ PropertyFiles = [] }) => PropertyFiles.length > 0,
    );
    if (!hasFiles) return {};
    return this.#metrics(ref, await this.steps(ref, arn, definition), definition);
  }

  /** The numbers of the property files of the steps that have succeeded. */
  async #metrics(
    { id }: ExecutionRef,
    steps: readonly StepView[],
    { steps: declared }: KnownDefinition,
  ): Promise<Metrics> {
    const found = await Promise.all(
      steps.map(async ({ name, status, jobArn, cacheSource }) => {
        const definition = declared.get(name);
        const { PropertyFiles = [] } = definition ?? {};
        if (PropertyFiles.length === 0 || status !== "Succeeded" || jobArn === undefined) return [];
        const job = await this.#sagemaker.job(jobArn, true);
        const objects = this.#sagemaker.objects(id, cacheSource);
        const files = propertyFilesOf(definition, job?.outputs ?? []);
        return (await Promise.all(files.map((file) => metricsIn(objects, file)))).flat();
      }),
    );
    return Object.fromEntries(found.flat());
  }
}

/** Whether a status is one that an execution or a step ends with. */
export function hasEnded(status: string): boolean {
  return status === "Succeeded" || status === "Failed" || status === "Stopped";
}
