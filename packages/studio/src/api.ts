/**
 * What the page asks of its server and what it is told: JSON over HTTP below `/studio/api`. Statuses,
 * names and arguments are SageMaker's; times are milliseconds since 1970.
 *
 * What changes state needs the cookie that came with the page: `fetch` sends it by itself. Bodies are
 * JSON, sent as `application/json`. Names in paths are percent-encoded.
 */
import type { JsonObject } from "@nacre/core";

/** `GET session`: what the page looks at. */
export interface SessionView {
  /** `local` for the service on this machine, `aws` for an account. */
  readonly mode: "local" | "aws";
  /** Its region. */
  readonly region: string;
  /** Its account; 000000000000 for the local one. */
  readonly account: string;
  /** The folder of what is on this machine; absent for an account. */
  readonly home?: string;
  /** Whether the page may start, stop, retry and approve. */
  readonly writable: boolean;
  /** The version of nacre. */
  readonly version: string;
}

/**
 * `GET pipelines?prefix=TEXT&after=TOKEN`: on this machine all of them, the one that changed last first. AWS
 * gives a hundred at a time, the newest first; `prefix` finds others by how their names begin.
 */
export interface PipelinesView {
  readonly items: readonly PipelineSummaryView[];
  /** Where the next ones begin; absent when these are the last. */
  readonly next?: string;
  /** What is not shown, as in {@link ExecutionSummaryView}. */
  readonly notes?: readonly string[];
}

/** `GET recent?pipeline=NAME&pipeline=NAME`: {@link PipelineSummaryView.recent} of some pipelines. */
export type RecentView = Readonly<Record<string, NonNullable<PipelineSummaryView["recent"]>>>;

/** One pipeline of {@link PipelinesView}. */
export interface PipelineSummaryView {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly createdTime: number;
  readonly lastModifiedTime: number;
  readonly lastExecutionTime?: number;
  /** The newest executions, the newest first, at most ten; absent where they are to be asked for. */
  readonly recent?: readonly Pick<
    ExecutionSummaryView,
    "id" | "status" | "startTime" | "endTime"
  >[];
}

/** `GET pipelines/NAME?version=N`. */
export interface PipelineView extends Omit<PipelineSummaryView, "recent"> {
  readonly version: number;
  /** The newest first, at most a hundred; absent where they could not be read. */
  readonly versions?: readonly {
    readonly version: number;
    readonly createdTime: number;
    readonly description?: string;
  }[];
  readonly definition: JsonObject;
  readonly parameters: readonly ParameterView[];
  /** What is not shown, as in {@link ExecutionSummaryView}. */
  readonly notes?: readonly string[];
}

/** A parameter that the definition declares. */
export interface ParameterView {
  readonly name: string;
  readonly type: "String" | "Integer" | "Float" | "Boolean";
  readonly defaultValue?: string;
  readonly enumValues?: readonly string[];
}

/** One row of {@link ExecutionsView}. */
export interface ExecutionSummaryView {
  /** The twelve letters and digits of its ARN. */
  readonly id: string;
  readonly arn: string;
  readonly pipeline: string;
  readonly version?: number;
  readonly displayName?: string;
  readonly description?: string;
  /** As SageMaker words it: Executing, Stopping, Stopped, Failed, Succeeded … */
  readonly status: string;
  readonly failureReason?: string;
  readonly startTime: number;
  readonly endTime?: number;
  /** The value of every parameter, defaults included, as text. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Numbers of its property files, by path, for example `evaluation: regression_metrics.mse.value`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** What is not shown since the credentials do not allow to read it, in sentences. */
  readonly notes?: readonly string[];
}

/**
 * `GET pipelines/NAME/executions?filter=TEXT&sort=COLUMN&from=N&limit=N&look=N&search=ID`: rows from the
 * N-th on (0 is the first) of the executions that fit a filter, sorted by a column, `-COLUMN` the other
 * way; without it the newest first. One answer looks at some executions and not at all: `search` names what
 * was looked at so far, to go on with it.
 */
export interface ExecutionsView {
  readonly items: readonly ExecutionSummaryView[];
  /** How many fit, of those that were looked at. */
  readonly found: number;
  /** How many were looked at. */
  readonly looked: number;
  /** How many there are; absent where only looking tells. */
  readonly total?: number;
  /**
   * `all` when each was looked at; `enough` when these rows are known without the others; `looking` when
   * asking again looks at more; `paused` when so many as `look` says (in AWS 1,000) were looked at.
   */
  readonly state: "all" | "enough" | "looking" | "paused";
  readonly search: string;
  /** What is not shown, as in {@link ExecutionSummaryView}. */
  readonly notes?: readonly string[];
}

/** `GET executions/PIPELINE/ID`. */
export interface ExecutionView extends ExecutionSummaryView {
  readonly definition: JsonObject;
  readonly steps: readonly StepView[];
  /** The steps could not be read: that there are none says nothing. */
  readonly stepsUnread?: true;
  /** The steps of the longest chain of waiting, first to last. */
  readonly criticalPath: readonly string[];
}

/** One step of an execution. */
export interface StepView {
  readonly name: string;
  readonly type: string;
  readonly displayName?: string;
  /** SageMaker's status; `NotRun` when it has not started or will not. */
  readonly status: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly failureReason?: string;
  readonly attempts: number;
  readonly jobArn?: string;
  /** The execution whose result was taken over from the cache. */
  readonly cacheSource?: string;
  /** What a Condition step decided. */
  readonly conditionOutcome?: "True" | "False";
  /** Waits for an answer from outside. */
  readonly callbackToken?: string;
}

/** `GET executions/PIPELINE/ID/steps/NAME`: what the panel of a step shows. */
export interface StepDetailView extends StepView {
  /** As the definition has them. */
  readonly declared: JsonObject;
  /** As they were for the job, references resolved; absent before it starts. */
  readonly resolved?: JsonObject;
  readonly inputs: readonly LocatedView[];
  readonly outputs: readonly LocatedView[];
  readonly metadata?: JsonObject;
  /** The job's description by the API. */
  readonly job?: JsonObject;
  /** What an answer to a Callback step has to give. */
  readonly outputParameters?: readonly Pick<ParameterView, "name" | "type">[];
  /** Why the cache was hit or missed, in a sentence. */
  readonly cacheReason?: string;
  readonly attemptList: readonly {
    readonly attempt: number;
    readonly startTime: number;
    readonly endTime?: number;
    readonly status: string;
    readonly failureReason?: string;
    readonly jobArn?: string;
  }[];
  /** What the reader should know, what could not be read among it. */
  readonly warnings: readonly string[];
}

/** Something a step reads or writes. */
export interface LocatedView {
  readonly name: string;
  readonly uri: string;
  /** The path the job sees. */
  readonly path?: string;
}

/** Which part of a log is wanted. */
export interface LogQuery {
  /** What comes after a token, `start` for the beginning. @default the end of the log */
  readonly from?: string | undefined;
  /** What is before a token. */
  readonly before?: string | undefined;
  /** @default the latest attempt */
  readonly attempt?: number | undefined;
}

/**
 * `GET executions/PIPELINE/ID/steps/NAME/log?from=TOKEN&before=TOKEN&attempt=N`: the end of the log, what
 * comes after `next` of an answer, or what is before its `earlier`; `from=start` is the beginning. Without N
 * it is that of the latest attempt. `GET …/log/content?attempt=N&times=1` gives all of it as text.
 */
export interface LogView {
  readonly lines: readonly {
    /** Where the source keeps it. */
    readonly time?: number;
    readonly text: string;
    /** How many bytes of a very long line are left out. */
    readonly cut?: number;
  }[];
  /** The name of the job; a step that is retried has another one. */
  readonly job?: string;
  /** Where to go on. */
  readonly next: string;
  /** What is before these lines; absent when they are the first. */
  readonly earlier?: string;
  /** Nothing more will come. */
  readonly ended: boolean;
  /** Why there are no lines, where that is known. */
  readonly note?: string;
}

/** `GET executions/PIPELINE/ID/steps/NAME/curves`: series read from the log, such as `train-rmse`. */
export interface CurvesView {
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

/**
 * `GET objects?uri=S3URI&execution=ID`: what lies under a URI, at most 1,000. `GET objects/content`, with
 * the same two, gives the bytes. With `execution` they are as that execution wrote or read them, which
 * on this machine differs from what later ones wrote there; without it, as they are now.
 */
export interface ObjectsView {
  readonly objects: readonly {
    readonly uri: string;
    readonly size: number;
    readonly lastModified: number;
  }[];
  readonly truncated: boolean;
}

/** Images that are shown: none of them can hold scripts. */
export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp";

/** `GET objects/preview?uri=S3URI&execution=ID`: the beginning of an object, by what it is. */
export type PreviewView =
  | {
      readonly kind: "table";
      /** The first row may be a header. */
      readonly rows: readonly (readonly string[])[];
      /** Whether there are more rows. */
      readonly more: boolean;
      /** How many columns are left out. */
      readonly moreColumns: number;
    }
  /** The text of the whole file, which is JSON: its numbers are shown as they stand in it. */
  | { readonly kind: "json"; readonly text: string }
  | { readonly kind: "text"; readonly text: string; readonly more: boolean }
  | { readonly kind: "image"; readonly type: ImageType }
  | { readonly kind: "binary"; readonly size: number };

/** `GET models`: the model registry. */
export interface ModelGroupView {
  readonly name: string;
  readonly createdTime: number;
  readonly packages: readonly ModelPackageView[];
  /** What is not shown, as in {@link ExecutionSummaryView}. */
  readonly notes?: readonly string[];
}

/** A version of a group. */
export interface ModelPackageView {
  readonly arn: string;
  readonly version: number;
  readonly status: string;
  readonly approval: string;
  readonly createdTime: number;
  readonly description?: string;
  readonly modelDataUrl?: string;
  /** The image that serves it. */
  readonly image?: string;
  /** The comment of the last approval or rejection. */
  readonly approvalDescription?: string;
  /** When it was changed the last time, its approval among that. */
  readonly modifiedTime?: number;
  /** By whom, where that is known. */
  readonly modifiedBy?: string;
  /** The execution that registered it, where that is known and its pipeline is still there. */
  readonly execution?: { readonly pipeline: string; readonly id: string };
  readonly metrics: Readonly<Record<string, number>>;
}

/** `POST pipelines/NAME/start`; the answer is `{ id }`. */
export interface StartRequest {
  /** @default the newest */
  readonly version?: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly displayName?: string;
  readonly description?: string;
  readonly maxParallel?: number;
  /** Only some steps run, by name; what they build on is taken from an earlier execution, by its id. */
  readonly selective?: { readonly steps: readonly string[]; readonly source?: string };
}

/** `POST models/approval`. */
export interface ApprovalRequest {
  readonly arn: string;
  readonly approval: "Approved" | "Rejected" | "PendingManualApproval";
  /** An empty one takes a former one away; without one that stays. */
  readonly comment?: string;
}

/** `POST callback`: answers a Callback step that waits. */
export interface CallbackRequest {
  /** {@link StepView.callbackToken} */
  readonly token: string;
  /** With these it succeeds: the values of its output parameters as text. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** With this it fails: why, at most 256 characters. */
  readonly failureReason?: string;
}

// `POST executions/PIPELINE/ID/stop` and `…/retry` have an empty body.

/** What `GET events` (server-sent events, the data of each is one of these as JSON) tells. */
export type ChangeEvent =
  | {
      readonly type: "execution";
      readonly pipeline: string;
      readonly execution: ExecutionSummaryView;
    }
  | {
      readonly type: "step";
      readonly pipeline: string;
      readonly id: string;
      readonly step: StepView;
    }
  | { readonly type: "log"; readonly pipeline: string; readonly id: string; readonly step: string }
  | { readonly type: "registry" }
  | { readonly type: "pipelines" }
  /** AWS cannot be read for now, and why; without a fault it can again. */
  | { readonly type: "trouble"; readonly fault?: ErrorView }
  /** Some changes were missed, after a long break: what is shown is to be read again. */
  | { readonly type: "reset" };

/** The body of every answer that is no success. */
export interface ErrorView {
  readonly code: string;
  readonly message: string;
  readonly help?: string;
}

/**
 * What a `GET` answers instead of a view of something that is not there: a link may lead to what was
 * deleted, or to another machine's. The answer is a success, status 200, since browsers report every
 * other status as an error of the page. `GET objects/content` is none of the page's views: its status is 404.
 */
export interface MissingView {
  readonly missing: ErrorView & {
    /** Some of what is there instead. */
    readonly exists: readonly PlaceView[];
  };
}

/** A pipeline, an execution of it, or a step of that. */
export interface PlaceView {
  readonly pipeline: string;
  readonly id?: string;
  readonly step?: string;
}
