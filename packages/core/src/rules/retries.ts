import { isJsonArray, numberOf, type JsonObject, type JsonValue } from "../json.ts";
import type { CheckedStep } from "./checked-definition.ts";
import type { Report, Rule } from "./rule.ts";
import { endpointConfig, example, lambda, model, processing, tuning } from "./support/examples.ts";
import { shown } from "./shown.ts";
import { eachStep, eachStepWith, objectsIn, type Placed } from "./support/values.ts";

const source = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html";

/** The types that AWS's page on retries lists; a notebook job is a Training step. EMR came later. */
const supported: readonly string[] = [
  "Processing",
  "Training",
  "Tuning",
  "AutoML",
  "Model",
  "RegisterModel",
  "Transform",
  "EMR",
];

/** The types of which neither the schema nor AWS's SDK has retry policies. */
const never: readonly string[] = [
  "Condition",
  "Fail",
  "Lambda",
  "Callback",
  "Endpoint",
  "InferenceComponent",
  "Lineage",
];

/** The types for which AWS's SDK writes retry policies, but which AWS's page does not list. */
const unsure: readonly string[] = [
  "ClarifyCheck",
  "QualityCheck",
  "EMRServerless",
  "EndpointConfig",
];

const throttled = { ExceptionType: ["Step.THROTTLING"], MaxAttempts: 3 };

/** Rules on trying steps again. */
export const retryRules: readonly Rule[] = [
  {
    id: "RETRY_NOT_SUPPORTED",
    severity: "error",
    reason: "Steps of some types are never tried again and have no retry policies.",
    source,
    fix: "Remove the retry policies, or retry inside the step.",
    get passing() {
      return example([processing("Clean", {}, { RetryPolicies: [throttled] })]);
    },
    get failing() {
      return example([lambda("Call", { RetryPolicies: [throttled] })]);
    },
    check: eachStep(never, ({ type, path, value }, report) => {
      if (value["RetryPolicies"] === undefined) return;
      report({
        message: `A step of type ${type} has no retry policies; these have: ${supported.join(", ")}.`,
        path: `${path}.RetryPolicies`,
      });
    }),
  },
  {
    id: "RETRY_SUPPORT_UNSURE",
    severity: "warning",
    reason: "Retry policies work for some types of step only.",
    source,
    doubt: "AWS's SDK writes retry policies for further types, which AWS's page does not list.",
    fix: "Remove the retry policies, or retry inside the step.",
    get passing() {
      return example([processing("Clean", {}, { RetryPolicies: [throttled] })]);
    },
    get failing() {
      return example([endpointConfig("Settings", { RetryPolicies: [throttled] })]);
    },
    check: eachStep(unsure, (step, report) => {
      if (policiesOf(step).length === 0) return;
      report({
        message:
          `AWS does not list ${shown(step.type)} among the types of step that are tried again: ` +
          `${supported.join(", ")}.`,
        path: `${step.path}.RetryPolicies`,
      });
    }),
  },
  {
    id: "RETRY_BOTH_LIMITS",
    severity: "error",
    reason: "A retry policy ends after a number of attempts or after a time, not both.",
    source,
    fix: "Keep one of MaxAttempts and ExpireAfterMin.",
    get passing() {
      return withPolicy(throttled);
    },
    get failing() {
      return withPolicy({ ...throttled, ExpireAfterMin: 10 });
    },
    check: eachPolicy(({ value, path }, report) => {
      if (value["MaxAttempts"] === undefined || value["ExpireAfterMin"] === undefined) return;
      report({
        message:
          `The retry policy has MaxAttempts ${shown(value["MaxAttempts"])} and ` +
          `ExpireAfterMin ${shown(value["ExpireAfterMin"])}; exactly one of them is allowed.`,
        path,
      });
    }),
  },
  {
    id: "RETRY_NO_LIMIT",
    severity: "warning",
    reason: "A retry policy says with MaxAttempts or ExpireAfterMin when to give up.",
    source,
    doubt: "AWS asks for exactly one of the two, but also names 5 attempts as the default.",
    fix: "Add MaxAttempts or ExpireAfterMin.",
    get passing() {
      return withPolicy(throttled);
    },
    get failing() {
      return withPolicy({ ExceptionType: ["Step.THROTTLING"] });
    },
    check: eachPolicy(({ value, path }, report) => {
      if (value["MaxAttempts"] !== undefined || value["ExpireAfterMin"] !== undefined) return;
      report({
        message:
          "The retry policy has neither MaxAttempts nor ExpireAfterMin; exactly one is wanted.",
        path,
      });
    }),
  },
  {
    id: "RETRY_EXCEPTION_RENAMED",
    severity: "error",
    reason: "The exception for a lack of instances is called SageMaker.CAPACITY_ERROR.",
    source,
    fix: 'Write "SageMaker.CAPACITY_ERROR".',
    get passing() {
      return withPolicy({ ExceptionType: ["SageMaker.CAPACITY_ERROR"], MaxAttempts: 3 });
    },
    get failing() {
      return withPolicy({ ExceptionType: ["SageMaker.JOB_CAPACITY_ERROR"], MaxAttempts: 3 });
    },
    check: eachException(({ value, path }, report) => {
      if (value !== "SageMaker.JOB_CAPACITY_ERROR") return;
      report({
        message:
          '"SageMaker.JOB_CAPACITY_ERROR" stood on an old page of AWS, but there is no such exception.',
        path,
      });
    }),
  },
  {
    id: "RETRY_EXCEPTION_IGNORED",
    severity: "warning",
    reason:
      "Tuning and AutoML jobs try their own jobs again and do not heed SageMaker.JOB_INTERNAL_ERROR.",
    source,
    fix: "Leave the exception out, or set RetryStrategy in the definition of the training job.",
    get passing() {
      return example([tuning("Tune", {}, { RetryPolicies: [throttled] })]);
    },
    get failing() {
      return example([
        tuning(
          "Tune",
          {},
          { RetryPolicies: [{ ExceptionType: ["SageMaker.JOB_INTERNAL_ERROR"], MaxAttempts: 3 }] },
        ),
      ]);
    },
    check: eachException(({ value, path }, report, { type }) => {
      if (value !== "SageMaker.JOB_INTERNAL_ERROR") return;
      if (type !== "Tuning" && type !== "AutoML") return;
      report({
        message: `A step of type ${type} is not tried again for SageMaker.JOB_INTERNAL_ERROR.`,
        path,
      });
    }),
  },
  {
    id: "RETRY_EXCEPTION_NEVER_RAISED",
    severity: "warning",
    reason: "An exception that the step cannot meet never makes it try again.",
    source,
    doubt: "The page tells which exceptions come from jobs, but has no list by type of step.",
    fix: "Name exceptions of this type of step: Step.SERVICE_FAULT and Step.THROTTLING fit all.",
    get passing() {
      return example([model("Make", undefined, { RetryPolicies: [throttled] })]);
    },
    get failing() {
      return example([
        model("Make", undefined, {
          RetryPolicies: [{ ExceptionType: ["SageMaker.CAPACITY_ERROR"], MaxAttempts: 3 }],
        }),
      ]);
    },
    check: eachException(({ value, path }, report, { type }) => {
      if (typeof value !== "string" || value === "SageMaker.JOB_CAPACITY_ERROR") return;
      const isJobError =
        value.startsWith("SageMaker.") && ["Model", "RegisterModel"].includes(type);
      const isClusterError = value.startsWith("Emr.") && !type.startsWith("EMR");
      if (!isJobError && !isClusterError) return;
      const kind = isJobError ? "job" : "EMR cluster";
      report({
        message: `A step of type ${type} starts no ${kind}, so ${shown(value)} cannot occur.`,
        path,
      });
    }),
  },
  {
    id: "RETRY_WITHOUT_EXCEPTIONS",
    severity: "warning",
    reason: "A retry policy is for the exceptions that it lists.",
    source,
    doubt: "Whether the service refuses an empty list is not written down.",
    fix: "List the exceptions, such as Step.THROTTLING.",
    get passing() {
      return withPolicy(throttled);
    },
    get failing() {
      return withPolicy({ ExceptionType: [], MaxAttempts: 3 });
    },
    check: eachPolicy(({ value, path }, report) => {
      const types = value["ExceptionType"];
      if (!Array.isArray(types) || types.length > 0) return;
      report({
        message: "The retry policy lists no exceptions, so it is never used.",
        path: `${path}.ExceptionType`,
      });
    }),
  },
  {
    id: "RETRY_ZERO_ATTEMPTS",
    severity: "info",
    reason: "MaxAttempts 0 means that the step is never tried again.",
    source,
    fix: "Give a number from 1 to 20, unless you want to turn the retries of Pipelines off.",
    get passing() {
      return withPolicy(throttled);
    },
    get failing() {
      return withPolicy({ ...throttled, MaxAttempts: 0 });
    },
    check: eachPolicy(({ value, path }, report) => {
      if (numberOf(value["MaxAttempts"]) !== 0) return;
      report({
        message: "MaxAttempts is 0: the step is never tried again for these exceptions.",
        path: `${path}.MaxAttempts`,
      });
    }),
  },
];

function withPolicy(policy: JsonObject): string {
  return example([processing("Clean", {}, { RetryPolicies: [policy] })]);
}

function policiesOf(step: CheckedStep): readonly Placed<JsonObject>[] {
  return objectsIn(step.value["RetryPolicies"], `${step.path}.RetryPolicies`);
}

function eachPolicy(
  check: (policy: Placed<JsonObject>, report: Report, step: CheckedStep) => void,
): Rule["check"] {
  return eachStepWith("RetryPolicies", (step, report) => {
    for (const policy of policiesOf(step)) check(policy, report, step);
  });
}

function eachException(
  check: (exception: Placed<JsonValue>, report: Report, step: CheckedStep) => void,
): Rule["check"] {
  return eachPolicy(({ value, path }, report, step) => {
    const types = value["ExceptionType"];
    if (!isJsonArray(types)) return;
    for (const [index, type] of types.entries()) {
      const exception = { value: type, path: `${path}.ExceptionType[${index}]` };
      check(exception, report, step);
    }
  });
}
