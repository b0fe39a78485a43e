import type { JsonObject } from "@nacre/core";
import type { StepRecord } from "../state/steps.ts";

/** A step of an execution, with times in milliseconds since 1970. */
export interface HomeStep {
  /** Its name. */
  readonly name: string;
  /** Its type in the definition. */
  readonly type: string;
  /** How far it has come; `NotRun` when it has not started or will not. */
  readonly status: string;
  /** When it started. */
  readonly startTime?: number;
  /** When it ended. */
  readonly endTime?: number;
  /** Why it failed. */
  readonly failureReason?: string;
  /** How many attempts it has had. */
  readonly attempts: number;
  /** The ARN of its latest job. */
  readonly jobArn?: string;
  /** The ARN of the execution whose result was taken over, from the cache or by a selective execution. */
  readonly cacheSource?: string;
  /** What a Condition step decided. */
  readonly conditionOutcome?: "True" | "False";
  /** What a Callback step waits for. */
  readonly callbackToken?: string;
}

/** How a step ended and what it wrote. */
export interface HomeStepOutcome extends Pick<HomeStep, "status" | "cacheSource"> {
  /** What it wrote. */
  readonly outputs: readonly { readonly name: string; readonly uri: string }[];
}

/** One attempt at a step's job. */
export interface HomeAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** When it started, in milliseconds since 1970. */
  readonly startTime: number;
  /** When it ended. */
  readonly endTime?: number;
  /** `Executing`, `Succeeded`, `Failed` or `Stopped`. */
  readonly status: string;
  /** Why it failed. */
  readonly failureReason?: string;
  /** The ARN of its job. */
  readonly jobArn?: string;
}

/** What is known of a step beyond {@link HomeStep}. */
export interface HomeStepDetail {
  /**
   * Its arguments with every reference replaced; of a Condition step its conditions with what their
   * sides came to. Absent until it has started.
   */
  readonly resolved?: JsonObject;
  /** What it wrote. */
  readonly outputs: readonly { readonly name: string; readonly uri: string }[];
  /** Its attempts, the first one first. */
  readonly attempts: readonly HomeAttempt[];
  /** Why the cache was hit or missed, in a sentence; absent for types that are never cached. */
  readonly cacheReason?: string;
  /** What the user should know although it went on. */
  readonly warnings: readonly string[];
}

/** A step as {@link HomeStep} has it. */
export function homeStep(record: StepRecord): HomeStep {
  const { name, type, status, startTime, endTime, failureReason, attempts, outcome } = record;
  const jobArn = jobArnIn(record);
  const cacheSource = record.cacheSource ?? record.selectiveSource;
  const waits = record.callbackToken !== undefined && endTime === undefined;
  return {
    name,
    type,
    status,
    ...(startTime === undefined ? {} : { startTime: startTime.getTime() }),
    ...(endTime === undefined ? {} : { endTime: endTime.getTime() }),
    ...(failureReason === undefined ? {} : { failureReason }),
    attempts,
    ...(jobArn === undefined ? {} : { jobArn }),
    ...(cacheSource === undefined ? {} : { cacheSource }),
    ...(outcome === undefined ? {} : { conditionOutcome: outcome.result ? "True" : "False" }),
    ...(waits && record.callbackToken !== undefined ? { callbackToken: record.callbackToken } : {}),
  };
}

/** `Metadata` has one member, named by the kind of step, that holds the ARN of the job. */
function jobArnIn({ metadata = {} }: StepRecord): string | undefined {
  for (const member of Object.values(metadata)) {
    if (typeof member !== "object" || member === null) continue;
    for (const name of ["Arn", "CheckJobArn"]) {
      const arn: unknown = Reflect.get(member, name);
      if (typeof arn === "string" && /:[a-z-]+-job\//.test(arn)) return arn;
    }
  }
  return undefined;
}
