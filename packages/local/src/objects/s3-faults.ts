import { NacreError } from "@nacre/core";
import { faultCode } from "../files.ts";

/** Faults of this machine's disk, which are not S3's. */
const diskFaults = new Set(
  ["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS", "EIO"].concat([
    "ENOENT",
    "ENOTDIR",
    "EISDIR",
    "EEXIST",
    "ENAMETOOLONG",
    "EMFILE",
  ]),
);

const credentialFaults = new Set(
  ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidToken"].concat(
    ["InvalidAccessKeyId", "SignatureDoesNotMatch", "CredentialsProviderError"],
    ["AccessKeyIdNotFound", "RequestTimeTooSkewed", "TokenProviderError"],
  ),
);

const accessFaults = new Set(["AccessDenied", "Forbidden", "AllAccessDisabled", "403"]);

/** What was being done when S3 refused. */
export interface S3Action {
  /** In words that end in the URI, such as `Unable to download object s3://a-bucket/x`. */
  readonly text: string;
  /** The bucket. */
  readonly bucket: string;
  /** The endpoint that was asked; undefined for AWS's own. */
  readonly endpoint: string | undefined;
}

/**
 * An error of the AWS SDK as what it is to the user; what is no fault of S3 comes back as it was.
 * SageMaker words a failed download as `Unable to download object s3://… (AccessDenied: Access Denied)`.
 */
export function asS3Fault(error: unknown, action: S3Action): unknown {
  if (!(error instanceof Error) || error instanceof NacreError) return error;
  if (error.name === "AbortError") return error;
  if (isDiskFault(error)) return error;
  const status = statusOf(error);
  const { kind, help } = kindOf(error, status, action);
  return new NacreError(kind, `${action.text} (${reasonOf(error, status)})`, {
    help,
    cause: error,
  });
}

/** Whether it is this machine's disk that failed. */
export function isDiskFault(error: unknown): boolean {
  return diskFaults.has(faultCode(error) ?? "");
}

/** Whether S3 says that an object is not there. */
export function isNoSuchKey(error: unknown): boolean {
  return error instanceof Error && error.name === "NoSuchKey";
}

/** Whether S3 gave an answer, so that asking again would give the same. */
export function isAnswer(error: unknown): boolean {
  const status = error instanceof Error ? statusOf(error) : undefined;
  return status !== undefined && status >= 300 && status < 500;
}

function kindOf(
  { name }: Error,
  status: number | undefined,
  { bucket, endpoint }: S3Action,
): { kind: string; help: string } {
  if (name === "NoSuchBucket") {
    return {
      kind: "S3_BUCKET_MISSING",
      help: `Make the bucket ${bucket} first, or name another one: a run never makes buckets.`,
    };
  }
  if (credentialFaults.has(name)) {
    return {
      kind: "S3_CREDENTIALS",
      help: "Sign in again or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; a test double takes any value.",
    };
  }
  if (accessFaults.has(name) || status === 403) {
    return {
      kind: "S3_ACCESS_DENIED",
      help: "The credentials of this run need s3:ListBucket on the bucket, and s3:GetObject and s3:PutObject on its objects.",
    };
  }
  const where = endpoint ?? "S3";
  if (status === undefined) {
    return {
      kind: "S3_UNREACHABLE",
      help: `Is the network up, and does S3 answer at ${where}? AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL name the endpoint.`,
    };
  }
  return {
    kind: "S3_FAILED",
    help: `See what ${where} says. It must be an S3 endpoint: SageMaker's own is named by AWS_ENDPOINT_URL_SAGEMAKER.`,
  };
}

function reasonOf(error: Error, status: number | undefined): string {
  // The SDK appends hints for programmers to its messages.
  const message = (error.message.split("\n")[0] ?? "").trim();
  const name = status === undefined ? (faultCode(error) ?? error.name) : error.name;
  if (status !== undefined && name === "Error") return `status ${status}, no answer of S3's`;
  return ["", name, "UnknownError"].includes(message) ? name : `${name}: ${message}`;
}

function statusOf(error: Error): number | undefined {
  const metadata = "$metadata" in error ? error.$metadata : undefined;
  const status =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
      ? metadata.httpStatusCode
      : undefined;
  return typeof status === "number" ? status : undefined;
}
