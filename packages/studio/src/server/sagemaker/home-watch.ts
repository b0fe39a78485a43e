import type { HomeChanges, HomeReader } from "@nacre/local";
import type { ChangeEvent, StepView } from "../../api.ts";
import type { ExecutionRef } from "../source.ts";
import type { ExecutionViews } from "./executions.ts";
import type { SageMaker } from "./sagemaker.ts";
import { homeStepView } from "./steps.ts";

/** Tells what changes in a home, each thing as it is when it is told. */
export function watchHome(
  home: HomeReader,
  sagemaker: SageMaker,
  executions: ExecutionViews,
  tell: (event: ChangeEvent) => void,
): () => void {
  const teller = new Teller(sagemaker, executions, tell);
  const end = home.watch((changes) => teller.add(changes));
  return () => {
    end();
    teller.close();
  };
}

type HomeStepChange = HomeChanges["steps"][number];

/**
 * What is to be told. However fast things change, it holds one entry for each thing: what changes again
 * before it is told is told once.
 */
class Teller {
  readonly #sagemaker: SageMaker;
  readonly #executions: ExecutionViews;
  readonly #tell: (event: ChangeEvent) => void;
  readonly #steps = new Map<string, HomeStepChange>();
  readonly #refs = new Map<string, ExecutionRef>();
  #isTelling = false;
  #isOpen = true;

  constructor(
    sagemaker: SageMaker,
    executions: ExecutionViews,
    tell: (event: ChangeEvent) => void,
  ) {
    this.#sagemaker = sagemaker;
    this.#executions = executions;
    this.#tell = tell;
  }

  add({ steps, executions, logs, registry, pipelines }: HomeChanges): void {
    for (const change of steps) this.#steps.set(`${change.id} ${change.step.name}`, change);
    for (const ref of executions) this.#refs.set(ref.id, ref);
    for (const log of logs) this.#send({ type: "log", ...log });
    if (registry) this.#send({ type: "registry" });
    if (pipelines) this.#send({ type: "pipelines" });
    if (!this.#isTelling) void this.#tellAll();
  }

  close(): void {
    this.#isOpen = false;
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    while (this.#isOpen && (this.#steps.size > 0 || this.#refs.size > 0)) {
      const steps = [...this.#steps.values()];
      const refs = [...this.#refs.values()];
      this.#steps.clear();
      this.#refs.clear();
      for (const change of steps) {
        // oxlint-disable-next-line no-await-in-loop -- they are told in the order of their changes
        this.#send(await this.#stepEvent(change));
      }
      for (const ref of refs) {
        // oxlint-disable-next-line no-await-in-loop -- they are told in the order of their changes
        this.#send(await this.#executionEvent(ref));
      }
    }
    this.#isTelling = false;
  }

  async #stepEvent({ pipeline, id, step }: HomeStepChange): Promise<ChangeEvent> {
    return { type: "step", pipeline, id, step: await this.#stepView({ pipeline, id }, step) };
  }

  async #stepView(ref: ExecutionRef, step: HomeStepChange["step"]): Promise<StepView> {
    try {
      const arn = await this.#sagemaker.executionArn(ref);
      const { steps } = await this.#executions.definition(arn, ref);
      return homeStepView(step, steps.get(step.name));
    } catch {
      // It was deleted meanwhile; the page will hear of that.
      return step;
    }
  }

  async #executionEvent(ref: ExecutionRef): Promise<ChangeEvent> {
    try {
      const execution = await this.#executions.summary(ref);
      return { type: "execution", pipeline: ref.pipeline, execution };
    } catch {
      // It was deleted meanwhile.
      return { type: "pipelines" };
    }
  }

  #send(event: ChangeEvent): void {
    if (this.#isOpen) this.#tell(event);
  }
}
