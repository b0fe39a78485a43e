import { isAbsolute, join } from "node:path";
import { cacheKeyMembers, type JsonObject } from "@nacre/core";
import { explainExecution } from "../cache/explain-steps.ts";
import { explanationText } from "../cache/explain.ts";
import type { Objects } from "../objects/objects.ts";
import { Attempts, type AttemptRecord } from "../state/attempts.ts";
import type { Database } from "../state/database.ts";
import { Executions } from "../state/executions.ts";
import { Steps, type StepRecord } from "../state/steps.ts";
import { watchHome, type HomeListener, type HomeWatch } from "./home-changes.ts";
import { HomeExecutions } from "./home-executions.ts";
import {
  homeStep,
  type HomeAttempt,
  type HomeStep,
  type HomeStepDetail,
  type HomeStepOutcome,
} from "./home-step.ts";
import { ObjectFiles, type ObjectReader } from "./object-files.ts";

/** Reads from a home what the SageMaker API has no operation for. Nothing is changed. */
export class HomeReader {
  readonly #database: Database;
  readonly #objects: Objects;
  /** The executions, with all their parameters. */
  readonly executions: HomeExecutions;
  readonly #executions: Executions;
  readonly #steps: Steps;
  readonly #attempts: Attempts;
  readonly #watches = new Set<HomeWatch>();

  /** @param objects - the objects that all executions of the home share */
  constructor(database: Database, objects: Objects) {
    this.#database = database;
    this.#objects = objects;
    this.executions = new HomeExecutions(database);
    this.#executions = new Executions(database);
    this.#steps = new Steps(database);
    this.#attempts = new Attempts(database);
  }

  /** The folder of the home. */
  get path(): string {
    return this.#database.home;
  }

  /** All steps of an execution, in the order of its definition. */
  steps(execution: string): readonly HomeStep[] {
    return this.#steps.ofExecution(execution).map(homeStep);
  }

  /** What a step wrote and how it ended, without all that {@link step} asks for. */
  outcome(execution: string, name: string): HomeStepOutcome | undefined {
    const record = this.#steps.get(execution, name);
    if (record === undefined) return undefined;
    const { status, outputs } = record;
    const cacheSource = record.cacheSource ?? record.selectiveSource;
    return { status, outputs, ...(cacheSource === undefined ? {} : { cacheSource }) };
  }

  /** A step of an execution; undefined when it has none of that name. */
  step(execution: string, name: string): HomeStepDetail | undefined {
    const record = this.#steps.get(execution, name);
    if (record === undefined) return undefined;
    const cacheReason = this.#cacheReason(record);
    const resolved = record.arguments ?? conditionsOf(record);
    return {
      ...(resolved === undefined ? {} : { resolved }),
      outputs: record.outputs.map(({ name: output, uri }) => ({ name: output, uri })),
      attempts: this.#attempts.ofStep(execution, name).map(homeAttempt),
      ...(cacheReason === undefined ? {} : { cacheReason }),
      warnings: warningsOf(record),
    };
  }

  /** The log file of a job, one line of its output a line; undefined when the home has no such job. */
  logFile(jobArn: string): string | undefined {
    const file = this.#attempts.logFile(jobArn);
    if (file === undefined || isAbsolute(file)) return file;
    return join(this.#database.home, file);
  }

  /** The objects as an execution sees them, or without one as they are now. */
  objects(execution?: string): ObjectReader {
    const record = execution === undefined ? undefined : this.#executions.get(execution);
    const seen =
      record === undefined ? undefined : { id: record.id, since: record.startTime.getTime() };
    return new ObjectFiles(this.#database.home, this.#objects, seen);
  }

  /**
   * Tells what changes, whichever process changes it, until the function that it gives is called.
   * Looking is cheap and done every 50 ms.
   */
  watch(listener: HomeListener): () => void {
    const watch = watchHome(this.#database, listener);
    this.#watches.add(watch);
    return () => {
      watch.close();
      this.#watches.delete(watch);
    };
  }

  /** Looks for changes at once: for who knows that there are some. */
  look(): void {
    for (const watch of this.#watches) watch.look();
  }

  #cacheReason({ execution, name, type }: StepRecord): string | undefined {
    if (!Object.hasOwn(cacheKeyMembers, type)) return undefined;
    const { home } = this.#database;
    const explained = explainExecution(home, execution).find(({ step }) => step === name);
    return explained === undefined ? undefined : explanationText(explained.explanation);
  }
}

/** A Condition step has no arguments, but conditions with what their sides came to. */
function conditionsOf({ outcome }: StepRecord): JsonObject | undefined {
  if (outcome === undefined) return undefined;
  const Conditions = outcome.conditions.map(({ text, left, right, result }) => ({
    Condition: text,
    LeftValue: left,
    RightValue: right,
    Outcome: result ? "True" : "False",
  }));
  return { Conditions };
}

function homeAttempt(record: AttemptRecord): HomeAttempt {
  const { attempt, startTime, endTime, failureReason, jobArn } = record;
  return {
    attempt,
    startTime: startTime.getTime(),
    ...(endTime === undefined ? {} : { endTime: endTime.getTime() }),
    status: attemptStatus(record),
    ...(failureReason === undefined ? {} : { failureReason }),
    ...(jobArn === undefined ? {} : { jobArn }),
  };
}

function attemptStatus({ phase, stopped, failureReason }: AttemptRecord): string {
  if (phase !== "ended") return "Executing";
  if (stopped === "aborted" || stopped === "lost") return "Stopped";
  return failureReason === undefined && stopped === undefined ? "Succeeded" : "Failed";
}

/** How to answer a Callback step is said as long as that waits. */
function warningsOf({ warnings, callbackToken, endTime }: StepRecord): readonly string[] {
  if (callbackToken === undefined || endTime === undefined) return warnings;
  return warnings.filter((warning) => !warning.includes(callbackToken));
}
