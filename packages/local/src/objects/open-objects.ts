import { join } from "node:path";
import { NacreError } from "@nacre/core";
import { ExecutionObjects } from "./execution-objects.ts";
import { FolderObjects } from "./folder-objects.ts";
import type { Objects } from "./objects.ts";
import { S3Objects } from "./s3-objects.ts";

/**
 * Where S3 URIs lead to: `folder`, the folder `s3` of the home; `s3`, an S3 endpoint, AWS's own unless
 * another one is named.
 */
export type ObjectStoreKind = "folder" | "s3";

/** How to find the objects. */
export interface ObjectsOptions {
  /** The folder with all state. */
  readonly home: string;
  /** Where S3 URIs lead to. @default what {@link defaultObjectStore} says */
  readonly kind?: ObjectStoreKind | undefined;
  /** The region of requests to S3, when AWS_REGION and AWS_DEFAULT_REGION say nothing. @default "us-east-1" */
  readonly region?: string;
  /**
   * Where objects are written before they are put in place; on the home's file system.
   * @default the folder `tmp` of the home
   */
  readonly aside?: string | undefined;
  /** The variables that name endpoint and region. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/** The folder with all objects of a home: `s3/<bucket>/<key>`. */
export function sharedFolder(home: string): string {
  return join(home, "s3");
}

/**
 * `s3` where an endpoint is named (a test double, MinIO …), else `folder`: AWS itself, with the user's
 * credentials, is used only when it is asked for.
 */
export function defaultObjectStore(env: NodeJS.ProcessEnv = process.env): ObjectStoreKind {
  return s3Endpoint(env) === undefined ? "folder" : "s3";
}

/**
 * The S3 endpoint that the environment names, as the SDKs of AWS read it.
 *
 * @throws NacreError `LOCAL_OPTION_INVALID` when it is no http or https URL.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function s3Endpoint(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.toLowerCase() === "true") return undefined;
  const name = env["AWS_ENDPOINT_URL_S3"] ? "AWS_ENDPOINT_URL_S3" : "AWS_ENDPOINT_URL";
  const endpoint = env[name];
  if (endpoint === undefined || endpoint === "") return undefined;
  if (/^https?:$/.test(URL.parse(endpoint)?.protocol ?? "")) return endpoint;
  throw new NacreError("LOCAL_OPTION_INVALID", `${name} is ${JSON.stringify(endpoint)}, no URL.`, {
    help: `Set it to a URL such as http://127.0.0.1:5000, or unset it.`,
  });
}

/** The objects that all executions of a home share. */
export function openObjects(options: ObjectsOptions): Objects {
  const { home, env = process.env } = options;
  const aside = options.aside ?? join(home, "tmp");
  if ((options.kind ?? defaultObjectStore(env)) === "folder") {
    return new FolderObjects(sharedFolder(home), aside);
  }
  const endpoint = s3Endpoint(env);
  const region = env["AWS_REGION"] || env["AWS_DEFAULT_REGION"] || options.region;
  return new S3Objects({
    region: region ?? "us-east-1",
    aside,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}

/**
 * The objects as one execution sees them.
 *
 * @param shared - what {@link openObjects} gave
 * @param directory - the execution's folder; what it writes is kept in its folder `s3`
 * @param since - when the execution started, in milliseconds since 1970
 * @param aside - where objects are written before they are put in place
 */
export function executionObjects(
  shared: Objects,
  directory: string,
  since: number,
  aside: string,
): ExecutionObjects {
  const own = new FolderObjects(join(directory, "s3"), aside);
  return new ExecutionObjects({ own, shared, since, aside });
}
