import type { PipelineDefinition } from "@nacre/core";
import type { Execution, RunOptions } from "./execution.ts";

/**
 * Runs a pipeline definition on this machine, whoever wrote it.
 *
 * @returns the execution, when it has ended; a step that fails gives the status `Failed`, it does not throw.
 */
export function run(definition: PipelineDefinition, options: RunOptions): Promise<Execution> {
  return Promise.reject(new Error(`not yet: ${definition.Version} ${options.home}`));
}
