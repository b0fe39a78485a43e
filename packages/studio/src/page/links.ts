/** An execution, as links and the server name it. */
export interface ExecutionKey {
  /** The pipeline's name. */
  readonly pipeline: string;
  /** The twelve letters and digits of its ARN. */
  readonly id: string;
}

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Where the page lies on its server. */
const base = "/studio";

/** The list of all pipelines. */
export const pipelinesLink = `${base}/`;

/** The model registry. */
export const modelsLink = `${base}/models`;

/** A pipeline and its executions. */
export function pipelineLink(name: string, query: Query = {}): string {
  return `${base}/pipelines/${encodeURIComponent(name)}${search(query)}`;
}

/**
 * The start form, with the values of an earlier execution when that is named. Values themselves can be
 * longer than an address may be.
 */
export function startLink(name: string, from?: string): string {
  return `${base}/pipelines/${encodeURIComponent(name)}/start${search({ from })}`;
}

/** An execution. */
export function executionLink({ pipeline, id }: ExecutionKey, query: Query = {}): string {
  return `${pipelineLink(pipeline)}/executions/${encodeURIComponent(id)}${search(query)}`;
}

/** An execution with the panel of a step open. */
export function stepLink(key: ExecutionKey, step: string, query: Query = {}): string {
  return `${executionLink(key)}/steps/${encodeURIComponent(step)}${search(query)}`;
}

/** How many executions are compared at most: more do not fit on a page. */
export const mostCompared = 8;

/** Two or more executions beside each other, the first is what the others are compared with. */
export function compareLink(keys: readonly ExecutionKey[]): string {
  return `${base}/compare${search({ e: keys.map(({ pipeline, id }) => `${pipeline}/${id}`) })}`;
}

/** The executions that a comparison's query names. */
export function comparedIn(query: string): ExecutionKey[] {
  return new URLSearchParams(query).getAll("e").flatMap((text) => {
    const [pipeline, id, ...others] = text.split("/");
    return pipeline && id && others.length === 0 ? [{ pipeline, id }] : [];
  });
}

/** A group of the model registry, or one of its versions. */
export function modelLink(group: string, version?: number): string {
  const path = `${modelsLink}/${encodeURIComponent(group)}`;
  return version === undefined ? path : `${path}/${version}`;
}

/** The version of a group that an ARN names: `arn:aws:sagemaker:…:model-package/GROUP/1`. */
export function modelVersionIn(
  arn: string,
): { readonly group: string; readonly version: number } | undefined {
  const [, group, version] = /:model-package\/([^/]+)\/(\d+)$/.exec(arn) ?? [];
  return group === undefined ? undefined : { group, version: Number(version) };
}

/** The same address with some members of its query set, or left out where they are undefined. */
export function withQuery(url: string, changes: Query): string {
  const [path = "", query] = url.split("?");
  const members = new URLSearchParams(query);
  for (const [key, value] of Object.entries(changes)) {
    members.delete(key);
    for (const item of listOf(value)) members.append(key, item);
  }
  const text = members.toString();
  return text === "" ? path : `${path}?${text}`;
}

function search(query: Query): string {
  return withQuery("", query);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
