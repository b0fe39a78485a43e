import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeEvent } from "../../api.ts";
import type { ExecutionRef } from "../source.ts";
import { lastPart } from "./clients.ts";
import { type ExecutionViews, hasEnded } from "./executions.ts";
import { Memory } from "./limit.ts";
import type { ModelRegistry } from "./models.ts";
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

/** How the looks are spaced; a test takes shorter pauses. */
export interface PollPauses {
  readonly shortest: number;
  readonly longest: number;
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
    pauses: PollPauses = { shortest: shortestPause, longest: longestPause },
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

  /** Tells what changes until the function that it gives is called. */
  watch(tell: (event: ChangeEvent) => void): () => void {
    const end = new AbortController();
    void this.#run(tell, end.signal);
    return () => end.abort();
  }

  #note(asked: Memory<number>, key: string): void {
    const isNew = asked.get(key) === undefined;
    asked.set(key, Date.now());
    if (!isNew) return;
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  async #run(tell: (event: ChangeEvent) => void, end: AbortSignal): Promise<void> {
    const { shortest, longest } = this.#pauses;
    let pause = shortest;
    while (!end.aborted) {
      let isNews = false;
      const tellNews = (event: ChangeEvent): void => {
        // That a job may have printed is said at every look.
        if (event.type !== "log") isNews = true;
        if (!end.aborted) tell(event);
      };
      try {
        // oxlint-disable-next-line no-await-in-loop -- one look after the other
        await this.#look(tellNews);
        pause = isNews ? shortest : Math.min(pause * growth, longest);
      } catch {
        // Throttled, offline, or signed out: the page hears that when it asks for something.
        pause = longest;
      }
      const signal = AbortSignal.any([end, this.#wake.signal]);
      // oxlint-disable-next-line no-await-in-loop -- one look after the other
      await sleep(pause, undefined, { signal }).catch(() => {
        pause = shortest;
      });
    }
  }

  async #look(tell: (event: ChangeEvent) => void): Promise<void> {
    this.#looks += 1;
    const executions = recent(this.#asked.executions).map(refOf);
    await Promise.all([
      ...executions.map((ref) => this.#lookAtExecution(ref, tell)),
      ...recent(this.#asked.pipelines).map((name) => this.#lookAtPipeline(name, tell)),
    ]);
    if (this.#looks % looksPerList !== 0) return;
    const { PipelineSummaries = [] } = await this.#sagemaker.call("ListPipelines", {
      MaxResults: 100,
    });
    if (this.#isNews("pipelines", PipelineSummaries)) tell({ type: "pipelines" });
    if (recent(this.#asked.registry).length === 0) return;
    if (this.#isNews("registry", await this.#registry.groups())) tell({ type: "registry" });
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
      const execution = await this.#executions.summary(ref, arn);
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
    const definition = await this.#executions.definition(arn, ref);
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
