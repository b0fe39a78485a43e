import { arn as jobArn } from "../jobs/names.ts";

/** The ARN of something made here. */
export const arnOf = jobArn;

/** The beginning of every ARN of a region, up to the colon before the kind of resource. */
export function arnPrefix(region: string): string {
  return arnOf(region, "", "").replace(/:\/$/, "");
}

/** The ARN of a pipeline, which has the name in lower case. */
export function pipelineArn(region: string, name: string): string {
  return arnOf(region, "pipeline", name.toLowerCase());
}

/** What an ARN names: its kind, and the path after it. */
export interface Resource {
  /** Such as `pipeline` or `model-package-group`. */
  readonly kind: string;
  /** What follows, such as `name` or `name/execution/id`. */
  readonly path: string;
}

/**
 * The resource of an ARN, of whatever region and account: a home has one of a name only. Undefined for
 * a text that is no ARN.
 */
export function resourceOf(text: string): Resource | undefined {
  const match = /^arn:[^:]*:sagemaker:[^:]*:[^:]*:([^/:]+)\/(.+)$/s.exec(text);
  const [, kind, path] = match ?? [];
  return kind === undefined || path === undefined ? undefined : { kind, path };
}

/** The name in an ARN or a name, where requests take both. */
export function nameIn(nameOrArn: string): string {
  return resourceOf(nameOrArn)?.path ?? nameOrArn;
}

/** The execution's id in its ARN; empty when it is the ARN of something else. */
export function executionIdIn(arn: string): string {
  const { kind, path = "" } = resourceOf(arn) ?? {};
  const [, id = ""] = /^[^/]+\/execution\/([^/]+)$/.exec(path) ?? [];
  return kind === "pipeline" ? id : "";
}

/** The region of an ARN. */
export function regionIn(arn: string): string {
  return arn.split(":")[3] ?? "";
}
