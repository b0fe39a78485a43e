import { isJsonArray, isJsonObject, numberOf, type JsonObject, type JsonValue } from "@nacre/core";
import { exceptionOf, type RetryException } from "./exceptions.ts";

/** When to try a step again after some exceptions. */
export interface RetryPolicy {
  /** The exceptions that it is for. */
  readonly exceptions: readonly string[];
  /** Before the first retry, in seconds, 0 to 43,200. */
  readonly intervalSeconds: number;
  /** What each further interval is longer by, as a factor. */
  readonly backoffRate: number;
  /** How many retries there are, 0 to 20; undefined when only time limits them. */
  readonly maxAttempts: number | undefined;
  /** No retry begins later than this after the step's start, in minutes. */
  readonly expireAfterMinutes: number | undefined;
}

const defaults = { intervalSeconds: 1, backoffRate: 2, maxAttempts: 5 };
const longestIntervalSeconds = 43_200;

/** What Pipelines does of itself, unless a policy says otherwise. */
const automatic: RetryPolicy = {
  exceptions: ["Step.SERVICE_FAULT", "Step.THROTTLING"],
  ...defaults,
  expireAfterMinutes: undefined,
};

/** The types of step that AWS lists; policies of others do nothing. */
const retriedTypes = new Set([
  "Processing",
  "Training",
  "Tuning",
  "AutoML",
  "Model",
  "RegisterModel",
  "Transform",
  "EMR",
]);

/** Jobs of these try again by themselves. */
const internallyRetried = new Set(["Tuning", "AutoML"]);

/**
 * The `RetryPolicies` of a step with their defaults. What is missing is as AWS's page says: 1 second,
 * factor 2.0, 5 retries (none of them when `ExpireAfterMin` is given).
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html
 */
export function retryPolicies(value: JsonValue | undefined): RetryPolicy[] {
  return isJsonArray(value) ? value.filter(isJsonObject).map(policy) : [];
}

function policy(value: JsonObject): RetryPolicy {
  const types = value["ExceptionType"];
  const expireAfterMinutes = numberOf(value["ExpireAfterMin"]);
  return {
    exceptions: isJsonArray(types) ? types.filter((type) => typeof type === "string") : [],
    intervalSeconds: numberOf(value["IntervalSeconds"]) ?? defaults.intervalSeconds,
    backoffRate: numberOf(value["BackoffRate"]) ?? defaults.backoffRate,
    maxAttempts:
      numberOf(value["MaxAttempts"]) ??
      (expireAfterMinutes === undefined ? defaults.maxAttempts : undefined),
    expireAfterMinutes,
  };
}

/** A step that has failed. */
export interface FailedStep {
  /** Its type. */
  readonly type: string;
  /** Its `RetryPolicies` as the definition has them. */
  readonly policies: JsonValue | undefined;
  /** Why each of its attempts failed, the first first and the one just now last. */
  readonly failures: readonly string[];
  /** When its first attempt began, in milliseconds since 1970. */
  readonly startTime: number;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
}

/** A retry that is due. */
export interface Retry {
  /** Why. */
  readonly exception: RetryException;
  /** When it begins, in milliseconds since 1970. */
  readonly time: number;
  /** Which retry under its policy it is, from 1. */
  readonly number: number;
}

/**
 * When a failed step is tried again. The first policy that names the exception counts, and only the
 * failures that were its are its retries. Faults of services are retried without any policy too.
 *
 * @returns undefined when it is not
 */
export function nextRetry(step: FailedStep): Retry | undefined {
  const last = step.failures.at(-1);
  const exception = last === undefined ? undefined : exceptionOf(last);
  if (exception === undefined) return undefined;
  if (exception === "SageMaker.JOB_INTERNAL_ERROR" && internallyRetried.has(step.type)) {
    return undefined;
  }
  const own = retriedTypes.has(step.type) ? retryPolicies(step.policies) : [];
  const all = [...own, automatic];
  const found = policyFor(all, exception);
  if (found === undefined) return undefined;
  const number = step.failures.filter((reason) => {
    const earlier = exceptionOf(reason);
    return earlier !== undefined && policyFor(all, earlier) === found;
  }).length;
  if (found.maxAttempts !== undefined && number > found.maxAttempts) return undefined;
  const seconds = Math.min(
    found.intervalSeconds * found.backoffRate ** (number - 1),
    longestIntervalSeconds,
  );
  const time = step.now + seconds * 1000;
  const { expireAfterMinutes } = found;
  if (expireAfterMinutes !== undefined && time > step.startTime + expireAfterMinutes * 60_000) {
    return undefined;
  }
  return { exception, time, number };
}

function policyFor(
  policies: readonly RetryPolicy[],
  exception: RetryException,
): RetryPolicy | undefined {
  return policies.find(({ exceptions }) => exceptions.includes(exception));
}
