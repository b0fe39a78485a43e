import { join } from "node:path";
import type { JsonObject } from "@nacre/core";
import { removal } from "../jobs/container/container-command.ts";
import { JobFolder } from "../jobs/job-folder.ts";
import { killLeftOver } from "../jobs/left-over.ts";
import { arn } from "../jobs/names.ts";
import type { PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import type { AttemptRecord, AttemptUpdate } from "../state/attempts.ts";
import type { StepUpdate } from "../state/steps.ts";
import { jobRunner } from "../steps/index.ts";
import type { JobIdentity, JobRun, JobRunner } from "../steps/step-runner.ts";
import { isFullDisk } from "./failure-reason.ts";
import { descriptionOfEnd, descriptionOfStart } from "./job-description.ts";
import { storedPath } from "./live-execution.ts";
import type { StepServices } from "./step-services.ts";

/** What an attempt is made of. */
interface Parts {
  readonly step: PlannedStep;
  readonly runner: JobRunner;
  readonly args: JsonObject;
  readonly number: number;
  readonly job: JobIdentity;
}

/** One attempt to run a step's job: its row in the state, its job's description, its folder. */
export class JobAttempt {
  /** How steps of its type are run. */
  readonly runner: JobRunner;
  /** What the runner is given. */
  readonly run: JobRun;
  /** How the job ended, when the attempt was taken over from an engine that died after that. */
  readonly exited: Pick<AttemptRecord, "stopped" | "failureReason"> | undefined;
  readonly #services: StepServices;
  readonly #parts: Parts;

  private constructor(parts: Parts, services: StepServices, exited?: JobAttempt["exited"]) {
    const { step, runner, args, number, job } = parts;
    const { directory, objects, signal } = services.context;
    const folder = JobFolder.open(jobDirectory(services.context, job.name), objects, signal);
    this.#parts = parts;
    this.#services = services;
    this.runner = runner;
    this.exited = exited;
    this.run = { step, args, job, folder, logFile: logFileOf(directory, step.name, number) };
  }

  /** Begins an attempt, in the phase `preparing`; its folder is not there yet. */
  static begin(
    { step, runner, args, name }: Omit<Parts, "number" | "job"> & { readonly name: string },
    services: StepServices,
  ): JobAttempt {
    const { live, context, attempts, jobs } = services;
    const { executionId: execution, home, region, directory } = context;
    const number = live.step(step.name).attempts + 1;
    const time = new Date();
    const job = { name, arn: arn(region, runner.resource, name), time };
    const shared = { execution, step: step.name };
    live.change(step.name, () => {
      attempts.begin({
        ...shared,
        attempt: number,
        jobName: name,
        jobArn: job.arn,
        logFile: storedPath(home, logFileOf(directory, step.name, number)),
        startTime: time,
      });
      jobs.begin({
        ...shared,
        type: runner.resource,
        name,
        arn: job.arn,
        description: { ...args, ...descriptionOfStart(runner, time) },
        createdTime: time,
      });
      return {
        attempts: number,
        jobName: name,
        arguments: args,
        retryTime: undefined,
        metadata: { [runner.metadata]: { Arn: job.arn } },
      };
    });
    return new JobAttempt({ step, runner, args, number, job }, services);
  }

  /** The attempt that an engine which died left of a step; undefined when it left none. */
  static leftOf(step: PlannedStep, services: StepServices): JobAttempt | undefined {
    const record = services.live.step(step.name);
    const runner = jobRunner(step.type);
    if (record.attempts === 0 || runner === undefined) return undefined;
    const last = services.attempts.ofStep(record.execution, step.name).at(-1);
    if (last === undefined || last.phase === "ended") return undefined;
    const { attempt: number, jobName: name = "", jobArn = "", startTime: time, phase } = last;
    const args = record.arguments ?? {};
    const parts = { step, runner, args, number, job: { name, arn: jobArn, time } };
    return new JobAttempt(parts, services, phase === "exited" ? last : undefined);
  }

  /** Makes the folder of the job. */
  makeFolder(): void {
    const { context } = this.#services;
    JobFolder.create(jobDirectory(context, this.#parts.job.name), context.objects);
  }

  /** Kills whatever is left of its job. */
  async kill(): Promise<void> {
    const { live, attempts, context } = this.#services;
    const { step, job, number } = this.#parts;
    const record = attempts
      .ofStep(live.record.id, step.name)
      .find(({ attempt }) => attempt === number);
    const end =
      context.runtime === "python" ? undefined : removal(await context.containers(), job.name);
    const { pid, pidStart } = record ?? {};
    await killLeftOver({ pid, pidStart, jobName: job.name, end });
  }

  /** Notes how far it is. Without room for it the run goes on: after a crash the job runs again. */
  note(change: AttemptUpdate): void {
    const { live, attempts } = this.#services;
    const { step, number } = this.#parts;
    try {
      live.writeOf(step.name, () => attempts.update(live.record.id, step.name, number, change));
    } catch (error) {
      if (!isFullDisk(error)) throw error;
    }
  }

  /** Ends it, inside the transaction that changes its step. */
  end(ending: AttemptUpdate, update: StepUpdate): void {
    const { live, attempts, jobs } = this.#services;
    const { step, runner, number, job } = this.#parts;
    const endTime = new Date();
    attempts.update(live.record.id, step.name, number, { phase: "ended", endTime, ...ending });
    jobs.update(runner.resource, job.name, descriptionOfEnd(runner, update, ending, endTime));
  }

  /** Removes the job's folder; what cannot be removed is told, and removed with the execution's last. */
  async removeFolder(): Promise<void> {
    try {
      await this.run.folder.remove();
    } catch (error) {
      const text = `The folder of the job ${this.#parts.job.name} stays: ${String(error)}`;
      this.#services.live.warn(this.#parts.step.name, text);
    }
  }
}

function jobDirectory({ directory }: RunContext, job: string): string {
  return join(directory, "jobs", job);
}

function logFileOf(directory: string, step: string, attempt: number): string {
  return join(directory, "logs", `${step}-${attempt}.log`);
}
