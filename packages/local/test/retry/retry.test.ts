import type { JsonValue } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { exceptionOf, machineFailureReason } from "../../src/retry/exceptions.ts";
import { nextRetry, retryPolicies } from "../../src/retry/policies.ts";

const internal = "InternalServerError: the job was killed";
const throttled = "ThrottlingException: slow down";
const capacity = "CapacityError: no memory";

/** The delay before the next retry in seconds, or "none". */
function delay(
  policies: JsonValue | undefined,
  failures: readonly string[],
  { type = "Training", minutes = 0 }: { type?: string; minutes?: number } = {},
): number | "none" {
  const retry = nextRetry({
    type,
    policies,
    failures,
    startTime: 0,
    now: minutes * 60_000,
  });
  return retry === undefined ? "none" : (retry.time - minutes * 60_000) / 1000;
}

function onInternal(policy: Readonly<Record<string, number>>): JsonValue {
  return [{ ExceptionType: ["SageMaker.JOB_INTERNAL_ERROR"], ...policy }];
}

describe("a failure reason stands for", () => {
  test.each([
    ["ServiceFault: S3 answered 500", "Step.SERVICE_FAULT"],
    ["ThrottlingException: Rate exceeded", "Step.THROTTLING"],
    ["InternalServerError: We encountered an internal error.", "SageMaker.JOB_INTERNAL_ERROR"],
    ["CapacityError: Unable to provision", "SageMaker.CAPACITY_ERROR"],
    ["ResourceLimitExceeded: too many", "SageMaker.RESOURCE_LIMIT"],
    ["AlgorithmError: InternalServerError: exit code: 1", undefined],
    ["ClientError: No S3 objects found", undefined],
    ["MaxRuntimeExceeded: longer than 60", undefined],
    ["", undefined],
  ])("%s: %s", (reason, wanted) => {
    expect(exceptionOf(reason)).toBe(wanted);
  });
});

describe("a fault of the machine is worded", () => {
  test.each([
    [{ message: "m", code: "ENOMEM" }, "CapacityError: m"],
    [{ message: "m", code: "ENOSPC" }, "CapacityError: m"],
    [{ message: "m", code: "EMFILE" }, "ResourceLimitExceeded: m"],
    [{ message: "m", code: "EAGAIN" }, "ResourceLimitExceeded: m"],
    [{ message: "m", code: "ECONNREFUSED" }, "ServiceFault: m"],
    [{ message: "m", name: "SlowDown", status: 503 }, "ThrottlingException: m"],
    [{ message: "m", name: "InternalError", status: 500 }, "ServiceFault: m"],
    [{ message: "m", name: "Unknown", status: 502 }, "ServiceFault: m"],
    [{ message: "m", name: "NoSuchKey", status: 404 }, undefined],
    [{ message: "m", code: "EACCES" }, undefined],
    [{ message: "m" }, undefined],
  ])("%j: %s", (fault, wanted) => {
    expect(machineFailureReason(fault)).toBe(wanted);
  });
});

describe("a failed step is tried again", () => {
  test.each<[string, number | "none", number | "none"]>([
    ["after 1 second when nothing is said", delay(onInternal({}), [internal]), 1],
    ["then after twice as long", delay(onInternal({}), [internal, internal]), 2],
    ["five times when nothing is said", delay(onInternal({}), Array(5).fill(internal)), 16],
    ["and no sixth time", delay(onInternal({}), Array(6).fill(internal)), "none"],
    [
      "with its own interval and factor",
      delay(onInternal({ IntervalSeconds: 10, BackoffRate: 1.5, MaxAttempts: 9 }), [
        internal,
        internal,
        internal,
      ]),
      22.5,
    ],
    ["never when MaxAttempts is 0", delay(onInternal({ MaxAttempts: 0 }), [internal]), "none"],
    [
      "as long as ExpireAfterMin says",
      delay(onInternal({ ExpireAfterMin: 10 }), [internal], { minutes: 9 }),
      1,
    ],
    [
      "not beyond it",
      delay(onInternal({ ExpireAfterMin: 10 }), [internal], { minutes: 10 }),
      "none",
    ],
    [
      "more than five times when only time limits it",
      delay(onInternal({ ExpireAfterMin: 10 }), Array(7).fill(internal)),
      64,
    ],
    [
      "after twelve hours at the latest",
      delay(onInternal({ IntervalSeconds: 40_000, MaxAttempts: 20 }), Array(9).fill(internal)),
      43_200,
    ],
    ["not for an exception without a policy", delay(onInternal({}), [capacity]), "none"],
    [
      "not for what the user's own program did",
      delay(onInternal({}), ["AlgorithmError: x, exit code: 1"]),
      "none",
    ],
    ["without a policy when a service was slow", delay(undefined, [throttled]), 1],
    ["of any type then", delay(undefined, [throttled], { type: "Lambda" }), 1],
    [
      "unless a policy turns it off",
      delay([{ ExceptionType: ["Step.THROTTLING"], MaxAttempts: 0 }], [throttled]),
      "none",
    ],
    [
      "counting each policy by itself",
      delay(onInternal({ IntervalSeconds: 3 }), [throttled, throttled, internal]),
      3,
    ],
    [
      "by the first policy that names the exception",
      delay(
        [
          { ExceptionType: ["SageMaker.CAPACITY_ERROR"], IntervalSeconds: 7 },
          { ExceptionType: ["SageMaker.CAPACITY_ERROR"], IntervalSeconds: 9 },
        ],
        [capacity],
      ),
      7,
    ],
    [
      "not when its type has no policies",
      delay(onInternal({}), [internal], { type: "Lambda" }),
      "none",
    ],
    [
      "not for an internal error of a tuning job",
      delay(onInternal({}), [internal], { type: "Tuning" }),
      "none",
    ],
    [
      "for other exceptions of a tuning job",
      delay([{ ExceptionType: ["SageMaker.CAPACITY_ERROR"] }], [capacity], { type: "Tuning" }),
      1,
    ],
    ["not when its policies are no list", delay("soon", [internal]), "none"],
  ])("%s", (_, given, wanted) => {
    expect(given).toBe(wanted);
  });

  test("a policy without members has AWS's defaults", () => {
    expect(retryPolicies([{}])).toEqual([
      {
        exceptions: [],
        intervalSeconds: 1,
        backoffRate: 2,
        maxAttempts: 5,
        expireAfterMinutes: undefined,
      },
    ]);
  });
});
