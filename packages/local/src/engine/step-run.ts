import { join } from "node:path";
import type { JsonObject } from "@nacre/core";
import { JobFolder } from "../jobs/job-folder.ts";
import { removal } from "../jobs/container/container-command.ts";
import { killLeftOver } from "../jobs/left-over.ts";
import { arn, jobName } from "../jobs/names.ts";
import { runJob } from "../jobs/run-job.ts";
import type { PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";
import type { AttemptRecord, Attempts, AttemptUpdate } from "../state/attempts.ts";
import type { Jobs } from "../state/jobs.ts";
import type { StepUpdate } from "../state/steps.ts";
import { StepFailure, StepStopped } from "../step-failure.ts";
import { resolveArguments } from "../steps/common.ts";
import { jobRunner, plainRunner } from "../steps/index.ts";
import type { EndStep, JobRunner, JobRun, PlainRunner } from "../steps/step-runner.ts";
import { failureReasonOf, isFullDisk } from "./failure-reason.ts";
import { descriptionOfEnd, descriptionOfStart } from "./job-description.ts";
import type { JobSlots } from "./job-slots.ts";
import { Released, storedOutputs, storedPath, type LiveExecution } from "./live-execution.ts";
import type { StepPolicies, StepQuestion } from "./step-policies.ts";
import { waitUntil } from "./wait-until.ts";

/** What the runs of the steps of one execution share. */
export interface StepServices {
  /** The state of the execution. */
  readonly live: LiveExecution;
  /** What the steps themselves are given. */
  readonly context: RunContext;
  /** The attempts of all steps. */
  readonly attempts: Attempts;
  /** The jobs as the Describe operations find them. */
  readonly jobs: Jobs;
  /** How many jobs run at once. */
  readonly slots: JobSlots;
  /** Caching, retries and what is left out. */
  readonly policies: StepPolicies;
}

/**
 * Runs one step to its end, and keeps how far it is on the way, so that the next engine can go on from
 * there when this one dies.
 */
export class StepRun {
  readonly #step: PlannedStep;
  readonly #services: StepServices;
  /** The attempt under way, while there is one. */
  #attempt:
    { readonly number: number; readonly runner: JobRunner; readonly job: string } | undefined;
  #folder: JobFolder | undefined;

  constructor(step: PlannedStep, services: StepServices) {
    this.#step = step;
    this.#services = services;
  }

  /**
   * Runs it, or goes on with it.
   *
   * @throws Released when the engine let the execution go. Any other error is a bug; the step has failed.
   */
  async run(): Promise<void> {
    const { live, context } = this.#services;
    const { name } = this.#step;
    try {
      if (live.step(name).startTime === undefined) {
        const start: StepUpdate = { status: "Starting", startTime: new Date() };
        if (plainRunner(this.#step.type)?.isInstant === true) live.changeForNow(name, start);
        else live.change(name, start);
      }
      await this.#runAttempts();
    } catch (error) {
      if (error instanceof Released) throw error;
      const endTime = new Date();
      if (
        error instanceof StepStopped ||
        (context.signal.aborted && error === context.signal.reason)
      ) {
        await this.#end(
          { stopped: "aborted" },
          { status: "Stopped", endTime, retryTime: undefined },
        );
        return;
      }
      const reason = failureReasonOf(error);
      const failureReason = reason ?? `InternalServerError: ${String(error)}`;
      const metadata =
        this.#step.type === "Fail" ? { metadata: { Fail: { ErrorMessage: failureReason } } } : {};
      await this.#end(
        { failureReason },
        { status: "Failed", endTime, failureReason, retryTime: undefined, ...metadata },
      );
      if (reason === undefined) throw error;
    }
  }

  async #runAttempts(): Promise<void> {
    const { live, context, policies } = this.#services;
    const { name } = this.#step;
    const left = await this.#recover();
    if (left !== undefined) return this.#succeed(await this.#collect(left));
    for (;;) {
      /* oxlint-disable no-await-in-loop -- one attempt after the other */
      try {
        await waitUntil(live.step(name).retryTime, context.signal);
        if (context.signal.aborted) throw new StepStopped("the run was stopped");
        await this.#runOnce();
        return;
      } catch (error) {
        const reason = failureReasonOf(error);
        if (reason === undefined || error instanceof Released || context.signal.aborted)
          throw error;
        const failures = [...this.#failures(), reason];
        const record = live.step(name);
        const retryTime = policies.nextRetry({ step: this.#step, record, failures });
        if (retryTime === undefined) throw error;
        await this.#end({ failureReason: reason }, { retryTime });
      }
      /* oxlint-enable no-await-in-loop */
    }
  }

  /** Why earlier attempts failed, since the step last began. */
  #failures(): string[] {
    const { live, attempts } = this.#services;
    const { execution, name, startTime } = live.step(this.#step.name);
    return attempts.ofStep(execution, name).flatMap((attempt) => {
      const counts = attempt.stopped !== "lost" && attempt.startTime >= (startTime ?? 0);
      return counts && attempt.phase === "ended" ? (attempt.failureReason ?? []) : [];
    });
  }

  async #runOnce(): Promise<void> {
    const { context } = this.#services;
    const step = this.#step;
    const job = jobRunner(step.type);
    if (job !== undefined) return this.#runJob(job);
    const plain = plainRunner(step.type);
    if (plain === undefined) throw new Error(`no runner for steps of type ${step.type}`);
    const args = plain.resolvesItself ? step.args : await resolveArguments(step, context);
    if (await this.#takeFromCache(args)) return;
    await this.#runPlain(plain, args);
  }

  async #runPlain(runner: PlainRunner, args: JsonObject): Promise<void> {
    const end = await runner.run({ step: this.#step, args }, this.#services.context);
    await this.#succeed({ args: runner.resolvesItself === true ? undefined : args, end });
  }

  async #takeFromCache(args: JsonObject): Promise<boolean> {
    const { live, policies } = this.#services;
    const hit = await policies.lookUp(this.#question(args));
    if (hit === undefined) return false;
    const { source, properties, metadata, outputs } = hit;
    live.change(this.#step.name, {
      status: "Succeeded",
      endTime: new Date(),
      arguments: args,
      cacheSource: source,
      properties,
      metadata,
      outputs,
    });
    return true;
  }

  #question(args: JsonObject): StepQuestion {
    const { live, context } = this.#services;
    return { execution: live.record, step: this.#step, args, objects: context.objects };
  }

  async #runJob(runner: JobRunner): Promise<void> {
    const { live, context, slots } = this.#services;
    const step = this.#step;
    const name = jobName(context.executionId, step.name);
    const names = runner.variable === undefined ? {} : { [runner.variable]: name };
    const args = await resolveArguments(step, context, names);
    if (await this.#takeFromCache(args)) return;
    const giveBack = await slots.take(context.signal);
    if (giveBack === undefined) throw new StepStopped("the run was stopped");
    try {
      const run = await this.#beginAttempt(runner, name, args);
      const job = await runner.prepare(run, context);
      if (context.signal.aborted) throw new StepStopped("the run was stopped");
      const logFile = this.#logFile();
      live.change(step.name, { status: "Executing", logFile: storedPath(context.home, logFile) });
      const exit = await runJob(context, run.folder, job, {
        step: step.name,
        logFile,
        onStart: (pid, pidStart) => this.#note({ phase: "running", pid, pidStart }),
      });
      const { exitCode, stopped, failureReason } = exit;
      this.#note({ phase: "exited", exitCode, stopped, failureReason });
      await this.#succeed(await this.#collect({ runner, run, stopped, failureReason }));
    } finally {
      giveBack();
    }
  }

  /** Takes the outputs of a job that has ended. */
  async #collect({ runner, run, stopped, failureReason }: ExitedJob): Promise<Success> {
    const { live, context } = this.#services;
    if (stopped === "aborted") throw new StepStopped("the run was stopped");
    if (failureReason === undefined) {
      return { args: run.args, end: await runner.collect(run, context) };
    }
    // The job's failure is what counts, whatever is wrong with its outputs.
    const outputs = await runner.collectFailed?.(run, context).catch(() => []);
    if (outputs !== undefined && outputs.length > 0) {
      live.change(this.#step.name, { outputs: storedOutputs(context.home, outputs) });
    }
    throw new StepFailure(failureReason);
  }

  async #succeed({ args, end }: Success): Promise<void> {
    const { live, context, policies } = this.#services;
    const { name } = this.#step;
    const question = args === undefined ? undefined : this.#question(args);
    await this.#end({}, () => {
      const { properties, metadata, outcome, outputs = [] } = end();
      if (question !== undefined) policies.remember(question);
      return {
        status: "Succeeded",
        endTime: new Date(),
        retryTime: undefined,
        arguments: args,
        properties,
        outputs: storedOutputs(context.home, outputs),
        ...(outcome === undefined ? {} : { outcome }),
        metadata: metadata ?? live.step(name).metadata,
      };
    });
  }

  /** Ends the attempt and changes the step, in one transaction; then the job's folder may go. */
  async #end(ending: AttemptUpdate, change: StepUpdate | (() => StepUpdate)): Promise<void> {
    const { live } = this.#services;
    const { name } = this.#step;
    const work = (): StepUpdate => {
      const update = typeof change === "function" ? change() : change;
      return { ...update, ...this.#endAttempt(ending, update) };
    };
    try {
      live.change(name, work);
    } catch (error) {
      if (!isFullDisk(error)) throw error;
      // Most of what fills the disk may be the job's own.
      await this.#removeFolder();
      live.change(name, work, typeof change === "function" ? undefined : change);
    }
    this.#attempt = undefined;
    await this.#removeFolder();
  }

  #endAttempt(ending: AttemptUpdate, update: StepUpdate): StepUpdate {
    const { live, attempts, jobs } = this.#services;
    const { execution, name, attempts: count } = live.step(this.#step.name);
    const endTime = new Date();
    if (this.#attempt !== undefined) {
      const { runner, job, number } = this.#attempt;
      attempts.update(execution, name, number, { phase: "ended", endTime, ...ending });
      jobs.update(runner.resource, job, descriptionOfEnd(runner, update, ending, endTime));
      return {};
    }
    // Steps without a job have attempts only where a retry policy has to count them.
    if (ending.failureReason === undefined || update.retryTime === undefined) return {};
    const nothing = { jobName: undefined, jobArn: undefined, logFile: undefined };
    const attempt = count + 1;
    attempts.begin({ execution, step: name, attempt, startTime: endTime, ...nothing });
    attempts.update(execution, name, attempt, { phase: "ended", endTime, ...ending });
    return { attempts: attempt };
  }

  async #removeFolder(): Promise<void> {
    const folder = this.#folder;
    this.#folder = undefined;
    await folder?.remove();
  }

  async #beginAttempt(runner: JobRunner, name: string, args: JsonObject): Promise<JobRun> {
    const { live, context, attempts, jobs } = this.#services;
    const { executionId: execution, region, objects } = context;
    const number = live.step(this.#step.name).attempts + 1;
    const startTime = new Date();
    const job = { name, arn: arn(region, runner.resource, name), time: startTime };
    live.change(this.#step.name, () => {
      attempts.begin({
        execution,
        step: this.#step.name,
        attempt: number,
        jobName: name,
        jobArn: job.arn,
        logFile: storedPath(context.home, logFileOf(context, this.#step, number)),
        startTime,
      });
      jobs.begin({
        type: runner.resource,
        name,
        arn: job.arn,
        description: { ...args, ...descriptionOfStart(runner, startTime) },
        createdTime: startTime,
        execution,
        step: this.#step.name,
      });
      return {
        attempts: number,
        jobName: name,
        arguments: args,
        retryTime: undefined,
        metadata: { [runner.metadata]: { Arn: job.arn } },
      };
    });
    this.#attempt = { number, runner, job: name };
    this.#folder = await JobFolder.create(jobDirectory(context, name), objects);
    return { step: this.#step, args, job, folder: this.#folder, logFile: this.#logFile() };
  }

  #logFile(): string {
    return logFileOf(this.#services.context, this.#step, this.#attempt?.number ?? 1);
  }

  /** Notes how far the attempt is. Without room for it the run goes on: after a crash the job runs again. */
  #note(change: AttemptUpdate): void {
    const { live, context, attempts } = this.#services;
    const { number } = this.#attempt ?? {};
    if (number === undefined) return;
    try {
      live.write(() => attempts.update(context.executionId, this.#step.name, number, change));
    } catch (error) {
      if (!isFullDisk(error)) throw error;
    }
  }

  /**
   * Puts in order what an engine that died left of this step. A job that had ended is given back, to be
   * collected; one that had not is killed and forgotten.
   */
  async #recover(): Promise<ExitedJob | undefined> {
    const { live, context, attempts } = this.#services;
    const { execution, name, attempts: count, arguments: args } = live.step(this.#step.name);
    if (count === 0) return undefined;
    const last = attempts.ofStep(execution, name).at(-1);
    const runner = jobRunner(this.#step.type);
    if (last === undefined || last.phase === "ended" || runner === undefined) return undefined;
    const job = last.jobName ?? "";
    this.#attempt = { number: last.attempt, runner, job };
    this.#folder = JobFolder.open(jobDirectory(context, job), context.objects);
    if (last.phase === "exited" && args !== undefined) {
      const run = { step: this.#step, args, folder: this.#folder, logFile: this.#logFile() };
      return exitedJob(runner, last, run);
    }
    const end = context.runtime === "python" ? undefined : removal(await context.containers(), job);
    await killLeftOver({ pid: last.pid, pidStart: last.pidStart, jobName: job, end });
    await this.#end({ stopped: "lost" }, { status: "Starting" });
    return undefined;
  }
}

interface ExitedJob extends Pick<AttemptRecord, "stopped" | "failureReason"> {
  readonly runner: JobRunner;
  readonly run: JobRun;
}

interface Success {
  /** Undefined when its references were left to the runner. */
  readonly args: JsonObject | undefined;
  readonly end: EndStep;
}

function exitedJob(runner: JobRunner, attempt: AttemptRecord, run: Omit<JobRun, "job">): ExitedJob {
  const { jobName: name = "", jobArn = "", startTime: time, stopped, failureReason } = attempt;
  return { runner, run: { ...run, job: { name, arn: jobArn, time } }, stopped, failureReason };
}

function jobDirectory({ directory }: RunContext, job: string): string {
  return join(directory, "jobs", job);
}

function logFileOf({ directory }: RunContext, { name }: PlannedStep, attempt: number): string {
  return join(directory, "logs", `${name}-${attempt}.log`);
}
