import { NacreError } from "@nacre/core";
import { userError } from "../errors.ts";

/** What is known of a call that failed. */
export interface FailedCall {
  /** The service as IAM calls it, such as `sagemaker` or `s3`. */
  readonly service: string;
  /** The operation, such as `DescribePipeline`. */
  readonly operation: string;
  /** The region that was asked. */
  readonly region: string;
  /** The profile that was given. */
  readonly profile?: string | undefined;
  /** The ARN, name or URI that the call was about. */
  readonly resource?: string | undefined;
}

/** What an error of the AWS SDK holds, each member only where the SDK got that far. */
interface SdkError extends Error {
  /** Code of a fault of the network, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** Whose fault it is; a service says that of every error of its own. */
  readonly $fault?: string;
  /** The answer, where there was one. */
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** One kind of fault: which errors are of it, and what to say. */
interface Kind {
  readonly code: string;
  /** Names of errors, in the words of the services. */
  readonly names?: readonly string[];
  /** Whether an error without such a name is of this kind. */
  readonly when?: (fault: Fault) => boolean;
  readonly message: (fault: Fault) => string;
  readonly help: (fault: Fault) => string;
}

/** A call and how it failed. */
interface Fault extends FailedCall {
  readonly error: SdkError;
  readonly status: number | undefined;
}

const networkCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
]);

/** The first kind that fits counts. */
const kinds: readonly Kind[] = [
  {
    code: "AWS_ANSWER_UNREADABLE",
    when: ({ error }) => isPage(error),
    message: (call) =>
      `what answers at the endpoint of ${call.service} is not AWS: it sent a page, not data (${actionOf(call)})`,
    help: endpointHelp,
  },
  {
    code: "AWS_CREDENTIALS_EXPIRED",
    names: ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"],
    message: () => "the credentials for AWS have expired",
    help: ({ profile }) => `sign in again: ${signIn(profile)}`,
  },
  {
    code: "AWS_CREDENTIALS_MISSING",
    names: ["CredentialsProviderError", "TokenProviderError"],
    message: ({ profile, error }) =>
      `there are no credentials for AWS${profile === undefined ? "" : ` in profile ${profile}`}: ${sentence(error)}`,
    help: ({ profile }) =>
      `${signIn(profile)}; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give --profile NAME`,
  },
  {
    code: "AWS_CREDENTIALS_INVALID",
    names: [
      "InvalidClientTokenId",
      "UnrecognizedClientException",
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "InvalidAccessKeyId",
      "IncompleteSignature",
      "AuthFailure",
    ],
    message: ({ error }) => `AWS does not take the credentials: ${sentence(error)}`,
    help: ({ profile }) =>
      `check the key and its secret (aws sts get-caller-identity), or ${signIn(profile)}`,
  },
  {
    code: "AWS_CLOCK_WRONG",
    names: ["RequestTimeTooSkewed", "RequestInTheFuture"],
    message: ({ error }) => `the clock of this machine is wrong: ${sentence(error)}`,
    help: () => "set the clock; signed requests hold the time",
  },
  {
    code: "AWS_ACCESS_DENIED",
    names: ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden"],
    when: ({ status }) => status === 403,
    message: (call) =>
      `${actionOf(call)}${about(call)} is not allowed with these credentials` + detail(call.error),
    help: ({ operation }) =>
      "let the policy of who deploys allow it: `nacre policy --deployer` prints what is needed" +
      // What is not there is told to nobody who may not list the bucket.
      (operation === "HeadObject" ? "; s3:ListBucket among it" : ""),
  },
  {
    code: "AWS_THROTTLED",
    names: [
      "Throttling",
      "ThrottlingException",
      "ThrottledException",
      "TooManyRequestsException",
      "RequestLimitExceeded",
      "RequestThrottled",
      "SlowDown",
    ],
    when: ({ status }) => status === 429,
    message: (call) => `AWS asks for fewer requests (${actionOf(call)}), also when tried again`,
    help: () =>
      "try again in a minute: what was done stays done; AWS_MAX_ATTEMPTS=10 makes nacre try longer",
  },
  {
    code: "AWS_LIMIT_EXCEEDED",
    names: ["ResourceLimitExceeded", "LimitExceededException", "ServiceQuotaExceededException"],
    message: ({ error }) => `a quota of the account is used up: ${sentence(error)}`,
    help: () => "delete what is no longer used, or ask for more in the console of Service Quotas",
  },
  {
    code: "AWS_BUCKET_MISSING",
    names: ["NoSuchBucket"],
    message: (call) => `there is no bucket${about(call)}`,
    help: () => "check its name and region; `nacre deploy --create-bucket` makes the default one",
  },
  {
    code: "AWS_BUCKET_ELSEWHERE",
    names: ["PermanentRedirect", "AuthorizationHeaderMalformed"],
    when: ({ status }) => status === 301,
    message: (call) => `the bucket is not in ${call.region}${about(call)}`,
    help: () => "give the region of the bucket with --region, or use a bucket of this region",
  },
  {
    code: "AWS_ROLE_MISSING",
    names: ["NoSuchEntity", "NoSuchEntityException"],
    message: (call) => `there is no role${about(call)} in the account`,
    help: () => "check the name, or give the ARN of another role with --role",
  },
  {
    code: "AWS_NOT_FOUND",
    names: ["ResourceNotFound", "ResourceNotFoundException", "NoSuchKey", "NotFound"],
    when: ({ status }) => status === 404,
    message: (call) => `${actionOf(call)} finds nothing${about(call)}${detail(call.error)}`,
    help: ({ region }) => `check the name; region ${region} was asked`,
  },
  {
    code: "AWS_CONFLICT",
    names: ["ConflictException", "ResourceInUse", "OperationAborted"],
    message: ({ error }) => `something else changes it just now: ${sentence(error)}`,
    help: () => "try again when that is done",
  },
  {
    code: "AWS_UNAVAILABLE",
    names: ["InternalFailure", "InternalServerError", "InternalError", "ServiceUnavailable"],
    when: ({ status }) => status !== undefined && status >= 500,
    message: (call) =>
      `${call.service} in ${call.region} fails just now (${actionOf(call)})${detail(call.error)}`,
    help: () => "try again later: what was done stays done; https://health.aws.amazon.com",
  },
  {
    code: "AWS_UNREACHABLE",
    names: ["TimeoutError", "AbortError"],
    when: ({ error }) =>
      networkCodes.has(error.code ?? "") || /CERT|TLS|SSL/.test(error.code ?? ""),
    message: (call) =>
      `cannot reach ${call.service} in ${call.region}: ${call.error.code ?? sentence(call.error)} (${actionOf(call)})`,
    help: endpointHelp,
  },
];

/**
 * An error of the AWS SDK as a sentence with what to do. What is no fault of AWS, the network or the
 * credentials is given back as it came: that is a bug.
 *
 * Codes: `AWS_CREDENTIALS_MISSING`, `AWS_CREDENTIALS_EXPIRED`, `AWS_CREDENTIALS_INVALID`,
 * `AWS_CLOCK_WRONG`, `AWS_ACCESS_DENIED` (exit code 77); `AWS_THROTTLED`, `AWS_UNAVAILABLE`,
 * `AWS_UNREACHABLE`, `AWS_ANSWER_UNREADABLE` (exit code 75: may pass when tried again);
 * `AWS_LIMIT_EXCEEDED`, `AWS_BUCKET_MISSING`, `AWS_BUCKET_ELSEWHERE`, `AWS_ROLE_MISSING`,
 * `AWS_NOT_FOUND`, `AWS_CONFLICT`, `AWS_REFUSED` (exit code 2).
 */
export function awsFault(error: unknown, call: FailedCall): unknown {
  if (error instanceof NacreError || !(error instanceof Error)) return error;
  const sdkError: SdkError = error;
  const status = sdkError.$metadata?.httpStatusCode;
  const fault: Fault = { ...call, error: sdkError, status };
  const kind =
    kinds.find(({ names }) => names?.includes(error.name)) ??
    kinds.find(({ when }) => when?.(fault));
  if (kind !== undefined) {
    return userError(kind.code, kind.message(fault), {
      help: kind.help(fault),
      cause: error,
    });
  }
  // Without an answer of the service, the error is one of the program.
  if (status === undefined) return error;
  return userError("AWS_REFUSED", `${actionOf(call)}: ${error.name}: ${sentence(error)}`, {
    help: "what AWS says above tells what it does not take",
    cause: error,
  });
}

/**
 * Whether a fault of AWS has one of these names, such as `ResourceNotFound`: by the name that the
 * service declares, never by its text.
 */
export function isFault(error: unknown, ...names: readonly string[]): boolean {
  const cause = error instanceof NacreError ? error.cause : error;
  return cause instanceof Error && names.includes(cause.name);
}

/** The HTTP status that AWS answered with, where it did. */
export function statusOf(error: unknown): number | undefined {
  const cause = error instanceof NacreError ? error.cause : error;
  if (!(cause instanceof Error)) return undefined;
  const sdkError: SdkError = cause;
  return sdkError.$metadata?.httpStatusCode;
}

/** Whether something else than the service answered: a page for a browser, or what the SDK cannot read. */
function isPage(error: SdkError): boolean {
  if (/html/i.test(error.$response?.headers?.["content-type"] ?? "")) return true;
  return error instanceof SyntaxError || ("$response" in error && error.$fault === undefined);
}

/** What IAM calls the permission, where that is not the operation's own name. */
const s3Actions: Readonly<Record<string, string>> = {
  HeadObject: "GetObject",
  HeadBucket: "ListBucket",
  ListObjectsV2: "ListBucket",
  CopyObject: "PutObject",
  CreateMultipartUpload: "PutObject",
  UploadPart: "PutObject",
  UploadPartCopy: "PutObject",
  CompleteMultipartUpload: "PutObject",
};

function actionOf({ service, operation }: FailedCall): string {
  return `${service}:${service === "s3" ? (s3Actions[operation] ?? operation) : operation}`;
}

function about({ resource }: FailedCall): string {
  return resource === undefined ? "" : ` ${resource}`;
}

function signIn(profile: string | undefined): string {
  return `aws sso login${profile === undefined ? "" : ` --profile ${profile}`}, or aws configure`;
}

/** What the SDK's variables call a service, where that is not its name in IAM. */
const endpointIds: Readonly<Record<string, string>> = {
  logs: "CLOUDWATCH_LOGS",
  servicequotas: "SERVICE_QUOTAS",
};

function endpointHelp({ service, region }: FailedCall): string {
  const id = endpointIds[service] ?? service.toUpperCase();
  const name = `AWS_ENDPOINT_URL_${id}`;
  const endpoint = process.env[name] ?? process.env["AWS_ENDPOINT_URL"];
  return endpoint === undefined
    ? `check the network, a proxy between here and AWS, and that the region ${region} is right`
    : `check the endpoint ${endpoint} (${name} or AWS_ENDPOINT_URL)`;
}

/** What the service says, after the sentence that says it in ours. */
function detail(error: Error): string {
  // Answers to HEAD requests have no text; the SDK then puts in a word of its own.
  return error.message === "" || /^Unknown(?:Error)?$/.test(error.message)
    ? ""
    : `: ${sentence(error)}`;
}

/** A message in one line, without a full stop at its end. */
function sentence(error: Error): string {
  const line = error.message.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
  return line.length > 600 ? `${line.slice(0, 600)}…` : line || error.name;
}
