import type { JsonObject } from "@nacre/core";
import { jobName } from "../jobs/names.ts";
import { runJob } from "../jobs/run-job.ts";
import type { PlannedStep } from "../plan.ts";
import type { AttemptUpdate } from "../state/attempts.ts";
import type { StepUpdate } from "../state/steps.ts";
import { StepFailure, StepStopped } from "../step-failure.ts";
import { resolveArguments } from "../steps/common.ts";
import { jobRunner, plainRunner } from "../steps/index.ts";
import type { EndStep, JobRunner, PlainRunner } from "../steps/step-runner.ts";
import { failureReasonOf, isFullDisk } from "./failure-reason.ts";
import { JobAttempt } from "./job-attempt.ts";
import { Released, storedOutputs, storedPath } from "./live-execution.ts";
import type { StepQuestion } from "./step-policies.ts";
import type { StepServices } from "./step-services.ts";
import { waitUntil } from "./wait-until.ts";

/**
 * Runs one step to its end, and keeps how far it is on the way, so that the next engine can go on from
 * there when this one dies.
 */
export class StepRun {
  readonly #step: PlannedStep;
  readonly #services: StepServices;
  /** The attempt under way, while there is one. */
  #attempt: JobAttempt | undefined;
  /** The removals of the folders of attempts that have ended: nothing has to wait for them. */
  readonly #removals: Promise<void>[] = [];

  constructor(step: PlannedStep, services: StepServices) {
    this.#step = step;
    this.#services = services;
  }

  /** Resolves when the folders of all its attempts that have ended are gone, to the bugs that this met. */
  async removed(): Promise<unknown[]> {
    const removals = await Promise.allSettled(this.#removals);
    return removals.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
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
        live.changeForNow(name, { status: "Starting", startTime: new Date() });
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
    await this.#recover();
    if (this.#attempt?.exited !== undefined) {
      return this.#succeed(await this.#collect(this.#attempt, this.#attempt.exited));
    }
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
      const attempt = JobAttempt.begin({ step, runner, args, name }, this.#services);
      this.#attempt = attempt;
      attempt.makeFolder();
      const { run } = attempt;
      const job = await runner.prepare(run, context);
      if (context.signal.aborted) throw new StepStopped("the run was stopped");
      const logFile = storedPath(context.home, run.logFile);
      // Kept with the number of its process.
      live.changeForNow(step.name, { status: "Executing", logFile });
      const exit = await runJob(context, run.folder, job, {
        step: step.name,
        logFile: run.logFile,
        onStart: (pid, pidStart) => attempt.note({ phase: "running", pid, pidStart }),
      });
      attempt.note({ phase: "exited", ...exit });
      await this.#succeed(await this.#collect(attempt, exit));
    } finally {
      giveBack();
    }
  }

  /** Takes the outputs of a job that has ended. */
  async #collect(
    { runner, run }: JobAttempt,
    { stopped, failureReason }: NonNullable<JobAttempt["exited"]>,
  ): Promise<Success> {
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
      await this.#attempt?.removeFolder();
      live.change(name, work, typeof change === "function" ? undefined : change);
    }
    const attempt = this.#attempt;
    this.#attempt = undefined;
    if (attempt === undefined) return;
    const removal = attempt.removeFolder();
    // Whoever waits for it is told.
    removal.catch(() => undefined);
    this.#removals.push(removal);
  }

  #endAttempt(ending: AttemptUpdate, update: StepUpdate): StepUpdate {
    if (this.#attempt !== undefined) {
      this.#attempt.end(ending, update);
      return {};
    }
    // Steps without a job have attempts only where a retry policy has to count them.
    if (ending.failureReason === undefined || update.retryTime === undefined) return {};
    const { live, attempts } = this.#services;
    const { execution, name, attempts: count } = live.step(this.#step.name);
    const nothing = { jobName: undefined, jobArn: undefined, logFile: undefined };
    const attempt = count + 1;
    const time = new Date();
    attempts.begin({ execution, step: name, attempt, startTime: time, ...nothing });
    attempts.update(execution, name, attempt, { phase: "ended", endTime: time, ...ending });
    return { attempts: attempt };
  }

  /**
   * Puts in order what an engine that died left of this step: a job that had ended is there to be
   * collected; one that had not is killed and forgotten.
   */
  async #recover(): Promise<void> {
    const left = JobAttempt.leftOf(this.#step, this.#services);
    this.#attempt = left;
    if (left === undefined || left.exited !== undefined) return;
    await left.kill();
    await this.#end({ stopped: "lost" }, { status: "Starting" });
  }
}

interface Success {
  /** Undefined when its references were left to the runner. */
  readonly args: JsonObject | undefined;
  readonly end: EndStep;
}
