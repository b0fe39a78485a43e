import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type PipelineDefinition, readDefinition } from "@nacre/core";
import type { StepExecution } from "../execution.ts";
import type { ObjectStoreKind } from "../objects/open-objects.ts";
import { Database, stateFile } from "../state/database.ts";
import { Executions } from "../state/executions.ts";
import { Steps } from "../state/steps.ts";
import { engineHasEnded } from "./engine-lock.ts";
import { stepExecution } from "./live-execution.ts";

/** An execution that has not ended, and that no process runs. */
export interface InterruptedExecution {
  /** Twelve lower-case letters and digits. */
  readonly id: string;
  /** The pipeline's name. */
  readonly pipelineName: string;
  /** When it started. */
  readonly startTime: Date;
  /** What it runs. */
  readonly definition: PipelineDefinition;
  /** Its steps as they were when it was interrupted. */
  readonly steps: readonly StepExecution[];
  /** Where its S3 URIs lead to, where its run said so. */
  readonly objectStore: ObjectStoreKind | undefined;
}

/**
 * The executions of a home that have not ended and that nobody runs, the oldest first: their process
 * was killed, or a service that had them has ended. `resume` goes on with one of them, `nacre serve`
 * with all.
 *
 * @param home - the folder with all state; one that is not there has none
 * @throws NacreError `LOCAL_HOME_UNUSABLE`, `LOCAL_STATE_NEWER`
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { interruptedExecutions } from "@nacre/local";
 *
 * const home = mkdtempSync(join(tmpdir(), "nacre-"));
 * console.assert(interruptedExecutions(home).length === 0);
 * ```
 */
export function interruptedExecutions(home: string): InterruptedExecution[] {
  const folder = resolve(home);
  if (!existsSync(stateFile(folder))) return [];
  const database = new Database(folder);
  try {
    const executions = new Executions(database);
    const steps = new Steps(database);
    return executions
      .notEnded()
      .filter(({ engine }) => engine === undefined || engineHasEnded(folder, engine))
      .map(({ id, pipeline, startTime, options }) => ({
        id,
        pipelineName: pipeline,
        startTime,
        definition: readDefinition(executions.definition(id) ?? ""),
        steps: steps.ofExecution(id).map((step) => stepExecution(folder, step)),
        objectStore: options.objectStore,
      }));
  } finally {
    database.close();
  }
}
