import type { SQLInputValue } from "node:sqlite";
import type { Database, Row } from "./database.ts";
import { orNull, RowReader, timeOrNull } from "./row-reader.ts";

/**
 * How far an attempt has come. `preparing`: its folder is being made. `running`: its process runs.
 * `exited`: the process has ended and its outputs are being taken. `ended`: the step knows the result.
 */
export type AttemptPhase = "preparing" | "running" | "exited" | "ended";

/**
 * Why an attempt did not end by itself: the execution was stopped, it ran longer or took more memory than allowed,
 * or the engine that ran it died (such an attempt is not charged to the step's retry policies).
 */
type AttemptStop = "aborted" | "max-runtime" | "max-memory" | "lost";

/** One attempt to run a step's job, as it is kept. */
export interface AttemptRecord {
  /** The execution's id. */
  readonly execution: string;
  /** The step's name. */
  readonly step: string;
  /** 1 for the first attempt of a step. */
  readonly attempt: number;
  /** The job's name. */
  readonly jobName: string | undefined;
  /** The job's ARN. */
  readonly jobArn: string | undefined;
  /** How far it has come. */
  readonly phase: AttemptPhase;
  /** The id of its process, while it runs and after. */
  readonly pid: number | undefined;
  /** What tells the process from a later one with the same id; undefined where the machine does not say. */
  readonly pidStart: string | undefined;
  /** The exit code, once the process has ended. */
  readonly exitCode: number | undefined;
  /** Why it did not end by itself. */
  readonly stopped: AttemptStop | undefined;
  /** Why it failed. */
  readonly failureReason: string | undefined;
  /** Its log file, relative to the home. */
  readonly logFile: string | undefined;
  /** When it started. */
  readonly startTime: Date;
  /** When it ended. */
  readonly endTime: Date | undefined;
}

/** An attempt that begins. */
export type NewAttempt = Pick<
  AttemptRecord,
  "execution" | "step" | "attempt" | "jobName" | "jobArn" | "logFile" | "startTime"
>;

/** What may change about an attempt; an absent member stays. */
export type AttemptUpdate = Partial<
  Pick<
    AttemptRecord,
    "phase" | "pid" | "pidStart" | "exitCode" | "stopped" | "failureReason" | "endTime"
  >
>;

/** The attempts of steps with jobs. */
export class Attempts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Notes an attempt that begins, in the phase `preparing`. */
  begin(attempt: NewAttempt): void {
    this.#database.run(
      `INSERT INTO attempts (execution, step, attempt, job_name, job_arn, phase, log_file, start_time)
       VALUES (?, ?, ?, ?, ?, 'preparing', ?, ?)`,
      attempt.execution,
      attempt.step,
      attempt.attempt,
      orNull(attempt.jobName),
      orNull(attempt.jobArn),
      orNull(attempt.logFile),
      attempt.startTime.getTime(),
    );
  }

  /** Changes an attempt. */
  update(execution: string, step: string, attempt: number, change: AttemptUpdate): void {
    const sets: (readonly [string, SQLInputValue])[] = [];
    if ("phase" in change) sets.push(["phase", orNull(change.phase)]);
    if ("pid" in change) sets.push(["pid", orNull(change.pid)]);
    if ("pidStart" in change) sets.push(["pid_start", orNull(change.pidStart)]);
    if ("exitCode" in change) sets.push(["exit_code", orNull(change.exitCode)]);
    if ("stopped" in change) sets.push(["stopped", orNull(change.stopped)]);
    if ("failureReason" in change) sets.push(["failure_reason", orNull(change.failureReason)]);
    if ("endTime" in change) sets.push(["end_time", timeOrNull(change.endTime)]);
    if (sets.length === 0) return;
    this.#database.run(
      `UPDATE attempts SET ${sets.map(([column]) => `${column} = ?`).join(", ")}
       WHERE execution = ? AND step = ? AND attempt = ?`,
      ...sets.map(([, value]) => value),
      execution,
      step,
      attempt,
    );
  }

  /** The attempts of a step, the first one first. */
  ofStep(execution: string, step: string): AttemptRecord[] {
    return this.#database
      .all(
        "SELECT * FROM attempts WHERE execution = ? AND step = ? ORDER BY attempt",
        execution,
        step,
      )
      .map(attemptRecord);
  }

  /** The log file of a job, as it is kept; undefined when there is none. */
  logFile(jobArn: string): string | undefined {
    const row = this.#database.get("SELECT log_file FROM attempts WHERE job_arn = ?", jobArn);
    return row === undefined ? undefined : new RowReader(row).optionalText("log_file");
  }

  /** The attempts of an execution that have not ended. */
  notEnded(execution: string): AttemptRecord[] {
    return this.#database
      .all(
        "SELECT * FROM attempts WHERE execution = ? AND phase <> 'ended' ORDER BY step, attempt",
        execution,
      )
      .map(attemptRecord);
  }
}

function attemptRecord(row: Row): AttemptRecord {
  const read = new RowReader(row);
  return {
    execution: read.text("execution"),
    step: read.text("step"),
    attempt: read.number("attempt"),
    jobName: read.optionalText("job_name"),
    jobArn: read.optionalText("job_arn"),
    // Only the phases and reasons of these types are ever written.
    phase: read.text("phase") as AttemptPhase,
    stopped: read.optionalText("stopped") as AttemptStop | undefined,
    pid: read.optionalNumber("pid"),
    pidStart: read.optionalText("pid_start"),
    exitCode: read.optionalNumber("exit_code"),
    failureReason: read.optionalText("failure_reason"),
    logFile: read.optionalText("log_file"),
    startTime: read.time("start_time"),
    endTime: read.optionalTime("end_time"),
  };
}
