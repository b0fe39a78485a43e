import { mkdirSync, rmSync } from "node:fs";
import { readdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import { availableParallelism, freemem } from "node:os";
import { delimiter, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { pythonFolder } from "../../python/python-folder.ts";
import { randomToken } from "../../random.ts";
import { faultCode } from "../../files.ts";
import type { JobProcess } from "../job-process.ts";
import type { JobProcessStart } from "../spawned-process.ts";
import { plainPython } from "./plain-python.ts";
import { WarmProcess, type ScriptHead } from "./warm-process.ts";

/** The folders of a job. */
export interface JobFolders {
  /** What it sees as `/opt/ml`. */
  readonly ml: string;
  /** What it may see as `/tmp`. */
  readonly tmp: string;
  /** Empty, for the sandbox. */
  readonly scratch: string;
}

/** A job as its sandbox is told of it. */
export interface WarmJob {
  /** Program and arguments, with paths as the job sees them. */
  readonly command: readonly string[];
  /** All variables of the job. */
  readonly env: Readonly<Record<string, string>>;
  /** False cuts it off from the network. */
  readonly network: boolean;
}

/** How a process is started for a job in its folders. */
export type StartIn = (job: WarmJob, folders: JobFolders) => JobProcessStart;

/** Variables that only name the job: no module looks at them while it is imported. */
const naming = new Set([
  "PROCESSING_JOB_ARN",
  "TRAINING_JOB_NAME",
  "TRAINING_JOB_ARN",
  "TRANSFORM_JOB_NAME",
]);

/** What the machine must have free for one more waiting process; numpy, pandas, scikit-learn and XGBoost take a third of it. */
const neededBytes = 768 * 1_048_576;

/** setTimeout takes no longer delay: 24.8 days. */
const longestTimerMs = 2_147_483_647;

/** One core is for the steps that run. */
const mostWaiting = availableParallelism() - 1;

/** The waiting processes of all pools of this process. */
let waiting = 0;

interface Waiting {
  readonly job: WarmJob;
  readonly head: ScriptHead;
  readonly folders: JobFolders;
  readonly process: WarmProcess;
}

/**
 * Python processes of the steps to come, each in its own sandbox with the folder that its job will have,
 * that import modules while they wait. There are always fewer of them than processor cores, and none
 * where memory is short. A waiting process that does not fit its job in every respect is ended, and the job
 * starts as it does without.
 */
export class WarmPool {
  readonly #folder: string;
  readonly #startIn: StartIn;
  readonly #waiting = new Map<string, Waiting>();
  readonly #ending = new Set<Promise<void>>();

  /**
   * @param folder - is made; removed by {@link dispose} with all in it. On one disk with the jobs' folders.
   * @param startIn - as a job's process is started without the pool
   */
  constructor(folder: string, startIn: StartIn) {
    this.#folder = folder;
    this.#startIn = startIn;
    // What a killed engine left.
    rmSync(folder, { recursive: true, force: true });
  }

  /** Whether there is room for one more: without, a caller need not find out about its job. */
  get hasRoom(): boolean {
    return waiting < mostWaiting && freemem() > (waiting + 1) * neededBytes;
  }

  /** The steps whose processes wait. */
  get steps(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  /**
   * Starts a step's process, unless there is no room or its start may depend on its job.
   *
   * @returns whether it waits
   */
  prepare(step: string, job: WarmJob, head: ScriptHead): boolean {
    if (!this.hasRoom || this.#waiting.has(step) || !canWait(job)) return false;
    const root = join(this.#folder, randomToken(10));
    const folders = {
      ml: join(root, "ml"),
      tmp: join(root, "tmp"),
      scratch: join(root, "sandbox"),
    };
    // With what modules may look for while they are imported: a folder for temporary files.
    for (const path of [join(folders.ml, "tmp"), folders.tmp, folders.scratch]) {
      mkdirSync(path, { recursive: true });
    }
    const start = this.#startIn(job, folders);
    const { PYTHONPATH } = start.env;
    const paths = [join(pythonFolder(), "nacre_warm"), ...(PYTHONPATH ? [PYTHONPATH] : [])];
    const env = { ...start.env, PYTHONPATH: paths.join(delimiter) };
    this.#waiting.set(step, {
      job,
      head,
      folders,
      process: new WarmProcess({ ...start, env }, head),
    });
    waiting += 1;
    return true;
  }

  /**
   * The process that waits for a step, with the step's job running in it. The job's folders stay where
   * they are, with what is in them, but are the ones that the process has had from its start.
   *
   * @param longestSeconds - how long it may still take to import what it imports; as in a run without
   * waiting, a module that never comes must not keep the job for ever
   * @returns undefined when there is none that fits; the job then has to be started
   */
  async take(
    step: string,
    job: WarmJob,
    folders: Omit<JobFolders, "scratch">,
    signal: AbortSignal,
    longestSeconds: number,
  ): Promise<JobProcess | undefined> {
    const found = this.#remove(step);
    if (found === undefined) return undefined;
    const kill = (): void => this.#end(found);
    signal.addEventListener("abort", kill, { once: true });
    const timer = setTimeout(kill, Math.min(longestSeconds * 1000, longestTimerMs));
    try {
      const isReady =
        !signal.aborted &&
        fits(found.job, job) &&
        (await isSameScript(found.head, folders.ml)) &&
        (await found.process.isInPlace()) &&
        (await isUnused(found.folders)) &&
        (await takePlace(found.folders.ml, folders.ml)) &&
        (await takePlace(found.folders.tmp, folders.tmp));
      if (!isReady) {
        kill();
        return undefined;
      }
      const { args } = plainPython(job.command) ?? { args: [] };
      const names = Object.entries(job.env).filter(([name]) => naming.has(name));
      const isRunning = await found.process.go(args, Object.fromEntries(names));
      return isRunning ? found.process.process : undefined;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", kill);
    }
  }

  /** Ends the process of a step that will not run. */
  drop(step: string): void {
    const found = this.#remove(step);
    if (found !== undefined) this.#end(found);
  }

  /** Ends all processes that wait, and removes the folder. */
  async dispose(): Promise<void> {
    for (const step of this.steps) this.drop(step);
    await Promise.all(this.#ending);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 2 });
  }

  #remove(step: string): Waiting | undefined {
    const found = this.#waiting.get(step);
    if (this.#waiting.delete(step)) waiting -= 1;
    return found;
  }

  #end({ process }: Waiting): void {
    const ending = process.kill().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}

/** Whether nothing that a job's process does before it runs its script depends on the job's folder. */
function canWait({ command, env }: WarmJob): boolean {
  const { PYTHONPATH } = env;
  return (
    plainPython(command) !== undefined &&
    (PYTHONPATH === undefined || PYTHONPATH === pythonFolder()) &&
    !Object.entries(env).some(([name, value]) => decidesStart(name) || namesFolder(name, value))
  );
}

/** Variables that the loader, or Python before its first module, reads. */
function decidesStart(name: string): boolean {
  return name.startsWith("LD_") || name === "PYTHONHOME" || name === "PYTHONINSPECT";
}

/** A module may look into a folder that a variable names; SageMaker's own name the job's. */
function namesFolder(name: string, value: string): boolean {
  return value.includes("/opt/ml") && name !== "TMPDIR" && !/^(SM|SAGEMAKER)_/.test(name);
}

/** Whether a process that was started for one job is as good as one started for another. */
function fits(started: WarmJob, job: WarmJob): boolean {
  const [before, now] = [plainPython(started.command), plainPython(job.command)];
  const unnamed = ({ env }: WarmJob): object =>
    Object.fromEntries(Object.entries(env).filter(([name]) => !naming.has(name)));
  return (
    started.network === job.network &&
    isDeepStrictEqual(before?.program, now?.program) &&
    isDeepStrictEqual(unnamed(started), unnamed(job))
  );
}

/** Whether the script whose head was imported is the one that lies in the job's folder now. */
async function isSameScript({ path, text }: ScriptHead, ml: string): Promise<boolean> {
  if (path === "") return true;
  const file = join(ml, path.slice("/opt/ml".length));
  return (await readFile(file, "utf8").catch(() => undefined)) === text;
}

/** Whether no module has left a file while it was imported: it may want it again. */
async function isUnused({ ml, tmp }: JobFolders): Promise<boolean> {
  const left = await Promise.all([readdir(ml), readdir(join(ml, "tmp")), readdir(tmp)]);
  return left.flat().join() === "tmp";
}

/**
 * Puts a folder in the place of another one, with what was in that: a sandbox has its folder by what it
 * is, not by its path.
 *
 * @returns false when nothing was changed, because the two are on different disks
 */
async function takePlace(folder: string, place: string): Promise<boolean> {
  const old = `${folder}.old`;
  try {
    await rename(place, old);
  } catch (error) {
    if (faultCode(error) === "EXDEV") return false;
    throw error;
  }
  const names = await readdir(old);
  await Promise.all(names.map((name) => rename(join(old, name), join(folder, name))));
  await rename(folder, place);
  await rmdir(old);
  return true;
}
