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
  PlaceView,
  PipelinesView,
  RecentView,
  PipelineView,
  SessionView,
  StartRequest,
  StepDetailView,
} from "../api.ts";

/** Names an execution. */
export interface ExecutionRef {
  /** The pipeline's name. */
  readonly pipeline: string;
  /** The twelve letters and digits of its ARN. */
  readonly id: string;
}

/** Which pipelines are wanted. */
export interface PipelinesPart {
  /** How their names begin. */
  readonly prefix?: string | undefined;
  /** Where an earlier answer ended. */
  readonly after?: string | undefined;
}

/** Which executions are wanted. */
export interface ExecutionQuery {
  /** See {@link parseFilter}. @default all */
  readonly filter?: string | undefined;
  /** See {@link readOrder}. @default the newest first */
  readonly sort?: string | undefined;
  /** The first row, from 0. */
  readonly from: number;
  /** How many rows. */
  readonly limit: number;
  /** How many executions are looked at, at most. @default 1,000 in AWS, all on this machine */
  readonly look?: number | undefined;
  /** What an earlier answer named, to go on with that. */
  readonly search?: string | undefined;
}

/** Where an object is looked for. */
export interface ObjectRef {
  /** `s3://bucket/key` */
  readonly uri: string;
  /** The id of the execution as which it is seen; without one it is as it is now. */
  readonly execution?: string | undefined;
}

/** What was asked for is not there. */
export class NotThere extends Error {
  override readonly name = "ResourceNotFound";
  /** What to do. */
  readonly help: string | undefined;
  /** Some of what is there. */
  readonly exists: readonly PlaceView[];

  constructor(message: string, exists: readonly PlaceView[] = [], help?: string) {
    super(message);
    this.exists = exists;
    this.help = help;
  }
}

/**
 * What the page's server reads and changes: a SageMaker, on this machine or in AWS. Every method
 * rejects with the error of the API (its `name` is the API's), a NacreError, or {@link NotThere}.
 */
export interface Source {
  /** What is looked at. */
  session(): Promise<Pick<SessionView, "mode" | "region" | "account" | "home">>;
  /** Pipelines, all or a part of them. */
  pipelines(part: PipelinesPart): Promise<PipelinesView>;
  /** The newest executions of some pipelines. */
  recent(pipelines: readonly string[]): Promise<RecentView>;
  /** One pipeline; without a version its newest. */
  pipeline(name: string, version?: number): Promise<PipelineView>;
  /** Rows of a pipeline's executions. */
  executions(pipeline: string, query: ExecutionQuery): Promise<ExecutionsView>;
  /** One execution with its steps. */
  execution(ref: ExecutionRef): Promise<ExecutionView>;
  /** One step of it. */
  step(ref: ExecutionRef, name: string): Promise<StepDetailView>;
  /** A part of what the step's job has printed. */
  log(ref: ExecutionRef, name: string, query: LogQuery): Promise<LogView>;
  /** All that it has printed so far; with `times`, where they are known, before each line. */
  logBody(
    ref: ExecutionRef,
    name: string,
    query: Pick<LogQuery, "attempt"> & { readonly times: boolean },
  ): Promise<ReadableStream<Uint8Array>>;
  /** The numbers that it has printed. */
  curves(ref: ExecutionRef, name: string): Promise<CurvesView>;
  /** What lies under a URI. */
  objects(ref: ObjectRef): Promise<ObjectsView>;
  /** Opens an object, or the first `most` bytes of it; undefined when there is none. */
  openObject(ref: ObjectRef, most?: number): Promise<OpenObject | undefined>;
  /** The model registry. */
  models(): Promise<readonly ModelGroupView[]>;
  /** Starts an execution and gives its id. */
  start(pipeline: string, request: StartRequest): Promise<string>;
  /** Stops an execution. */
  stop(ref: ExecutionRef): Promise<void>;
  /** Lets an execution that failed or was stopped go on. */
  retry(ref: ExecutionRef): Promise<void>;
  /** Approves or rejects a version of a model. */
  approve(request: ApprovalRequest): Promise<void>;
  /** Answers a Callback step that waits. */
  answer(request: CallbackRequest): Promise<void>;
  /**
   * Tells what changes until the function that it gives is called.
   *
   * @param onBug - told of bugs that keep it from looking
   */
  watch(tell: (event: ChangeEvent) => void, onBug: (error: unknown) => void): () => void;
}
