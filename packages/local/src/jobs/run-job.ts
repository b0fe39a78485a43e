import { execFile } from "node:child_process";
import { open } from "node:fs/promises";
import { machineFailureReason } from "../retry/exceptions.ts";
import type { RunContext } from "../run-context.ts";
import { faultCode } from "../files.ts";
import { ownership } from "./container/container-command.ts";
import type { JobFolder } from "./job-folder.ts";
import { JobLog } from "./job-log.ts";
import { JobProcess, type JobProcessResult, type JobProcessRun } from "./job-process.ts";
import {
  jobInSandbox,
  startInContainer,
  startInSandbox,
  withVariables,
  type JobToStart,
} from "./job-start.ts";
import { serveBatch, type Served } from "./serving/serve-job.ts";
import { canLimitMemory } from "./memory-limit.ts";

/** A job that is ready to run in its folder. */
export interface Job extends JobToStart {
  /** The longest it may run, in seconds. */
  readonly maxRuntimeSeconds: number;
}

/** SageMaker's words for a job that its instance had not enough memory for. */
const outOfMemory =
  "ClientError: Please use an instance type with more memory, " +
  "or reduce the size of job data processed on an instance.";

/** 128 + SIGKILL */
const killedExitCode = 137;
/** A program does not end itself so: the system did, for want of memory, or somebody did. */
const killedFromOutside =
  "InternalServerError: The job was killed from outside, " +
  "by the system for want of memory or by somebody, exit code: 137";

/** What `unshare` says, and ends with 1, when the first process of its namespace was killed with SIGKILL. */
const unshareOfKilled = /^unshare: sigprocmask unblock failed/;

/** SageMaker keeps this much of what a job leaves in /opt/ml/output/failure and message. */
const longestMessage = 1024;

/** Where a job's lines go, and who is told of its process. */
export interface JobWatch {
  /** The step it belongs to. */
  readonly step: string;
  /** The file for its stdout and stderr. */
  readonly logFile: string;
  /** Told the process and when it started, as `killLeftOver` takes them, as soon as it is there. */
  readonly onStart?: (pid: number, pidStart: string | undefined) => void;
}

/** How a job ended. */
export interface JobExit {
  /** Its exit code; 128 plus the signal's number when a signal ended it. */
  readonly exitCode: number;
  /** Why it did not end by itself. */
  readonly stopped: JobProcessResult["stopped"];
  /** Why it failed, in SageMaker's words; undefined when it ended well or was stopped with the run. */
  readonly failureReason: string | undefined;
}

/** Runs a step's job to its end, its lines to the log file and the events. */
export async function runJob(
  context: RunContext,
  folder: JobFolder,
  job: Job,
  { step, logFile, onStart }: JobWatch,
): Promise<JobExit> {
  const { record, emit } = context;
  const log = new JobLog(logFile);
  let lastError = "";
  let result: Served;
  try {
    const running = await startJob(step, context, folder, job);
    result = await runToItsEnd(running, context, job, {
      maxRuntimeSeconds: job.maxRuntimeSeconds,
      get graceSeconds() {
        return context.graceSeconds;
      },
      memoryLimitBytes: job.container === undefined ? limitBytes(context) : undefined,
      signal: context.signal,
      onStart,
      onLine: (line, source) => {
        log.write(line);
        emit({ type: "log", step, line });
        if (source === "stderr" && line.trim() !== "") lastError = line.trim();
        const warning = job.ours === true ? /^WARNING: (.*)/.exec(line)?.[1] : undefined;
        if (warning !== undefined) record.warn(step, warning);
      },
    });
  } catch (error) {
    const isStart =
      error instanceof Error && "syscall" in error && String(error.syscall).startsWith("spawn");
    if (!isStart) throw error;
    const ofTheMachine = machineFailureReason({ message: error.message, code: faultCode(error) });
    const failureReason = ofTheMachine ?? `AlgorithmError: ${error.message}, exit code: 127`;
    return { exitCode: 127, stopped: undefined, failureReason };
  } finally {
    log.close();
  }
  if (log.fault !== undefined) {
    record.warn(step, `The log ${log.file} is not complete: ${String(log.fault)}`);
  }
  if (job.container !== undefined) {
    await ownFiles(job.container, context, folder);
    // The engine has seen to the limit; what it kills has this exit code.
    const isKilled = result.stopped === undefined && result.exitCode === 137;
    if (isKilled && context.memoryLimitMb !== undefined) {
      result = { ...result, stopped: "max-memory" };
    }
  }
  if (result.stopped === undefined && unshareOfKilled.test(lastError)) {
    result = { ...result, exitCode: killedExitCode };
  }
  const { exitCode, stopped } = result;
  if (stopped === "max-memory") {
    record.warn(step, `The job took more memory than its limit of ${context.memoryLimitMb} MB.`);
  }
  const failureReason = result.failureReason ?? (await reasonOf(result, job, folder, lastError));
  return { exitCode, stopped, failureReason };
}

/** Starts a job: in a container, in the process that waits for it, or in one of its own. */
async function startJob(
  step: string,
  context: RunContext,
  folder: JobFolder,
  job: Job,
): Promise<JobProcess> {
  const { container } = job;
  if (container !== undefined) {
    const engine = await context.containers();
    return JobProcess.spawn(startInContainer(engine, { ...job, container }, folder, context));
  }
  if (context.memoryLimitMb !== undefined && !canLimitMemory()) {
    context.record.warn(
      step,
      "Its memory is not limited: this machine does not tell how much a process has.",
    );
  }
  const asked = withVariables(job, context, folder.ml, context.runningJobs());
  const { signal, warm } = context;
  const waiting = await warm?.take(step, asked, folder, signal, job.maxRuntimeSeconds);
  if (waiting !== undefined) return waiting;
  const launcher = await context.launcher();
  if (launcher === undefined) return JobProcess.spawn(startInSandbox(context, asked, folder));
  const { env } = asked;
  return new JobProcess((onOutput) =>
    launcher.start({ ...jobInSandbox(context, asked, folder), env }, onOutput),
  );
}

/** Waits for a job's end; what only serves has its batch sent, and is ended then. */
async function runToItsEnd(
  running: JobProcess,
  context: RunContext,
  { container }: Job,
  options: JobProcessRun,
): Promise<Served> {
  if (container?.batch === undefined) return running.run(options);
  const engine = await context.containers();
  return serveBatch(running, options, engine, container.name, container.batch);
}

function limitBytes({ memoryLimitMb }: RunContext): number | undefined {
  return memoryLimitMb === undefined ? undefined : memoryLimitMb * 1_048_576;
}

/** Makes a container's files our own, where they are not. */
async function ownFiles(
  { image }: NonNullable<Job["container"]>,
  context: RunContext,
  { ml }: JobFolder,
): Promise<void> {
  const [program, ...args] = ownership(await context.containers(), { image, ml }) ?? [];
  if (program === undefined) return;
  // An image without chown: what then cannot be read, says so itself.
  await new Promise<void>((resolve) => execFile(program, args, () => resolve()));
}

async function reasonOf(
  result: JobProcessResult,
  job: Job,
  folder: JobFolder,
  lastError: string,
): Promise<string | undefined> {
  if (result.stopped === "aborted") return undefined;
  if (result.stopped === "max-runtime") {
    return `MaxRuntimeExceeded: the job ran longer than its MaxRuntimeInSeconds of ${job.maxRuntimeSeconds}.`;
  }
  if (result.stopped === "max-memory") return outOfMemory;
  if (result.exitCode === 0) return undefined;
  const said = await readMessage(folder, "failure");
  if (said === "" && result.exitCode === killedExitCode) return killedFromOutside;
  if (said === "" && isRuntimeFault(result, job, lastError)) {
    return `InternalServerError: What the job should run in could not be set up: ${lastError.slice(0, longestMessage)}`;
  }
  const text = said || lastError || "See job logs for more information";
  return `AlgorithmError: ${text.slice(0, longestMessage)}, exit code: ${result.exitCode}`;
}

/** The exit code of Docker and Podman when they fail themselves, not what they run. */
const containerFault = 125;
/** What sandboxes say last when they fail before the job; a program that is not there is the user's. */
const sandboxFault = /^(?:sandbox: |bwrap: (?!execvp)|unshare: (?!failed to execute))/;

/** Whether not the job failed, but what it should have run in. */
function isRuntimeFault({ exitCode }: JobProcessResult, job: Job, lastError: string): boolean {
  return job.container === undefined ? sandboxFault.test(lastError) : exitCode === containerFault;
}

/** What a job left in /opt/ml/output: its failure or its exit message; empty when nothing. */
export async function readMessage(folder: JobFolder, name: "failure" | "message"): Promise<string> {
  try {
    const file = await open(folder.path(`/opt/ml/output/${name}`));
    try {
      // Only as much as counts: the job may have written any amount.
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4 * longestMessage));
      return buffer.toString("utf8", 0, bytesRead).slice(0, longestMessage).trim();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (faultCode(error) === undefined) throw error;
    return "";
  }
}
