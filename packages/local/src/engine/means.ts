import { join } from "node:path";
import { emptyConfig, type LocalConfig } from "../config/local-config.ts";
import type { RunEvent } from "../execution.ts";
import { findContainerEngine, type ContainerEngine } from "../jobs/container/container-engine.ts";
import type { Objects } from "../objects/objects.ts";
import { openObjects, type ObjectStoreKind } from "../objects/open-objects.ts";
import { ensurePythonEnvironment } from "../python/environment.ts";
import { findLauncher, type Launcher } from "../jobs/launcher/launcher.ts";
import { chooseSandbox } from "../sandbox/choose-sandbox.ts";
import { pathRewriting } from "../sandbox/path-rewriting.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** What a test puts in place of the real thing. */
export interface Internals {
  /** The interpreter of the jobs, instead of the environment that is made. */
  readonly python?: string;
  /** The sandbox, instead of the first that works; its own program starts each job. */
  readonly sandbox?: Sandbox;
  /** The program with Docker's commands, instead of the one that is found. */
  readonly containerProgram?: string;
}

/** How the Python environment is asked for. */
export interface PythonRequest {
  /** The Python that makes it, a command or a path. @default "python3" */
  readonly command: string | undefined;
  /** Stops the making. */
  readonly signal: AbortSignal;
  /** Told what is being done. */
  readonly emit: (event: RunEvent) => void;
}

/** What jobs run with: found or made when the first job needs it, and kept for all others. */
export class Means {
  /** The objects that all executions of the home share. */
  readonly objects: Objects;
  /** Where files are written before they are put in place. */
  readonly aside: string;
  /** What stands for Lambda functions and queues. */
  readonly config: LocalConfig;
  readonly #internals: Internals;
  #sandbox: Promise<Sandbox> | undefined;
  #launcher: Promise<Launcher | undefined> | undefined;
  #containers: Promise<ContainerEngine> | undefined;
  readonly #pythons = new Map<string, string>();

  /**
   * @param objectStore - where S3 URIs lead to; by default S3 where the environment names an endpoint,
   * else the folder of the home
   * @param aside - where files are written before they are put in place, on the home's file system
   * @param config - what stands for Lambda functions and queues
   */
  constructor(
    home: string,
    internals: Internals = {},
    objectStore?: ObjectStoreKind,
    aside: string = join(home, "tmp"),
    config: LocalConfig = emptyConfig,
  ) {
    this.config = config;
    this.aside = aside;
    this.#internals = internals;
    this.objects = openObjects({ home, kind: objectStore, aside });
  }

  /**
   * How each job gets its own /opt/ml.
   *
   * @param needed - false when there is no job: then none is looked for
   */
  sandbox(needed = true): Promise<Sandbox> {
    if (!needed) return Promise.resolve(pathRewriting);
    this.#sandbox ??=
      this.#internals.sandbox === undefined
        ? chooseSandbox(this.aside)
        : Promise.resolve(this.#internals.sandbox);
    // None could be tried, as on a full disk: the next one who needs it tries again.
    this.#sandbox.catch(() => (this.#sandbox = undefined));
    return this.#sandbox;
  }

  /**
   * What starts jobs in the sandbox's namespaces without its program; undefined where that cannot be.
   *
   * @param python - the interpreter of the jobs
   */
  async launcher(python: string): Promise<Launcher | undefined> {
    const known = this.#launcher;
    // Another caller may have seen it first, and have one made.
    if ((await known)?.isGone === true && this.#launcher === known) this.#launcher = undefined;
    this.#launcher ??= this.#findLauncher(python);
    return this.#launcher;
  }

  async #findLauncher(python: string): Promise<Launcher | undefined> {
    if (this.#internals.sandbox !== undefined) return undefined;
    // Why there is no sandbox, they are told who ask for it.
    const sandbox = await this.sandbox().catch(() => undefined);
    return sandbox && findLauncher(sandbox, python, this.aside);
  }

  /** Ends what was started to be there for jobs. */
  async close(): Promise<void> {
    (await this.#launcher)?.close();
  }

  /**
   * The engine of containers.
   *
   * @throws NacreError `CONTAINER_RUNTIME_NOT_FOUND`
   */
  containers(): Promise<ContainerEngine> {
    this.#containers ??= findContainerEngine(this.#internals.containerProgram);
    return this.#containers;
  }

  /**
   * The interpreter of the jobs' Python environment, which is made when it is not there.
   *
   * @throws NacreError `PYTHON_NOT_FOUND`, `PYTHON_TOO_OLD`, `PYTHON_INSTALL_FAILED`
   */
  async python({ command, signal, emit }: PythonRequest): Promise<string> {
    const known = this.#internals.python ?? this.#pythons.get(command ?? "");
    if (known !== undefined) return known;
    const { python } = await ensurePythonEnvironment({
      ...(command === undefined ? {} : { python: command }),
      signal,
      onProgress: (message) => emit({ type: "environment", message }),
    });
    this.#pythons.set(command ?? "", python);
    return python;
  }
}
