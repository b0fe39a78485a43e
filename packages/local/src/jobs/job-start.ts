import { existsSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pythonFolder } from "../python/python-folder.ts";
import type { RunContext } from "../run-context.ts";
import type { SandboxJob } from "../sandbox/sandbox.ts";
import { leadTo } from "../sandbox/path-rewriting.ts";
import { sharedFolder } from "../objects/open-objects.ts";
import { stateFolder } from "../state/database.ts";
import { containerCommand, type ContainerJob } from "./container/container-command.ts";
import type { ContainerEngine } from "./container/container-engine.ts";
import type { BatchTransform } from "./serving/batch-transform.ts";
import type { JobProcessStart } from "./spawned-process.ts";
import type { JobFolders, WarmJob } from "./warm/warm-pool.ts";

/** A job, as far as the start of its process depends on it. */
export interface JobToStart {
  /** Program and arguments, with paths as the job sees them. */
  readonly command: readonly string[];
  /** Its variables, besides those of every job. */
  readonly env: Readonly<Record<string, string>>;
  /** False cuts it off from the network. @default true */
  readonly network?: boolean;
  /** The image that it runs in, with its entrypoint and arguments; undefined for a Python process. */
  readonly container?: JobContainer | undefined;
  /** Marks a job of our own, whose lines `WARNING: …` on stderr are for the user. @default false */
  readonly ours?: boolean;
}

/** The container of a job. */
export interface JobContainer extends Pick<
  ContainerJob,
  "name" | "image" | "entrypoint" | "args" | "port"
> {
  /** The batch that is sent to it while it runs; undefined for one that ends by itself. */
  readonly batch?: BatchTransform | undefined;
}

/** What jobs are started with. */
export type JobMeans = Pick<RunContext, "home" | "sandbox" | "python" | "region">;

/** The interpreter; steps with jobs are not started without. */
function interpreter({ python }: Pick<JobMeans, "python">): string {
  if (python === undefined) throw new Error("no Python environment for a step with a job");
  return python;
}

/** The module command of one of our own jobs. */
export function ourJob(
  means: Pick<JobMeans, "python">,
  module: string,
  args: readonly string[] = [],
): Pick<JobToStart, "command" | "ours"> {
  return { command: [interpreter(means), "-m", module, ...args], ours: true };
}

/**
 * A job with all its variables.
 *
 * @param jobsAtOnce - how many share the processor, it included
 */
export function withVariables(
  job: JobToStart,
  means: JobMeans,
  ml: string,
  jobsAtOnce: number,
): WarmJob {
  const { command, network = true } = job;
  return {
    command,
    network,
    env: environment(job, means, means.sandbox.mlPath({ ml }), jobsAtOnce),
  };
}

/** How the process of a job is started in its folders. */
export function startInSandbox(
  means: JobMeans,
  job: WarmJob,
  folders: JobFolders,
): JobProcessStart {
  const { sandbox } = means;
  return {
    command: sandbox.command({ ...jobInSandbox(means, job, folders), scratch: folders.scratch }),
    depth: sandbox.depth,
    env: job.env,
  };
}

/** What a sandbox needs to know about a job. */
export function jobInSandbox(
  means: JobMeans,
  { command, network }: WarmJob,
  { ml, tmp }: Omit<JobFolders, "scratch">,
): Omit<SandboxJob, "scratch"> {
  const folders = [
    sharedFolder(means.home),
    join(means.home, "executions"),
    stateFolder(means.home),
  ];
  const hidden = folders.filter((folder) => existsSync(folder));
  const ownTmp = canHaveOwnTmp(interpreter(means)) ? tmp : undefined;
  return { ml, tmp: ownTmp, hidden, network, command };
}

/** How a job is started in a container of its image. */
export function startInContainer(
  engine: ContainerEngine,
  job: JobToStart & { readonly container: JobContainer },
  { ml }: Pick<JobFolders, "ml">,
  { region, memoryLimitMb }: Pick<RunContext, "region" | "memoryLimitMb">,
): JobProcessStart {
  const env = { AWS_REGION: region, AWS_DEFAULT_REGION: region, ...job.env };
  const network = job.network !== false;
  return {
    command: containerCommand(engine, { ...job.container, ml, env, network, memoryLimitMb }),
    depth: 0,
    // The client's own variables: where its engine is, and how it logs in.
    env: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
  };
}

/** A job can have its own /tmp unless something it needs lies in the machine's. */
function canHaveOwnTmp(python: string): boolean {
  const known = ownTmps.get(python);
  if (known !== undefined) return known;
  const needed = [python, realpathSync(python), pythonFolder()];
  const can = !needed.some((path) => path.startsWith("/tmp/"));
  ownTmps.set(python, can);
  return can;
}

/** By interpreter. */
const ownTmps = new Map<string, boolean>();

/** A job's variables. Not the user's own: a container would not have them either. */
function environment(
  job: JobToStart,
  means: JobMeans,
  ml: string,
  jobsAtOnce: number,
): Record<string, string> {
  const python = interpreter(means);
  const threads = Math.max(1, Math.floor(availableParallelism() / jobsAtOnce));
  const fixed: Record<string, string> = {
    PATH: [dirname(python), process.env["PATH"] ?? "/usr/bin:/bin"].join(delimiter),
    HOME: process.env["HOME"] ?? "/",
    LANG: "C.UTF-8",
    TZ: "UTC",
    PYTHONUNBUFFERED: "1",
    PYTHONNOUSERSITE: "1",
    AWS_REGION: means.region,
    AWS_DEFAULT_REGION: means.region,
    // Threads that spin while they wait slow the jobs beside them many times.
    OMP_NUM_THREADS: String(threads),
    OMP_WAIT_POLICY: "PASSIVE",
    ...(canHaveOwnTmp(python) ? {} : { TMPDIR: join(ml, "tmp") }),
    ...(job.ours === true ? { PYTHONPATH: pythonFolder() } : {}),
  };
  const own = Object.entries(job.env).map(([name, value]) => [name, leadTo(value, ml)]);
  return { ...fixed, ...Object.fromEntries(own) };
}
