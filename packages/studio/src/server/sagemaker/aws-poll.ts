import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeEvent, ErrorView } from "../../api.ts";
import { errorAnswer } from "../errors/studio-error.ts";
import type { ExecutionRef } from "../source.ts";
import { lastPart } from "./clients.ts";
import { noDefinition } from "./definitions.ts";
import { type ExecutionViews, hasEnded } from "./executions.ts";
import { NotAllowed } from "../errors/faults.ts";
import { Memory } from "./limit.ts";
import type { ModelRegistry } from "./models.ts";
import { isNotThere } from "./not-there.ts";
import { Notes } from "./notes.ts";
import type { SageMaker } from "./sagemaker.ts";

/** The pause between two looks, in milliseconds: it grows while nothing changes. */
const shortestPause = 2_000;
const longestPause = 20_000;
const growth = 1.5;
/** What nobody has asked for so long is looked at no more, in milliseconds. */
const interestMs = 15 * 60_000;
/** So many things are looked at, those that were asked for last. */
const mostWatched = 8;
/** The lists of pipelines and models change rarely. In looks. */
const looksPerList = 5;

/** While the credentials are refused, which costs AWS nothing, in milliseconds. */
const refusedPause = 5_000;

/** How the looks are spaced; a test takes shorter pauses. */
export interface PollPauses {
  readonly shortest: number;
  readonly longest: number;
  /** While the credentials are refused. */
  readonly refused: number;
}

/**
 * Tells what changes in AWS, which tells nobody: by looking, only while someone listens, and only at
 * the pipelines and executions that were asked for lately.
 */
export class AwsPoll {
  readonly #sagemaker: SageMaker;
  readonly #executions: ExecutionViews;
  readonly #registry: ModelRegistry;
  readonly #pauses: PollPauses;
  readonly #asked = {
    pipelines: new Memory<number>(mostWatched),
    executions: new Memory<number>(mostWatched),
    registry: new Memory<number>(1),
  };
  readonly #seen = new Memory<string>(5_000);
  #wake = new AbortController();
  #looks = 0;

  constructor(
    sagemaker: SageMaker,
    executions: ExecutionViews,
    registry: ModelRegistry,
    pauses: PollPauses = { shortest: shortestPause, longest: longestPause, refused: refusedPause },
  ) {
    this.#sagemaker = sagemaker;
    this.#executions = executions;
    this.#registry = registry;
    this.#pauses = pauses;
  }

  /** Someone has asked for the executions of a pipeline. */
  notePipeline(name: string): void {
    this.#note(this.#asked.pipelines, name);
  }

  /** Someone has asked for an execution. */
  noteExecution({ pipeline, id }: ExecutionRef): void {
    this.#note(this.#asked.executions, `${pipeline}/${id}`);
  }

  /** Someone has asked for the model registry. */
  noteRegistry(): void {
    this.#note(this.#asked.registry, "");
  }

  /** Tells what changes until the function that it gives is called, and of each bug in a row once. */
  watch(tell: (event: ChangeEvent) => void, onBug: (error: unknown) => void): () => void {
    const end = new AbortController();
    void this.#run(tell, onBug, end.signal);
    return () => end.abort();
  }

  #note(asked: Memory<number>, key: string): void {
    const isNew = asked.get(key) === undefined;
    asked.set(key, Date.now());
    if (!isNew) return;
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  async #run(
    tell: (event: ChangeEvent) => void,
    onBug: (error: unknown) => void,
    end: AbortSignal,
  ): Promise<void> {
    const { shortest, longest, refused } = this.#pauses;
    let pause = shortest;
    let trouble: ErrorView | undefined;
    let bug: string | undefined;
    while (!end.aborted) {
      let isNews = false;
      const tellNews = (event: ChangeEvent): void => {
        // That a job may have printed is said at every look.
        if (event.type !== "log") isNews = true;
        if (!end.aborted) tell(event);
      };
      try {
        // oxlint-disable-next-line no-await-in-loop -- one look after the other
        await this.#look(tellNews, trouble !== undefined);
        bug = undefined;
        pause = isNews ? shortest : Math.min(pause * growth, longest);
        if (trouble !== undefined) {
          trouble = undefined;
          tellNews({ type: "trouble" });
          // What could not be read, and what changed meanwhile.
          tellNews({ type: "reset" });
        }
      } catch (error) {
        // What is not awaited any more may go as it likes.
        if (end.aborted) return;
        const { status, view } = errorAnswer(error) ?? { status: 500, view: undefined };
        if (view === undefined && String(error) !== bug) {
          bug = String(error);
          onBug(error);
        }
        pause = status === 403 ? refused : longest;
        // Throttling passes by itself.
        if (view !== undefined && status !== 429 && view.message !== trouble?.message) {
          trouble = view;
          tellNews({ type: "trouble", fault: view });
        }
      }
      const signal = AbortSignal.any([end, this.#wake.signal]);
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await sleep(pause, undefined, { signal }).catch(() => {
        pause = shortest;
      });
    }
  }

  /** @param isTried - whether one call shall tell first whether AWS answers again */
  async #look(tell: (event: ChangeEvent) => void, isTried: boolean): Promise<void> {
    this.#looks += 1;
    if (isTried) await this.#lookAtPipelines(tell);
    const { executions, pipelines, registry } = this.#asked;
    const looks = [
      ...recent(executions).map((key) =>
        this.#lookAt(executions, key, tell, () => this.#lookAtExecution(refOf(key), tell)),
      ),
      ...recent(pipelines).map((name) =>
        this.#lookAt(pipelines, name, tell, () => this.#lookAtPipeline(name, tell)),
      ),
    ];
    // What one of them cannot have does not keep the others.
    const failed = (await Promise.allSettled(looks)).find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    if (this.#looks % looksPerList !== 0) return;
    await this.#lookAtPipelines(tell);
    for (const key of recent(registry)) {
      // oxlint-disable-next-line no-await-in-loop -- there is one
      await this.#lookAt(registry, key, tell, async () => {
        if (this.#isNews("registry", await this.#registry.groups())) tell({ type: "registry" });
      });
    }
  }

  /** What was deleted is looked at no more; what is not allowed the page was told when it asked. */
  async #lookAt(
    asked: Memory<number>,
    key: string,
    tell: (event: ChangeEvent) => void,
    look: () => Promise<void>,
  ): Promise<void> {
    try {
      await look();
    } catch (error) {
      if (error instanceof NotAllowed) return;
      if (!isNotThere(error)) throw error;
      asked.delete(key);
      tell({ type: "pipelines" });
    }
  }

  async #lookAtPipelines(tell: (event: ChangeEvent) => void): Promise<void> {
    try {
      const { PipelineSummaries = [] } = await this.#sagemaker.call("ListPipelines", {
        MaxResults: 100,
      });
      if (this.#isNews("pipelines", PipelineSummaries)) tell({ type: "pipelines" });
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error;
    }
  }

  async #lookAtPipeline(pipeline: string, tell: (event: ChangeEvent) => void): Promise<void> {
    const { PipelineExecutionSummaries = [] } = await this.#sagemaker.call(
      "ListPipelineExecutions",
      {
        PipelineName: pipeline,
        SortBy: "CreationTime",
        SortOrder: "Descending",
        MaxResults: 20,
      },
    );
    const isFirst = this.#isNews(`pipeline ${pipeline}`, "seen");
    for (const { PipelineExecutionArn: arn = "", ...summary } of PipelineExecutionSummaries) {
      const isNews = this.#isNews(`status ${arn}`, summary.PipelineExecutionStatus);
      // What was there before the first look is what the page has just asked for.
      if (!isNews || isFirst) continue;
      const ref = { pipeline, id: lastPart(arn) };
      // oxlint-disable-next-line no-await-in-loop -- mostly there is one
      const execution = await this.#executions.summary(ref, arn).catch((error: unknown) => {
        // What could not be told is still news at the next look.
        this.#seen.delete(`status ${arn}`);
        throw error;
      });
      tell({ type: "execution", pipeline, execution });
    }
  }

  async #lookAtExecution(ref: ExecutionRef, tell: (event: ChangeEvent) => void): Promise<void> {
    const { pipeline, id } = ref;
    const arn = await this.#sagemaker.executionArn(ref);
    // One that has ended is looked at again when the list of its pipeline says that it goes on.
    const ended = this.#seen.get(`ended ${arn}`);
    if (ended !== undefined && ended === this.#seen.get(`status ${arn}`)) return;
    const execution = await this.#executions.summary(ref, arn);
    const notes = new Notes();
    const definition = await notes.ifAllowed(
      "The definition",
      () => this.#executions.definition(arn, ref),
      noDefinition,
    );
    for (const step of await this.#executions.steps(ref, arn, definition)) {
      if (this.#isNews(`${arn} ${step.name}`, step)) tell({ type: "step", pipeline, id, step });
      const mayPrint = step.status === "Executing" && step.jobArn !== undefined;
      if (mayPrint) tell({ type: "log", pipeline, id, step: step.name });
    }
    if (this.#isNews(`summary ${arn}`, execution)) tell({ type: "execution", pipeline, execution });
    this.#isNews(`status ${arn}`, execution.status);
    if (hasEnded(execution.status)) this.#isNews(`ended ${arn}`, execution.status);
  }

  /** Whether something is not as it was when it was last seen. */
  #isNews(key: string, value: unknown): boolean {
    const text = JSON.stringify(value ?? null);
    if (this.#seen.get(key) === text) return false;
    this.#seen.set(key, text);
    return true;
  }
}

function recent(asked: Memory<number>): string[] {
  const since = Date.now() - interestMs;
  return asked.keys().filter((key) => (asked.get(key) ?? 0) > since);
}

function refOf(text: string): ExecutionRef {
  const at = text.lastIndexOf("/");
  return { pipeline: text.slice(0, at), id: text.slice(at + 1) };
}
