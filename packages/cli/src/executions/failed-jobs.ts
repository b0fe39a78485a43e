import { NacreError } from "@nacre/core";
import type { Session } from "../aws/session.ts";
import { lastLines } from "../logs/job-logs.ts";
import { sagemakerOf } from "./api.ts";
import type { ExecutionStep, Job } from "./execution.ts";

/** How many lines of a failed job's log are shown. */
const shownLines = 10;

/** Why a step failed, as its job tells it. */
export interface StepFailure {
  readonly step: string;
  /** The job's own reason, else that of the step, which is cut at 1,024 characters. */
  readonly reason: string;
  readonly job?: string;
  /** The last lines that the job printed. */
  readonly log: readonly string[];
}

/**
 * Why steps failed, with the last lines of their jobs' logs. What cannot be asked for is left out: the
 * reason of the step remains.
 */
export async function explainFailures(
  session: Session,
  steps: readonly ExecutionStep[],
): Promise<StepFailure[]> {
  const failed = steps.filter(({ status }) => status === "Failed");
  return Promise.all(
    failed.map(async ({ name, failureReason, job }) => {
      const [own, log] =
        job === undefined
          ? [undefined, []]
          : await Promise.all([
              orNothing(() => reasonOfJob(session, job), undefined),
              orNothing(() => lastLines(session, job, shownLines), []),
            ]);
      const reason = longer(own, failureReason) ?? "the service gives no reason";
      return { step: name, reason, ...(job === undefined ? {} : { job: job.name }), log };
    }),
  );
}

/** The fuller text; the step's often begins with the job's, cut. */
function longer(own: string | undefined, step: string | undefined): string | undefined {
  if (own === undefined || own === "") return step;
  return step === undefined || own.length >= step.length ? own : step;
}

/** Why a job failed and what its container left to say; undefined where it says nothing. */
async function reasonOfJob(session: Session, job: Job): Promise<string | undefined> {
  const { client, commands } = await sagemakerOf(session);
  switch (job.kind) {
    case "ProcessingJob": {
      const { FailureReason, ExitMessage } = await client.send(
        new commands.DescribeProcessingJobCommand({ ProcessingJobName: job.name }),
      );
      const parts = new Set([FailureReason, ExitMessage].filter(Boolean));
      return [...parts].join("\n") || undefined;
    }
    case "TrainingJob": {
      const command = new commands.DescribeTrainingJobCommand({ TrainingJobName: job.name });
      return (await client.send(command)).FailureReason;
    }
    case "TransformJob": {
      const command = new commands.DescribeTransformJobCommand({ TransformJobName: job.name });
      return (await client.send(command)).FailureReason;
    }
  }
}

/** More than the reason of the step is a help only: who may not read logs still sees the reason. */
async function orNothing<T>(ask: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NacreError) return nothing;
    throw error;
  }
}
