import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { JobProcess, type JobProcessResult } from "../../src/jobs/job-process.ts";
import type { JobProcessStart } from "../../src/jobs/spawned-process.ts";
import { WarmPool, type JobFolders, type WarmJob } from "../../src/jobs/warm/warm-pool.ts";
import { ensurePythonEnvironment } from "../../src/python/environment.ts";
import { pythonFolder } from "../../src/python/python-folder.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { temporaryFolder } from "../machine.ts";

/** Where a job's script lies, as the job sees it. */
export const scriptPath = "/opt/ml/processing/code/probe.py";

/** The interpreter of the jobs. */
export const { python } = await ensurePythonEnvironment();

/** A job's end, with what it wrote. */
export type Ended = JobProcessResult & { lines: string[] };

/** What may differ from a plain job that runs the script. */
export interface Changes {
  readonly job?: Partial<WarmJob>;
  /** Files below the job's `/opt/ml`. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A job that can be run with and without waiting. */
export class WarmBench {
  readonly root = temporaryFolder();
  readonly pool: WarmPool;
  readonly job: WarmJob;
  readonly #sandbox: Sandbox;
  readonly #script: string;

  constructor(sandbox: Sandbox, script: string, { job = {} }: Changes = {}) {
    this.#sandbox = sandbox;
    this.#script = script;
    this.job = {
      command: [python, scriptPath, "--a", "b c"],
      network: true,
      ...job,
      env: { PATH: process.env["PATH"] ?? "", LANG: "C.UTF-8", ...job.env },
    };
    this.pool = new WarmPool(join(this.root, "warm"), (started, folders) =>
      this.start(started, folders),
    );
    onTestFinished(() => this.pool.dispose());
  }

  /** How a job is started in its folders. */
  start({ command, network, env }: WarmJob, folders: JobFolders): JobProcessStart {
    // Where this repository lies in /tmp, a job that has one of its own would not see it.
    const tmp = `${python} ${pythonFolder()}`.includes("/tmp/") ? undefined : folders.tmp;
    const job = { ...folders, tmp, hidden: [], network, command };
    return { command: this.#sandbox.command(job), depth: this.#sandbox.depth, env };
  }

  /** Starts a waiting process for the job. */
  prepare(step = "A"): boolean {
    return this.pool.prepare(step, this.job, { path: scriptPath, text: this.#script });
  }

  /** Makes a job's folders, with its files. */
  folders(files: Readonly<Record<string, string>> = {}): JobFolders {
    const root = join(this.root, "jobs", "one");
    const folders = {
      ml: join(root, "ml"),
      tmp: join(root, "tmp"),
      scratch: join(root, "sandbox"),
    };
    for (const path of [join(folders.ml, "tmp"), folders.tmp, folders.scratch]) {
      mkdirSync(path, { recursive: true });
    }
    const all = { "processing/code/probe.py": this.#script, ...files };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folders.ml, path)), { recursive: true });
      writeFileSync(join(folders.ml, path), text);
    }
    return folders;
  }

  /** Runs the job as a step does: in the process that waits, or in one of its own. */
  async run(
    { job = {}, files = {} }: Changes = {},
    longestSeconds = 60,
  ): Promise<Ended & { wasWarm: boolean }> {
    const asked = { ...this.job, ...job, env: { ...this.job.env, ...job.env } };
    const folders = this.folders(files);
    const signal = new AbortController().signal;
    const warm = await this.pool.take("A", asked, folders, signal, longestSeconds);
    const lines: string[] = [];
    const result = await (warm ?? JobProcess.spawn(this.start(asked, folders))).run({
      maxRuntimeSeconds: 60,
      graceSeconds: 5,
      signal,
      onLine: (line) => lines.push(line),
    });
    return { ...result, lines, wasWarm: warm !== undefined };
  }
}
