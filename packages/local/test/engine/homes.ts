import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeDefinition, type PipelineDefinition } from "@nacre/core";
import { onTestFinished } from "vitest";
import type { LocalConfig } from "../../src/config/local-config.ts";
import { Engine, type EngineOptions } from "../../src/engine/engine.ts";
import { Means } from "../../src/engine/means.ts";
import { startExecution, pipelineArn } from "../../src/engine/start-execution.ts";
import type { RunEvent } from "../../src/execution.ts";
import { putObjects } from "../../src/prepare.ts";
import { Attempts } from "../../src/state/attempts.ts";
import { Callbacks } from "../../src/state/callbacks.ts";
import { Database } from "../../src/state/database.ts";
import { Executions } from "../../src/state/executions.ts";
import { Pipelines } from "../../src/state/pipelines.ts";
import { Steps } from "../../src/state/steps.ts";
import { scriptObjects, systemPython, temporaryFolder } from "../pipelines.ts";

/** A home whose state is looked at from outside of all engines. */
export class Home {
  readonly folder: string;
  readonly database: Database;
  readonly executions: Executions;
  readonly steps: Steps;
  readonly attempts: Attempts;
  readonly callbacks: Callbacks;
  /** What the engines of this process told. */
  readonly events: RunEvent[] = [];

  constructor(folder = join(temporaryFolder(), "home")) {
    this.folder = folder;
    this.database = new Database(folder);
    this.executions = new Executions(this.database);
    this.steps = new Steps(this.database);
    this.attempts = new Attempts(this.database);
    this.callbacks = new Callbacks(this.database);
    afterwards(() => this.close());
  }

  /** Closes the connection. */
  close(): void {
    this.database.close();
  }

  /** Starts an engine in this process, with a connection of its own as another process has. */
  async engine(options: Partial<EngineOptions> = {}): Promise<Engine> {
    const database = new Database(this.folder);
    const engine = new Engine(database, {
      takesUp: "all",
      python: systemPython,
      onEvent: (_, event) => this.events.push(event),
      ...options,
    });
    await engine.start();
    afterwards(async () => {
      await engine.close();
      database.close();
    });
    return engine;
  }

  /** Starts an execution that no engine has yet. */
  async start(
    definition: PipelineDefinition,
    options: {
      readonly maxParallel?: number;
      readonly pipelineMaxParallel?: number;
      readonly config?: LocalConfig;
      readonly stopGraceSeconds?: number;
    } = {},
  ): Promise<string> {
    const { config } = options;
    const means = new Means(this.folder, { python: systemPython }, undefined, undefined, config);
    const pipelines = new Pipelines(this.database);
    const arn = pipelineArn("us-east-1", "P");
    return startExecution(this.database, means, {
      pipeline: "P",
      pipelineArn: arn,
      version: () => {
        if (pipelines.get("P") !== undefined) return 1;
        const nothing = { description: undefined, roleArn: "" };
        const text = writeDefinition(definition);
        const maxParallel = options.pipelineMaxParallel;
        pipelines.create({
          ...nothing,
          name: "P",
          arn,
          displayName: "P",
          maxParallel,
          definition: text,
        });
        return 1;
      },
      definition,
      parameters: {},
      maxParallel: options.maxParallel,
      options: { stopGraceSeconds: options.stopGraceSeconds ?? 5 },
      putObjects: (store) => putObjects(store, scriptObjects(definition)),
    });
  }

  /** The statuses of an execution's steps by name. */
  statuses(id: string): Record<string, string> {
    return Object.fromEntries(this.steps.ofExecution(id).map(({ name, status }) => [name, status]));
  }

  /** Waits until something holds of the state. */
  async until(holds: () => boolean, what = "something that did not come"): Promise<void> {
    for (let tries = 0; !holds(); tries += 1) {
      if (tries > 1500) throw new Error(`waited for ${what}`);
      // oxlint-disable-next-line no-await-in-loop -- another process writes it
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Waits until an execution has ended, and gives its status. */
  async end(id: string): Promise<string> {
    const ended = (): boolean => this.executions.get(id)?.endTime !== undefined;
    await this.until(ended, `the end of ${JSON.stringify(this.statuses(id))}`);
    return this.executions.get(id)?.status ?? "";
  }
}

/** What is to be done when a test, or all tests of a file that prepare together, have ended. */
const endings: (() => unknown)[] = [];

/** Does something when the test has ended; outside of a test, when {@link removed} is called. */
function afterwards(work: () => unknown): void {
  try {
    onTestFinished(async () => void (await work()));
  } catch {
    endings.push(work);
  }
}

/** Removes what was made outside of tests. */
export function removed(): void {
  for (const work of endings.splice(0)) work();
}

/** A folder that jobs see too, even those with a /tmp of their own; removed after the test. */
export function sharedWithJobs(): string {
  const folder = mkdtempSync("/var/tmp/nacre-test-");
  afterwards(() => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));
  return folder;
}

const program = fileURLToPath(new URL("engine-program.ts", import.meta.url));

/** An engine in a process of its own, which takes up all that nobody runs. */
export class EngineProcess {
  /** What it wrote to stderr. */
  stderr = "";
  /** When it has ended. */
  readonly ended: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #ready: Promise<unknown>;

  constructor(home: string, options: object = {}) {
    const content = JSON.stringify({ home, python: systemPython, ...options });
    const args = ["--conditions=@nacre/source", program, content];
    this.#child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child.stderr?.setEncoding("utf8").on("data", (part: string) => (this.stderr += part));
    this.ended = once(this.#child, "close");
    this.#ready = Promise.race([
      this.ended,
      ...(this.#child.stdout ? [once(this.#child.stdout, "data")] : []),
    ]);
    afterwards(() => this.kill());
  }

  /** Starts one and waits until it works. */
  static async start(home: string): Promise<EngineProcess> {
    const engine = new EngineProcess(home);
    await engine.#ready;
    return engine;
  }

  /** The process. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Kills it. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}
