import type { PlaceView, StepView } from "../../api.ts";
import { type ExecutionRef, NotThere } from "../source.ts";
import type { ExecutionViews } from "./executions.ts";
import { isFault } from "../errors/faults.ts";
import type { SageMaker } from "./sagemaker.ts";

/** How many things that are there are named instead of one that is not. */
const mostNamed = 5;

/** Names that a pipeline may have. */
const pipelineName = /^[a-z0-9](-*[a-z0-9]){0,255}$/i;

/** Whether the API says that something is not there. */
export function isNotThere(error: unknown): boolean {
  if (isFault(error, "ResourceNotFound")) return true;
  // Some operations say it in words alone.
  return (
    isFault(error, "ValidationException") &&
    error instanceof Error &&
    /does not exist|not found/i.test(error.message)
  );
}

/** Reads something of a pipeline; without the pipeline, says which ones are there. */
export async function orNoPipeline<T>(
  sagemaker: SageMaker,
  name: string,
  read: () => Promise<T>,
): Promise<T> {
  try {
    // No other name reaches the API, which would refuse it in words of its own.
    if (pipelineName.test(name)) return await read();
  } catch (error) {
    if (error instanceof NotThere || !isNotThere(error)) throw error;
    // It may have been a version of it that is not there.
    if (await isPipeline(sagemaker, name)) throw error;
  }
  throw await noPipeline(sagemaker, name);
}

/** Reads something of an execution; without it, says which ones are there. */
export async function orNoExecution<T>(
  sagemaker: SageMaker,
  executions: ExecutionViews,
  ref: ExecutionRef,
  read: () => Promise<T>,
): Promise<T> {
  const { pipeline } = ref;
  return orNoPipeline(sagemaker, pipeline, async () => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof NotThere || !isNotThere(error)) throw error;
      const newest = await executions.recent(pipeline);
      throw new NotThere(
        `There is no execution ${ref.id} of ${pipeline}.`,
        newest.slice(0, mostNamed).map(({ id }) => ({ pipeline, id })),
        "Executions are deleted with their pipeline.",
      );
    }
  });
}

/** That an execution has no such step. */
export function noStep(ref: ExecutionRef, name: string, steps: readonly StepView[]): NotThere {
  const exists = steps.slice(0, mostNamed).map((step) => ({ ...ref, step: step.name }));
  return new NotThere(`Execution ${ref.id} has no step ${JSON.stringify(name)}.`, exists);
}

async function isPipeline(sagemaker: SageMaker, name: string): Promise<boolean> {
  try {
    await sagemaker.call("DescribePipeline", { PipelineName: name });
    return true;
  } catch (error) {
    if (isNotThere(error)) return false;
    throw error;
  }
}

async function noPipeline(sagemaker: SageMaker, name: string): Promise<NotThere> {
  const { home, region } = sagemaker.clients;
  return new NotThere(
    `There is no pipeline ${JSON.stringify(name.slice(0, 256))} in ${home === undefined ? region : "this home"}.`,
    await likePipelines(sagemaker, name),
    home === undefined
      ? "`nacre studio --region REGION` shows another region."
      : "`nacre run` in the folder of a pipeline makes it; `nacre studio --home FOLDER` shows another home.",
  );
}

/** Those that begin alike, else the newest. */
async function likePipelines(sagemaker: SageMaker, name: string): Promise<PlaceView[]> {
  const beginning = /^[a-z0-9]+/i.exec(name.slice(0, Math.ceil(name.length / 2)))?.[0];
  for (const PipelineNamePrefix of new Set([beginning, undefined])) {
    // oxlint-disable-next-line no-await-in-loop -- the second only when the first finds none
    const { PipelineSummaries = [] } = await sagemaker.call("ListPipelines", {
      PipelineNamePrefix,
      SortBy: "CreationTime",
      SortOrder: "Descending",
      MaxResults: mostNamed,
    });
    const found = PipelineSummaries.flatMap(({ PipelineName }) => PipelineName ?? []);
    if (found.length > 0) return found.map((pipeline) => ({ pipeline }));
  }
  return [];
}
