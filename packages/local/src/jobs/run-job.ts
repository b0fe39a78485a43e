import { realpathSync } from "node:fs";
import { open } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pythonFolder } from "../python/python-folder.ts";
import { sharedFolder } from "../objects/open-objects.ts";
import type { RunContext } from "../run-context.ts";
import { leadTo } from "../sandbox/path-rewriting.ts";
import { faultCode } from "../store/files.ts";
import type { JobFolder } from "./job-folder.ts";
import { JobLog } from "./job-log.ts";
import { runJobProcess, type JobProcessResult } from "./job-process.ts";

/** A job that is ready to run in its folder. */
export interface Job {
  /** Program and arguments, with paths as the job sees them. */
  readonly command: readonly string[];
  /** Its variables, besides those of every job. */
  readonly env: Readonly<Record<string, string>>;
  /** The longest it may run, in seconds. */
  readonly maxRuntimeSeconds: number;
  /** False cuts it off from the network. @default true */
  readonly network?: boolean;
  /** Marks a job of our own, whose lines `WARNING: …` on stderr are for the user. @default false */
  readonly ours?: boolean;
}

/** SageMaker's words for a job that its instance had not enough memory for. */
const outOfMemory =
  "ClientError: Please use an instance type with more memory, " +
  "or reduce the size of job data processed on an instance.";

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
  const { record, sandbox, emit } = context;
  const log = new JobLog(logFile);
  let lastError = "";
  let result: JobProcessResult;
  try {
    const python = interpreter(context);
    const network = job.network !== false;
    const tmp = canHaveOwnTmp(python) ? folder.tmp : undefined;
    const hidden = [sharedFolder(context.home), join(context.home, "executions")];
    const ml = sandbox.mlPath(folder);
    result = await runJobProcess({
      command: sandbox.command({ ...folder.folders, tmp, hidden, network, command: job.command }),
      depth: sandbox.depth,
      env: environment(job, context, python, ml, tmp),
      maxRuntimeSeconds: job.maxRuntimeSeconds,
      graceSeconds: context.graceSeconds,
      memoryLimitBytes:
        context.memoryLimitMb === undefined ? undefined : context.memoryLimitMb * 1_048_576,
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
    const failureReason = `AlgorithmError: ${error.message}, exit code: 127`;
    return { exitCode: 127, stopped: undefined, failureReason };
  } finally {
    log.close();
  }
  if (log.fault !== undefined) {
    record.warn(step, `The log ${log.file} is not complete: ${String(log.fault)}`);
  }
  const { exitCode, stopped } = result;
  if (stopped === "max-memory") {
    record.warn(step, `The job took more memory than its limit of ${context.memoryLimitMb} MB.`);
  }
  return { exitCode, stopped, failureReason: await reasonOf(result, job, folder, lastError) };
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
  const text = said || lastError || "See job logs for more information";
  return `AlgorithmError: ${text.slice(0, longestMessage)}, exit code: ${result.exitCode}`;
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

/** The interpreter; steps with jobs are not started without. */
function interpreter({ python }: RunContext): string {
  if (python === undefined) throw new Error("no Python environment for a step with a job");
  return python;
}

/** The module command of one of our own jobs. */
export function ourJob(
  context: RunContext,
  module: string,
  args: readonly string[] = [],
): Pick<Job, "command" | "ours"> {
  return { command: [interpreter(context), "-m", module, ...args], ours: true };
}

/** A job can have its own /tmp unless something it needs lies in the machine's. */
function canHaveOwnTmp(python: string): boolean {
  const needed = [python, realpathSync(python), pythonFolder()];
  return !needed.some((path) => path.startsWith("/tmp/"));
}

/** A job's variables. Not the user's own: a container would not have them either. */
function environment(
  job: Job,
  context: RunContext,
  python: string,
  ml: string,
  tmp: string | undefined,
): Record<string, string> {
  const threads = Math.max(1, Math.floor(availableParallelism() / context.runningJobs()));
  const fixed: Record<string, string> = {
    PATH: [dirname(python), process.env["PATH"] ?? "/usr/bin:/bin"].join(delimiter),
    HOME: process.env["HOME"] ?? "/",
    LANG: "C.UTF-8",
    TZ: "UTC",
    PYTHONUNBUFFERED: "1",
    PYTHONNOUSERSITE: "1",
    AWS_REGION: context.region,
    AWS_DEFAULT_REGION: context.region,
    // Threads that spin while they wait slow the jobs beside them many times.
    OMP_NUM_THREADS: String(threads),
    OMP_WAIT_POLICY: "PASSIVE",
    ...(tmp === undefined ? { TMPDIR: join(ml, "tmp") } : {}),
    ...(job.ours === true ? { PYTHONPATH: pythonFolder() } : {}),
  };
  const own = Object.entries(job.env).map(([name, value]) => [name, leadTo(value, ml)]);
  return { ...fixed, ...Object.fromEntries(own) };
}
