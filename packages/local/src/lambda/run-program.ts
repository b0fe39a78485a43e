import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import type { JsonObject } from "@nacre/core";
import { JobLog } from "../jobs/job-log.ts";
import { runJobProcess, type JobProcessResult } from "../jobs/job-process.ts";
import { faultCode } from "../files.ts";

/** A program of the user's that is run once on this machine, outside of all sandboxes. */
export interface ProgramRun {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Whether it reads its input and writes its output itself, by the files that its variables name. */
  readonly takesFiles: boolean;
  /** The folder to start it in. */
  readonly cwd: string;
  /** Its variables, besides a path, a home and the region. Not the user's own: they may hold credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** The longest it may run, in seconds. */
  readonly timeout: number;
  /** What it reads as JSON. */
  readonly input: JsonObject;
  /** A folder that is made for the run, and removed after it. */
  readonly folder: string;
  /** The file for what it prints besides its output. */
  readonly logFile: string;
  /** The region it is told. */
  readonly region: string;
  /** The time between SIGTERM and SIGKILL when it is stopped, in seconds. */
  readonly graceSeconds: number;
  /** Stops it. */
  readonly signal: AbortSignal;
  /** Told every line that it prints besides its output. */
  readonly onLine: (line: string) => void;
}

/** How a program ended. */
export interface ProgramEnd extends JobProcessResult {
  /** What it gave; empty when it gave nothing. */
  readonly output: string;
  /** The last line that it printed besides. */
  readonly lastLine: string;
}

/** Input and output are files, so that neither can be blocked. */
const redirect = 'exec "$@" <"$NACRE_EVENT" >"$NACRE_RESULT"';

/** Runs a program to its end. It ends with the process that started it, however that ends. */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const { folder } = run;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const log = new JobLog(run.logFile);
  try {
    const [eventFile, resultFile] = [join(folder, "event.json"), join(folder, "result.json")];
    await writeFile(eventFile, JSON.stringify(run.input));
    let lastLine = "";
    const result = await start(run, eventFile, resultFile, (line) => {
      log.write(line);
      run.onLine(line);
      if (line.trim() !== "") lastLine = line.trim();
    });
    return { ...result, output: await readText(resultFile), lastLine };
  } finally {
    log.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function start(
  run: ProgramRun,
  eventFile: string,
  resultFile: string,
  onLine: (line: string) => void,
): Promise<JobProcessResult> {
  const shell = run.takesFiles ? [] : ["sh", "-c", redirect, "sh"];
  const [file = "", ...args] = [...shell, ...run.command];
  return runJobProcess({
    command: { file, args, env: {}, cwd: run.cwd },
    depth: 0,
    env: {
      PATH: [dirname(process.execPath), process.env["PATH"] ?? "/usr/bin:/bin"].join(delimiter),
      HOME: process.env["HOME"] ?? "/",
      LANG: "C.UTF-8",
      TZ: "UTC",
      PYTHONUNBUFFERED: "1",
      AWS_REGION: run.region,
      AWS_DEFAULT_REGION: run.region,
      ...run.environment,
      NACRE_EVENT: eventFile,
      NACRE_RESULT: resultFile,
    },
    maxRuntimeSeconds: run.timeout,
    graceSeconds: run.graceSeconds,
    signal: run.signal,
    onLine,
  });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (faultCode(error) === undefined) throw error;
    return "";
  }
}
