import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { NacreError } from "@nacre/core";
import type { RunOptions } from "./execution.ts";
import { preflight, type Preflight } from "./preflight/preflight.ts";
import { ensurePythonEnvironment } from "./python/environment.ts";
import { chooseSandbox } from "./sandbox/choose-sandbox.ts";
import { pathRewriting } from "./sandbox/path-rewriting.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import { startsJob } from "./steps/index.ts";
import { faultCode } from "./store/files.ts";
import { sharedFolder, type ObjectStore } from "./store/object-store.ts";

/** What tests put in place of the real thing. */
export interface Internals {
  /** The interpreter of the jobs, instead of the environment that is made. */
  readonly python?: string;
  /** The sandbox, instead of the first that works. */
  readonly sandbox?: Sandbox;
}

/** What a run's jobs run with. */
export interface Means {
  /** How each gets its own /opt/ml. */
  readonly sandbox: Sandbox;
  /** The interpreter of their Python environment; undefined when no step needs one. */
  readonly python: string | undefined;
}

/** What has to be prepared. */
export interface Preparation extends Omit<Preflight, "sandbox"> {
  /** The folder with all state. */
  readonly home: string;
  /** What the caller asked for. */
  readonly options: RunOptions;
  /** What a test put in place. */
  readonly internals: Internals;
}

/**
 * Does all that comes before the first step: puts the objects, finds a sandbox, makes sure of the
 * Python environment, and refuses what cannot run.
 *
 * @throws NacreError as `run` says.
 */
export async function prepare(given: Preparation): Promise<Means> {
  const { home, steps, options, internals, store } = given;
  const needsJobs = steps.some(({ type }) => startsJob(type));
  if (!needsJobs) {
    await putObjects(store, options);
    await preflight({ ...given, sandbox: pathRewriting });
    return { sandbox: pathRewriting, python: undefined };
  }
  // The three take their time and do not need each other.
  const refusal = new AbortController();
  const signal = AbortSignal.any([refusal.signal, ...(options.signal ? [options.signal] : [])]);
  const python = Promise.resolve(internals.python ?? environment(options, signal));
  // Awaited below; until then its failure must not count as one that nobody handles.
  python.catch(() => undefined);
  try {
    const [sandbox] = await Promise.all([
      internals.sandbox ?? chooseSandbox(join(home, "tmp")),
      putObjects(store, options),
    ]);
    await preflight({ ...given, sandbox });
    if (sandbox === pathRewriting)
      options.onEvent?.({ type: "warning", message: rewritingWarning });
    return { sandbox, python: await python };
  } catch (error) {
    refusal.abort();
    // Whatever it says, it is stopped because of the first error.
    await Promise.allSettled([python]);
    throw error;
  }
}

const rewritingWarning =
  "This machine lets no process have an /opt/ml of its own. Jobs run without a sandbox: paths below " +
  "/opt/ml are rewritten inside Python, which is good for plain Python scripts only. On Linux, " +
  "install bubblewrap or allow user namespaces.";

async function environment({ python, onEvent }: RunOptions, signal: AbortSignal): Promise<string> {
  const ready = await ensurePythonEnvironment({
    ...(python === undefined ? {} : { python }),
    signal,
    onProgress: (message) => onEvent?.({ type: "environment", message }),
  });
  return ready.python;
}

/**
 * Makes the folders of a home and of an execution in it.
 *
 * @throws NacreError `LOCAL_HOME_UNUSABLE`
 */
export async function makeHome(home: string, directory: string): Promise<void> {
  try {
    const folders = [sharedFolder(home), join(directory, "s3"), join(home, "tmp")];
    await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  } catch (error) {
    throw asHomeFault(error, home);
  }
}

/** A fault of the file system during the preparation as what it is: the home's. */
export function asHomeFault(error: unknown, home: string): unknown {
  const code = faultCode(error);
  // Codes of Node itself (ERR_…) are faults of ours.
  if (error instanceof NacreError || code === undefined || code.startsWith("ERR_")) return error;
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  return new NacreError(
    isFull ? "LOCAL_DISK_FULL" : "LOCAL_HOME_UNUSABLE",
    isFull
      ? `There is no room left for the folder ${home}: ${code}.`
      : `The folder ${home} cannot be written: ${code}.`,
    {
      at: { file: home },
      help: isFull
        ? "Make room on its disk, or choose a folder on another one with --home."
        : "Choose another folder with --home.",
      cause: error,
    },
  );
}

async function putObjects(store: ObjectStore, { objects = [] }: RunOptions): Promise<void> {
  for (const object of objects) {
    /* oxlint-disable no-await-in-loop -- of two files for one URI the last one counts */
    if ("content" in object) {
      await store.put(object.uri, object.content);
      continue;
    }
    const { uri, file } = object;
    try {
      await access(file, constants.R_OK);
    } catch (error) {
      const code = faultCode(error) ?? String(error);
      throw new NacreError("LOCAL_FILE_MISSING", `${file} cannot be put under ${uri}: ${code}.`, {
        at: { file },
        help: "Name a file that can be read.",
        cause: error,
      });
    }
    await store.put(uri, file);
    /* oxlint-enable no-await-in-loop */
  }
}
