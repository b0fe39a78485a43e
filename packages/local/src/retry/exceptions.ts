/**
 * What a step can fail of so that trying again may help, in SageMaker's words.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html
 */
export type RetryException =
  | "Step.SERVICE_FAULT"
  | "Step.THROTTLING"
  | "SageMaker.JOB_INTERNAL_ERROR"
  | "SageMaker.CAPACITY_ERROR"
  | "SageMaker.RESOURCE_LIMIT";

/** How the failure reason of each begins, as SageMaker words them. */
const beginnings: readonly (readonly [string, RetryException])[] = [
  ["ServiceFault", "Step.SERVICE_FAULT"],
  ["ThrottlingException", "Step.THROTTLING"],
  ["InternalServerError", "SageMaker.JOB_INTERNAL_ERROR"],
  ["CapacityError", "SageMaker.CAPACITY_ERROR"],
  ["ResourceLimitExceeded", "SageMaker.RESOURCE_LIMIT"],
];

/**
 * The exception that a failure reason stands for; undefined for what is the user's: `AlgorithmError`,
 * `ClientError`, `MaxRuntimeExceeded` and everything else are never tried again.
 */
export function exceptionOf(failureReason: string): RetryException | undefined {
  const [beginning] = failureReason.split(":", 1);
  return beginnings.find(([text]) => text === beginning)?.[1];
}

/** A fault of this machine, or of a service that steps use, as Node or the AWS SDK reports it. */
export interface MachineFault {
  /** What happened. */
  readonly message: string;
  /** The code of a system call, such as `ENOMEM`. */
  readonly code?: unknown;
  /** The name of an AWS error, such as `SlowDown`. */
  readonly name?: unknown;
  /** The HTTP status of an AWS error. */
  readonly status?: unknown;
}

/** There is no room or no memory: a bigger machine would do. */
const capacityCodes = new Set(["ENOMEM", "ENOSPC", "EDQUOT"]);
/** A limit of this machine is reached: fewer things at once would do. */
const limitCodes = new Set(["EAGAIN", "EMFILE", "ENFILE"]);
/** Nobody answers, or the connection breaks. */
const connectionCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND"]);
const throttlingNames = new Set([
  "SlowDown",
  "ThrottlingException",
  "Throttling",
  "RequestLimitExceeded",
]);
const serviceNames = new Set(["InternalError", "ServiceUnavailable", "TimeoutError"]);

/**
 * Words a fault of the machine or of S3 as a failure reason that retry policies know; undefined for
 * all others.
 */
export function machineFailureReason(fault: MachineFault): string | undefined {
  const { message, code, name, status } = fault;
  if (has(throttlingNames, name) || status === 429) return `ThrottlingException: ${message}`;
  if (has(serviceNames, name) || (typeof status === "number" && status >= 500)) {
    return `ServiceFault: ${message}`;
  }
  if (has(connectionCodes, code)) return `ServiceFault: ${message}`;
  if (has(capacityCodes, code)) return `CapacityError: ${message}`;
  if (has(limitCodes, code)) return `ResourceLimitExceeded: ${message}`;
  return undefined;
}

function has(set: ReadonlySet<string>, value: unknown): boolean {
  return typeof value === "string" && set.has(value);
}
