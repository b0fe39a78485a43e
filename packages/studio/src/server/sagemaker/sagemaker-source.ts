import type { OpenObject } from "@nacre/local";
import type {
  ApprovalRequest,
  CallbackRequest,
  ChangeEvent,
  CurvesView,
  ExecutionsView,
  ExecutionView,
  LogQuery,
  LogView,
  ModelGroupView,
  ObjectsView,
  PipelinesView,
  PipelineView,
  RecentView,
  SessionView,
  StartRequest,
  StepDetailView,
} from "../../api.ts";
import {
  type ExecutionQuery,
  type ExecutionRef,
  NotThere,
  type ObjectRef,
  type PipelinesPart,
  type Source,
} from "../source.ts";
import { AwsPoll } from "./aws-poll.ts";
import { lastPart, milliseconds, type StudioClients } from "./clients.ts";
import { Curves } from "./curves.ts";
import { ExecutionSearches } from "./execution-search.ts";
import { ExecutionViews } from "./executions.ts";
import { allowed } from "../errors/faults.ts";
import { watchHome } from "./home-watch.ts";
import { jobLog, jobLogBody, type LoggedJob } from "./job-log.ts";
import { ModelRegistry } from "./models.ts";
import { describePipeline, listPipelines, recentOf } from "./pipelines.ts";
import { SageMaker } from "./sagemaker.ts";
import { orNoExecution, orNoPipeline } from "./not-there.ts";
import { findStep, stepDetail } from "./step-detail.ts";

/** The most objects of a list. */
const mostObjects = 1_000;

/**
 * Reads and changes a SageMaker through clients of the AWS SDK: that of AWS, or with a home the one on
 * this machine, of which more is known.
 */
export function sageMakerSource(clients: StudioClients): Source {
  return new SageMakerSource(clients);
}

class SageMakerSource implements Source {
  readonly #sagemaker: SageMaker;
  readonly #executions: ExecutionViews;
  readonly #searches: ExecutionSearches;
  readonly #curves: Curves;
  readonly #registry: ModelRegistry;
  readonly #poll: AwsPoll;

  constructor(clients: StudioClients) {
    this.#sagemaker = new SageMaker(clients);
    this.#executions = new ExecutionViews(this.#sagemaker);
    this.#searches = new ExecutionSearches(this.#sagemaker, this.#executions);
    this.#curves = new Curves(this.#sagemaker);
    this.#registry = new ModelRegistry(this.#sagemaker);
    this.#poll = new AwsPoll(this.#sagemaker, this.#executions, this.#registry);
  }

  async session(): Promise<Pick<SessionView, "mode" | "region" | "account" | "home">> {
    const { home, region, account } = this.#sagemaker.clients;
    const place = { region, account: await account() };
    return home === undefined
      ? { mode: "aws", ...place }
      : { mode: "local", ...place, home: home.path };
  }

  pipelines(part: PipelinesPart): Promise<PipelinesView> {
    return listPipelines(this.#sagemaker, this.#executions, part);
  }

  recent(pipelines: readonly string[]): Promise<RecentView> {
    return recentOf(this.#executions, pipelines);
  }

  pipeline(name: string, version?: number): Promise<PipelineView> {
    return orNoPipeline(this.#sagemaker, name, () =>
      describePipeline(this.#sagemaker, name, version),
    );
  }

  executions(pipeline: string, query: ExecutionQuery): Promise<ExecutionsView> {
    this.#poll.notePipeline(pipeline);
    return orNoPipeline(this.#sagemaker, pipeline, () => this.#searches.rows(pipeline, query));
  }

  execution(ref: ExecutionRef): Promise<ExecutionView> {
    this.#poll.noteExecution(ref);
    return this.#orMissing(ref, () => this.#executions.view(ref));
  }

  step(ref: ExecutionRef, name: string): Promise<StepDetailView> {
    this.#poll.noteExecution(ref);
    return this.#orMissing(ref, () => stepDetail(this.#sagemaker, this.#executions, ref, name));
  }

  async log(ref: ExecutionRef, name: string, query: LogQuery): Promise<LogView> {
    return jobLog(this.#sagemaker, await this.#job(ref, name, query.attempt), query);
  }

  async logBody(
    ref: ExecutionRef,
    name: string,
    { attempt, times }: Pick<LogQuery, "attempt"> & { readonly times: boolean },
  ): Promise<ReadableStream<Uint8Array>> {
    return jobLogBody(this.#sagemaker, await this.#job(ref, name, attempt), times);
  }

  async curves(ref: ExecutionRef, name: string): Promise<CurvesView> {
    const { step, definition } = await this.#step(ref, name);
    const job = { arn: step.jobArn, endTime: step.endTime };
    return this.#curves.of(job, definition?.Arguments ?? {});
  }

  async objects({ uri, execution }: ObjectRef): Promise<ObjectsView> {
    const objects = this.#sagemaker.objects(execution);
    const found = await allowed("s3:ListBucket", () => objects.list(uri));
    return {
      objects: found.slice(0, mostObjects).map(({ uri: one, size, lastModified }) => ({
        uri: one,
        size,
        lastModified: milliseconds(lastModified),
      })),
      truncated: found.length > mostObjects,
    };
  }

  openObject({ uri, execution }: ObjectRef, most?: number): Promise<OpenObject | undefined> {
    const objects = this.#sagemaker.objects(execution);
    return allowed("s3:GetObject", () => objects.open(uri, most));
  }

  models(): Promise<readonly ModelGroupView[]> {
    this.#poll.noteRegistry();
    return this.#registry.groups();
  }

  async start(pipeline: string, request: StartRequest): Promise<string> {
    const { displayName, description, maxParallel, version, selective } = request;
    const source = selective?.source;
    const SourcePipelineExecutionArn =
      source === undefined
        ? undefined
        : await this.#sagemaker.executionArn({ pipeline, id: source });
    const { PipelineExecutionArn = "" } = await this.#sagemaker.call("StartPipelineExecution", {
      PipelineName: pipeline,
      PipelineParameters: Object.entries(request.parameters).map(([Name, Value]) => ({
        Name,
        Value,
      })),
      ...(version === undefined ? {} : { PipelineVersionId: version }),
      ...(displayName === undefined ? {} : { PipelineExecutionDisplayName: displayName }),
      ...(description === undefined ? {} : { PipelineExecutionDescription: description }),
      ...(maxParallel === undefined
        ? {}
        : { ParallelismConfiguration: { MaxParallelExecutionSteps: maxParallel } }),
      ...(selective === undefined
        ? {}
        : {
            SelectiveExecutionConfig: {
              SelectedSteps: selective.steps.map((StepName) => ({ StepName })),
              SourcePipelineExecutionArn,
            },
          }),
    });
    return lastPart(PipelineExecutionArn);
  }

  async stop(ref: ExecutionRef): Promise<void> {
    const PipelineExecutionArn = await this.#sagemaker.executionArn(ref);
    await this.#sagemaker.call("StopPipelineExecution", { PipelineExecutionArn });
  }

  async retry(ref: ExecutionRef): Promise<void> {
    const PipelineExecutionArn = await this.#sagemaker.executionArn(ref);
    await this.#sagemaker.call("RetryPipelineExecution", { PipelineExecutionArn });
  }

  approve(request: ApprovalRequest): Promise<void> {
    return this.#registry.approve(request);
  }

  async answer({ token, outputs = {}, failureReason }: CallbackRequest): Promise<void> {
    const CallbackToken = token;
    if (failureReason !== undefined) {
      const input = { CallbackToken, FailureReason: failureReason };
      await this.#sagemaker.call("SendPipelineExecutionStepFailure", input);
      return;
    }
    const OutputParameters = Object.entries(outputs).map(([Name, Value]) => ({ Name, Value }));
    const input = { CallbackToken, OutputParameters };
    await this.#sagemaker.call("SendPipelineExecutionStepSuccess", input);
  }

  watch(tell: (event: ChangeEvent) => void, onBug: (error: unknown) => void): () => void {
    const { home } = this.#sagemaker.clients;
    const note = (event: ChangeEvent): void => {
      if (event.type === "execution") this.#searches.note(event.execution);
      tell(event);
    };
    if (home === undefined) return this.#poll.watch(note, onBug);
    return watchHome(home, this.#sagemaker, this.#executions, note);
  }

  /** The job of a step's latest attempt, or of an earlier one, which only a home knows. */
  async #job(ref: ExecutionRef, name: string, attempt: number | undefined): Promise<LoggedJob> {
    const { step } = await this.#step(ref, name);
    const { home } = this.#sagemaker.clients;
    if (attempt === undefined || home === undefined) {
      return { arn: step.jobArn, endTime: step.endTime };
    }
    const found = home.step(ref.id, name)?.attempts.find((one) => one.attempt === attempt);
    if (found === undefined) throw new NotThere(`Step ${name} has had no attempt ${attempt}.`);
    return { arn: found.jobArn, endTime: found.endTime };
  }

  #step(ref: ExecutionRef, name: string): ReturnType<typeof findStep> {
    return this.#orMissing(ref, () => findStep(this.#sagemaker, this.#executions, ref, name));
  }

  #orMissing<T>(ref: ExecutionRef, read: () => Promise<T>): Promise<T> {
    return orNoExecution(this.#sagemaker, this.#executions, ref, read);
  }
}
