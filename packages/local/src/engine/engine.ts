import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageSender } from "../callback/message-sender.ts";
import type { LocalConfig } from "../config/local-config.ts";
import { NacreError, type PipelineDefinition } from "@nacre/core";
import type { RunEvent } from "../execution.ts";
import type { ObjectStoreKind } from "../objects/open-objects.ts";
import { cureByFile } from "../preflight/missing-objects.ts";
import { randomToken } from "../random.ts";
import type { Database } from "../state/database.ts";
import { Engines } from "../state/engines.ts";
import { Executions, type ExecutionRecord, type NewStep } from "../state/executions.ts";
import { Steps } from "../state/steps.ts";
import type { SendMessage } from "./callback-desk.ts";
import { EngineLock, engineHasEnded, removeLock } from "./engine-lock.ts";
import { JobSlots } from "./job-slots.ts";
import { Released } from "./live-execution.ts";
import type { EngineParts } from "./load-execution.ts";
import { Means, type Internals } from "./means.ts";
import { RunningExecution, type EndedExecution } from "./running-execution.ts";
import { checkExecution, pipelineArn } from "./start-execution.ts";
import { SageMakerPolicies } from "./sagemaker-policies.ts";
import type { StepPolicies } from "./step-policies.ts";
import { sweep } from "./sweep.ts";

/** How an engine works. */
export interface EngineOptions extends Internals {
  /**
   * Which executions it takes up: `all` that nobody runs, those that others have started and those
   * whose engine died, as a server does; or only its `own`, which it is told to run.
   */
  readonly takesUp: "all" | "own";
  /** Told what happens in each execution. @default nobody */
  readonly onEvent?: (execution: string, event: RunEvent) => void;
  /** Told of faults of this package; the execution they happened in has failed. @default nobody */
  readonly onBug?: (error: unknown) => void;
  /** Caching, retries, and what a selective execution leaves out. @default SageMaker's */
  readonly policies?: StepPolicies;
  /** What stands for Lambda functions and queues. @default nothing */
  readonly config?: LocalConfig | undefined;
  /** Sends the messages of Callback steps. @default what the config names for the queue */
  readonly sendMessage?: SendMessage;
  /** How many jobs run at once, over all executions. @default 50 */
  readonly maxParallelJobs?: number;
  /**
   * Where S3 URIs lead to: a folder of the home, or S3.
   * @default "s3" where AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names an endpoint, else "folder"
   */
  readonly objectStore?: ObjectStoreKind | undefined;
}

/** An execution that is about to start. */
export interface StartCheck {
  /** The definition it will run. */
  readonly definition: PipelineDefinition;
  /** The pipeline's name. */
  readonly pipelineName: string;
  /** The region that its ARNs and jobs will be told. */
  readonly region: string;
  /** Parameter values as text; the others have their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The steps that are taken over from another execution instead of running. */
  readonly reused: ReadonlySet<string>;
  /** Its steps with the results that are taken over from another execution. @default none are */
  readonly chosen?: readonly NewStep[] | undefined;
}

/** How often an engine looks for what other processes have written, in milliseconds. */
const lookIntervalMs = 100;
/** How often it looks whether other engines have died: they cannot say so. In looks. */
const looksPerClaim = 10;
const defaultMaxParallelJobs = 50;

/**
 * Runs executions, any number at once, and goes on with those of engines that died. Any number of
 * engines, in any processes, may work on one home: each execution is run by one of them.
 */
export class Engine {
  /** Which it is among the engines of its home. */
  readonly id = randomToken(16);
  readonly #database: Database;
  readonly #options: EngineOptions;
  readonly #parts: EngineParts;
  readonly #executions: Executions;
  readonly #engines: Engines;
  readonly #running = new Map<string, RunningExecution>();
  #lock: EngineLock | undefined;
  #timer: NodeJS.Timeout | undefined;
  #seen = -1;
  #looks = 0;
  #closing = false;

  constructor(database: Database, options: EngineOptions) {
    this.#database = database;
    this.#options = options;
    this.#executions = new Executions(database);
    this.#engines = new Engines(database);
    this.#parts = {
      database,
      means: new Means(
        database.home,
        options,
        options.objectStore,
        asideOf(database.home, this.id),
        options.config,
      ),
      slots: new JobSlots(options.maxParallelJobs ?? defaultMaxParallelJobs),
      policies: options.policies ?? new SageMakerPolicies(database),
      sendMessage: options.sendMessage ?? messageSender(database.home, options.config),
    };
  }

  /** What jobs run with; shared with the checks before a start. */
  get means(): Means {
    return this.#parts.means;
  }

  /** The state that it works on. */
  get database(): Database {
    return this.#database;
  }

  /**
   * Refuses an execution that cannot run here, before anything of it is kept.
   *
   * @throws NacreError `LOCAL_UNSUPPORTED`, `LOCAL_OBJECT_MISSING`, `S3_URI_INVALID`, and what
   * `checkDefinition` and `resolveParameters` throw.
   */
  async check(given: StartCheck): Promise<void> {
    const { definition, parameters, pipelineName, region, reused, chosen } = given;
    const id = randomToken(12);
    const startTime = new Date();
    await checkExecution(this.#database, this.means, {
      definition,
      parameters,
      pipeline: pipelineName,
      pipelineArn: pipelineArn(region, pipelineName),
      id,
      startTime,
      objects: this.means.objects,
      cureOfMissing: cureByFile(this.means.objects),
      reused,
      chosen,
    });
  }

  /** Begins to work: takes up what it takes up, and looks for more. */
  async start(): Promise<void> {
    this.#lock = new EngineLock(this.#database.home, this.id);
    this.#engines.add(this.id);
    this.#forgetTheDead();
    if (this.#options.takesUp === "all") {
      this.#keepLooking();
      await sweep(this.#database).catch((error: unknown) => this.#options.onBug?.(error));
    }
    this.wake();
  }

  /** Looks at once for what was written: call it after a start, a stop, an update or an answer in this process. */
  wake(): void {
    this.#look(true);
  }

  /**
   * Whether another engine that lives runs an execution; where others live, such as a server's, they
   * have a moment to take it up.
   *
   * @throws NacreError `EXECUTION_UNKNOWN` when there is none with that id.
   */
  async isElsewhere(id: string): Promise<boolean> {
    const lives = (engine: string): boolean =>
      engine !== this.id && !engineHasEnded(this.#database.home, engine);
    if (this.#engines.ids().some(lives)) await sleep(3 * lookIntervalMs);
    const { engine } = this.#recordOf(id);
    return engine !== undefined && lives(engine);
  }

  /**
   * Runs one execution, or goes on with it, and waits for its end; one that has ended is left alone.
   *
   * @throws NacreError `EXECUTION_UNKNOWN` when there is none with that id, `EXECUTION_RUNNING` when
   * another engine that lives runs it.
   */
  async execute(id: string): Promise<EndedExecution> {
    if (this.#lock === undefined) throw new Error("the engine has not been started");
    const record = this.#recordOf(id);
    if (record.endTime === undefined && !this.#running.has(id)) {
      if (record.engine !== this.id && !this.#claim(id, record.engine)) throw alreadyRuns(id);
      this.#run(this.#recordOf(id));
    }
    const running = this.#running.get(id);
    if (running !== undefined) return running.ended;
    return { record, steps: new Steps(this.#database).ofExecution(id) };
  }

  /** Stops an execution, whoever runs it. */
  stop(id: string): ReturnType<Executions["requestStop"]> {
    const result = this.#executions.requestStop(id);
    this.wake();
    return result;
  }

  /**
   * Ends its work. What still runs is let go: its jobs are killed, and it goes on as soon as an engine
   * takes it up.
   */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    const running = [...this.#running];
    for (const [, execution] of running) execution.release();
    await Promise.allSettled(running.map(([, { ended }]) => ended));
    for (const [id] of running) this.#executions.release(id, this.id);
    await this.means.close();
    this.#forget(this.id);
    this.#lock?.release();
    this.#lock = undefined;
  }

  #recordOf(id: string): ExecutionRecord {
    const record = this.#executions.get(id);
    if (record !== undefined) return record;
    throw unknownExecution(id);
  }

  #keepLooking(): void {
    this.#timer ??= setInterval(() => {
      try {
        this.#look(false);
      } catch (error) {
        // Such as a full disk: the next look may do better.
        this.#options.onBug?.(error);
      }
    }, lookIntervalMs);
  }

  #look(always: boolean): void {
    // Without its lock others would take what it runs.
    if (this.#closing || this.#lock === undefined) return;
    this.#looks += 1;
    const writes = this.#database.otherWrites();
    const isNews = always || writes !== this.#seen;
    this.#seen = writes;
    if (isNews) this.#takeRequests();
    const takesAll = this.#options.takesUp === "all";
    if (takesAll && (isNews || this.#looks % looksPerClaim === 0)) this.#takeUp();
  }

  #takeRequests(): void {
    for (const { id, ...requests } of this.#executions.requests(this.id)) {
      this.#running.get(id)?.request(requests);
    }
    for (const execution of this.#running.values()) execution.lookForAnswers();
  }

  #takeUp(): void {
    const living = new Set<string>();
    let someDied = false;
    for (const { id, engine } of this.#executions.ofOthers(this.id)) {
      if (engine !== undefined && living.has(engine)) continue;
      if (this.#claim(id, engine)) {
        someDied ||= engine !== undefined;
        this.#run(this.#recordOf(id));
      } else if (engine !== undefined) living.add(engine);
    }
    if (someDied) this.#forgetTheDead();
  }

  /** Takes an execution that nobody has, or one whose engine has ended. */
  #claim(id: string, from: string | undefined): boolean {
    if (from !== undefined && !engineHasEnded(this.#database.home, from)) return false;
    return this.#executions.claim(id, this.id, from);
  }

  #forgetTheDead(): void {
    for (const id of this.#engines.ids()) {
      if (id === this.id || !engineHasEnded(this.#database.home, id)) continue;
      this.#forget(id);
      removeLock(this.#database.home, id);
    }
  }

  #forget(id: string): void {
    rmSync(asideOf(this.#database.home, id), { recursive: true, force: true });
    this.#engines.remove(id);
  }

  #run(record: ExecutionRecord): void {
    this.#keepLooking();
    const { id } = record;
    const running = new RunningExecution(record, this.#parts, (event) =>
      this.#options.onEvent?.(id, event),
    );
    this.#running.set(id, running);
    // Who waits for it gets its fault; nobody may be waiting.
    running.ended
      .catch((error: unknown) => {
        if (!(error instanceof Released)) this.#options.onBug?.(error);
      })
      .finally(() => {
        // While it closes, the list is what has to be let go; after a retry another run has its place.
        if (!this.#closing && this.#running.get(id) === running) this.#running.delete(id);
        const isIdle = this.#running.size === 0 && this.#options.takesUp === "own";
        if (!isIdle) return;
        clearInterval(this.#timer);
        this.#timer = undefined;
      });
  }
}

/** Where an engine writes files before it puts them in place: what it leaves there when it dies is of no use. */
function asideOf(home: string, id: string): string {
  return join(home, "tmp", id);
}

/** The fault of who names an execution that a home has not. */
export function unknownExecution(id: string): NacreError {
  return new NacreError("EXECUTION_UNKNOWN", `There is no execution ${id}.`, {
    help: "Take the id from the list of executions; each home has its own.",
  });
}

function alreadyRuns(id: string): NacreError {
  return new NacreError("EXECUTION_RUNNING", `Execution ${id} is being run by another process.`, {
    help: "Watch it, or stop it first.",
  });
}
