import type { StepDefinition } from "@nacre/core";
import type { ObjectReader } from "@nacre/local";
import type { ExecutionSummaryView, StepView } from "../../api.ts";
import { defined } from "./clients.ts";
import type { KnownDefinition } from "./definitions.ts";
import type { ExecutionViews } from "./executions.ts";
import { Memory } from "./limit.ts";
import { type MetricsFile, metricsIn, propertyFilesOf } from "./metrics.ts";
import { Notes } from "./notes.ts";
import type { SageMaker } from "./sagemaker.ts";

/** The numbers of the property files of an execution. */
interface FoundMetrics {
  readonly metrics: ExecutionSummaryView["metrics"];
  readonly notes?: readonly string[];
}

/** How many executions' numbers are kept; they are asked for again by every search. */
const mostKept = 20_000;

/** The numbers of executions. */
export class ExecutionMetrics {
  readonly #sagemaker: SageMaker;
  readonly #executions: Pick<ExecutionViews, "definition" | "steps">;
  /** Of executions that have ended, by when. */
  readonly #ended = new Memory<FoundMetrics["metrics"]>(mostKept);

  constructor(sagemaker: SageMaker, executions: Pick<ExecutionViews, "definition" | "steps">) {
    this.#sagemaker = sagemaker;
    this.#executions = executions;
  }

  /** Those of an execution that has ended. */
  async of(execution: ExecutionSummaryView): Promise<FoundMetrics> {
    const { arn, endTime } = execution;
    const key = `${arn} ${endTime}`;
    const known = this.#ended.get(key);
    if (known !== undefined) return { metrics: known };
    const notes = new Notes();
    const definition = await notes.ifAllowed(
      "Metrics",
      () => this.#executions.definition(arn, execution),
      undefined,
    );
    if (definition === undefined) return { metrics: {}, ...defined({ notes: notes.texts }) };
    const found = await this.read(execution, definition);
    // What could not be read now may be readable later.
    if (found.notes === undefined) this.#ended.set(key, found.metrics);
    return found;
  }

  /**
   * Those of the steps that have succeeded.
   *
   * @param steps - where they are known already
   */
  async read(
    execution: ExecutionSummaryView,
    definition: KnownDefinition,
    steps?: readonly StepView[],
  ): Promise<FoundMetrics> {
    const notes = new Notes();
    const declared = [...definition.steps.values()].filter(
      ({ PropertyFiles = [] }) => PropertyFiles.length > 0,
    );
    if (declared.length === 0) return { metrics: {} };
    const read = async (): Promise<[string, number][]> => {
      const places = await this.#places(execution, definition, declared, steps);
      const found = await Promise.all(
        places.map(({ objects, file }) =>
          notes.ifAllowed("Metrics", () => metricsIn(objects, file), []),
        ),
      );
      return found.flat();
    };
    const numbers = await notes.ifAllowed("Metrics", read, []);
    return { metrics: Object.fromEntries(numbers), ...defined({ notes: notes.texts }) };
  }

  async #places(
    execution: ExecutionSummaryView,
    definition: KnownDefinition,
    declared: readonly StepDefinition[],
    known: readonly StepView[] | undefined,
  ): Promise<{ readonly objects: ObjectReader; readonly file: MetricsFile }[]> {
    const { id, arn } = execution;
    const { home } = this.#sagemaker.clients;
    if (home !== undefined) {
      return declared.flatMap((step) => {
        const { status, outputs = [], cacheSource } = home.outcome(id, step.Name) ?? {};
        if (status !== "Succeeded") return [];
        const objects = this.#sagemaker.objects(id, cacheSource);
        return propertyFilesOf(step, outputs).map((file) => ({ objects, file }));
      });
    }
    const steps = known ?? (await this.#executions.steps(execution, arn, definition));
    const found = declared.map(async (step) => {
      const { status, jobArn, cacheSource } = steps.find(({ name }) => name === step.Name) ?? {};
      if (status !== "Succeeded" || jobArn === undefined) return [];
      const job = await this.#sagemaker.job(jobArn, true);
      const objects = this.#sagemaker.objects(id, cacheSource);
      return propertyFilesOf(step, job?.outputs ?? []).map((file) => ({ objects, file }));
    });
    return (await Promise.all(found)).flat();
  }
}
