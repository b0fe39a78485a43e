import type {
  ApprovalRequest,
  CallbackRequest,
  CurvesView,
  ExecutionsView,
  ExecutionView,
  LogQuery,
  LogView,
  ModelGroupView,
  ObjectsView,
  PipelinesView,
  PipelineView,
  PreviewView,
  RecentView,
  SessionView,
  StartRequest,
  StepDetailView,
} from "../../api.ts";
import type { ExecutionKey } from "../links.ts";
import { apiUrl, getJson, postJson } from "./request.ts";

/** Which rows of a pipeline's executions are shown. */
export interface ExecutionRows {
  /** As {@link parseFilter} has it. */
  readonly filter: string;
  /** As it stands in an address; undefined is the newest first. */
  readonly sort: string | undefined;
  /** The first row, from 0. */
  readonly from: number;
  readonly limit: number;
  /** How many executions are looked at, at most; undefined leaves that to the server. */
  readonly look: number | undefined;
  /** The search to go on with. */
  readonly search: string | undefined;
}

/** What the page asks its server, one function for each route of api.ts. */
export const api = {
  session: () => getJson<SessionView>(apiUrl("session")),
  pipelines: (prefix?: string, after?: string) =>
    getJson<PipelinesView>(apiUrl("pipelines", { prefix, after })),
  recent: (pipelines: readonly string[]) => {
    const query = new URLSearchParams(pipelines.map((name) => ["pipeline", name]));
    return getJson<RecentView>(`${apiUrl("recent")}?${query.toString()}`);
  },
  pipeline: (name: string, version?: number) =>
    getJson<PipelineView>(apiUrl(`pipelines/${encodeURIComponent(name)}`, { version })),
  executions: (name: string, { filter, ...rows }: ExecutionRows) =>
    getJson<ExecutionsView>(
      apiUrl(`pipelines/${encodeURIComponent(name)}/executions`, {
        filter: filter || undefined,
        ...rows,
      }),
    ),
  execution: (key: ExecutionKey) => getJson<ExecutionView>(apiUrl(executionPath(key))),
  step: (key: ExecutionKey, step: string) => getJson<StepDetailView>(apiUrl(stepPath(key, step))),
  log: (key: ExecutionKey, step: string, part: LogQuery) =>
    getJson<LogView>(apiUrl(`${stepPath(key, step)}/log`, { ...part })),
  curves: (key: ExecutionKey, step: string) =>
    getJson<CurvesView>(apiUrl(`${stepPath(key, step)}/curves`)),
  objects: (uri: string, execution?: string) =>
    getJson<ObjectsView>(apiUrl("objects", { uri, execution })),
  preview: (uri: string, execution?: string) =>
    getJson<PreviewView>(apiUrl("objects/preview", { uri, execution })),
  models: () => getJson<readonly ModelGroupView[]>(apiUrl("models")),
  start: (name: string, request: StartRequest) =>
    postJson<{ readonly id: string }>(
      apiUrl(`pipelines/${encodeURIComponent(name)}/start`),
      request,
    ),
  stop: (key: ExecutionKey) => postJson<unknown>(apiUrl(`${executionPath(key)}/stop`)),
  retry: (key: ExecutionKey) => postJson<unknown>(apiUrl(`${executionPath(key)}/retry`)),
  answer: (request: CallbackRequest) => postJson<unknown>(apiUrl("callback"), request),
  approve: (request: ApprovalRequest) => postJson<unknown>(apiUrl("models/approval"), request),
};

/** Where the bytes of an object are. */
export function contentUrl(uri: string, execution?: string): string {
  return apiUrl("objects/content", { uri, execution });
}

/** Where the whole log of a step is. */
export function logUrl(
  key: ExecutionKey,
  step: string,
  query: { readonly attempt: number | undefined; readonly times: boolean },
): string {
  const { attempt, times } = query;
  return apiUrl(`${stepPath(key, step)}/log/content`, { attempt, times: times ? 1 : undefined });
}

function executionPath({ pipeline, id }: ExecutionKey): string {
  return `executions/${encodeURIComponent(pipeline)}/${encodeURIComponent(id)}`;
}

function stepPath(key: ExecutionKey, step: string): string {
  return `${executionPath(key)}/steps/${encodeURIComponent(step)}`;
}
