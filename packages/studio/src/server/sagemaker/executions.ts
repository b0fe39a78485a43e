import type { DescribePipelineExecutionResponse } from "@aws-sdk/client-sagemaker";
import type { HomeExecution } from "@nacre/local";
import { criticalPath } from "@nacre/graph/executions";
import type { ExecutionSummaryView, ExecutionView, StepView } from "../../api.ts";
import type { ExecutionRef } from "../source.ts";
import { defined, lastPart, milliseconds, pages } from "./clients.ts";
import { type KnownDefinition, noDefinition } from "./definitions.ts";
import { ExecutionMetrics } from "./execution-metrics.ts";
import { Memory } from "./limit.ts";
import { Notes } from "./notes.ts";
import type { SageMaker } from "./sagemaker.ts";
import { allSteps, homeStepView, stepView } from "./steps.ts";

/** Executions and their steps. */
export class ExecutionViews {
  readonly #sagemaker: SageMaker;
  readonly #metrics: ExecutionMetrics;
  readonly #parameters = new Memory<Readonly<Record<string, string>>>(5_000);

  constructor(sagemaker: SageMaker) {
    this.#sagemaker = sagemaker;
    this.#metrics = new ExecutionMetrics(sagemaker, this);
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
      const id = lastPart(one.PipelineExecutionArn ?? "");
      const status = one.PipelineExecutionStatus ?? "";
      const known = this.#sagemaker.clients.home?.executions.get(id);
      const endTime = hasEnded(status) ? known?.endTime : undefined;
      return defined({ id, status, startTime: milliseconds(one.StartTime), endTime });
    });
  }

  /** One execution in short. */
  async summary(ref: ExecutionRef, arn?: string): Promise<ExecutionSummaryView> {
    return this.measured(await this.described(ref, arn));
  }

  /** One execution in short, without its metrics. */
  async described(ref: ExecutionRef, given?: string): Promise<ExecutionSummaryView> {
    const local = this.#local(ref);
    if (local !== undefined) return homeSummary(ref, local);
    const arn = given ?? (await this.#sagemaker.executionArn(ref));
    const notes = new Notes();
    const [found, parameters] = await Promise.all([
      this.#describe(arn),
      this.#readParameters(arn, notes),
    ]);
    return { ...summaryOf(ref, arn, found, parameters), ...defined({ notes: notes.texts }) };
  }

  /** The same execution with its metrics, when it has ended. */
  async measured(summary: ExecutionSummaryView): Promise<ExecutionSummaryView> {
    if (!hasEnded(summary.status)) return summary;
    const { metrics, notes } = await this.#metrics.of(summary);
    return { ...summary, metrics, ...allNotes(summary.notes, notes) };
  }

  /** One execution with its steps. */
  async view(ref: ExecutionRef): Promise<ExecutionView> {
    const arn = await this.#sagemaker.executionArn(ref);
    // The execution first: when that has ended, the steps that are read after it have too.
    const summary = await this.described(ref, arn);
    const notes = new Notes();
    const definition = await notes.ifAllowed(
      "The graph and steps that have not begun",
      () => this.definition(arn, ref),
      noDefinition,
    );
    const read = (): Promise<StepView[]> => this.steps(ref, arn, definition);
    const begun = await notes.ifAllowed<StepView[] | undefined>("Steps", read, undefined);
    const steps = begun ?? [];
    const found = await this.#metrics.read(summary, definition, steps);
    return {
      ...summary,
      metrics: found.metrics,
      definition: definition.json,
      steps,
      ...(begun === undefined ? { stepsUnread: true } : {}),
      criticalPath: criticalPath(steps, definition.waitsFor),
      ...allNotes(summary.notes, notes.texts, found.notes),
    };
  }

  /** The definition that an execution runs. */
  definition(arn: string, ref: ExecutionRef): Promise<KnownDefinition> {
    return this.#sagemaker.definition(arn, this.#local(ref)?.definitionKey);
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

  /** An execution of the home; of another pipeline it is not the one that is meant. */
  #local({ pipeline, id }: ExecutionRef): HomeExecution | undefined {
    const found = this.#sagemaker.clients.home?.executions.get(id);
    return found?.pipeline.toLowerCase() === pipeline.toLowerCase() ? found : undefined;
  }

  #describe(arn: string): Promise<DescribePipelineExecutionResponse> {
    return this.#sagemaker.call("DescribePipelineExecution", { PipelineExecutionArn: arn });
  }

  /** They never change. */
  #readParameters(arn: string, notes: Notes): Promise<Readonly<Record<string, string>>> {
    const read = (): Promise<Record<string, string>> => this.#listParameters(arn);
    return notes.ifAllowed("Parameters", () => this.#parameters.make(arn, read), {});
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
}

/** An execution of the home in short. */
export function homeSummary(
  { pipeline }: Pick<ExecutionRef, "pipeline">,
  found: HomeExecution,
): ExecutionSummaryView {
  const { definitionKey: _key, lastModifiedTime: _time, ...known } = found;
  return { ...known, pipeline, metrics: {} };
}

function summaryOf(
  { pipeline, id }: ExecutionRef,
  arn: string,
  found: DescribePipelineExecutionResponse,
  parameters: Readonly<Record<string, string>>,
): ExecutionSummaryView {
  const status = found.PipelineExecutionStatus ?? "";
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
    // The API has no end; an execution that has ended changes no more.
    endTime: hasEnded(status) ? found.LastModifiedTime?.getTime() : undefined,
    parameters,
    metrics: {},
  });
}

function allNotes(...notes: readonly (readonly string[] | undefined)[]): {
  readonly notes?: readonly string[];
} {
  const all = [...new Set(notes.flatMap((texts) => texts ?? []))];
  return all.length === 0 ? {} : { notes: all };
}

/** Whether a status is one that an execution or a step ends with. */
export function hasEnded(status: string): boolean {
  return status === "Succeeded" || status === "Failed" || status === "Stopped";
}
