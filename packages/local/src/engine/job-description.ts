import type { JsonObject } from "@nacre/core";
import type { AttemptUpdate } from "../state/attempts.ts";
import type { JobUpdate } from "../state/jobs.ts";
import type { StepUpdate } from "../state/steps.ts";
import type { JobRunner } from "../steps/step-runner.ts";

/** Members of a job's properties that are kept beside its description, or as numbers in it. */
const elsewhere = /^(Processing|Training|Transform)(JobName|JobArn|JobStatus|StartTime|EndTime)$/;

/** What the description of a job that starts says besides its arguments. */
export function descriptionOfStart({ metadata }: JobRunner, time: Date): JsonObject {
  return {
    [startMember(metadata)]: seconds(time),
    ...(metadata === "TrainingJob" ? { SecondaryStatus: "Training" } : {}),
  };
}

/** How a job's description changes when its attempt ends. */
export function descriptionOfEnd(
  { metadata }: JobRunner,
  { properties, status }: StepUpdate,
  { stopped, failureReason }: AttemptUpdate,
  endTime: Date,
): JobUpdate {
  const isTraining = metadata === "TrainingJob";
  const end = { [startMember(metadata).replace("Start", "End")]: seconds(endTime) };
  if (status === "Succeeded") {
    const results = Object.entries(properties ?? {}).filter(
      ([member]) => !elsewhere.test(member) && member !== "CreationTime",
    );
    const description: JsonObject = { ...Object.fromEntries(results), ...end };
    return { status: "Completed", description, endTime };
  }
  if (stopped === "aborted") {
    const description = { ...end, ...(isTraining ? { SecondaryStatus: "Stopped" } : {}) };
    return { status: "Stopped", description, endTime };
  }
  const FailureReason =
    failureReason ?? "InternalServerError: The engine that ran the job ended before it.";
  const description = {
    ...end,
    FailureReason,
    ...(isTraining ? { SecondaryStatus: "Failed" } : {}),
  };
  return { status: "Failed", description, endTime };
}

function startMember(metadata: JobRunner["metadata"]): string {
  return metadata.replace("Job", "StartTime");
}

function seconds(time: Date): number {
  return time.getTime() / 1000;
}
