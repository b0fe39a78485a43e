import { NacreError, serviceMessage, validateStart, type JsonObject } from "@nacre/core";
import type { Handlers } from "../context.ts";
import { keptDefinition } from "../definition.ts";
import { validationFault } from "../fault.ts";
import { optionalObject, optionalText, requiredText } from "../input.ts";
import { parametersIn } from "./parameters.ts";
import { findPipeline } from "./find.ts";
import { maxParallelIn } from "./pipelines.ts";
import { versionNumber } from "./pipeline-versions.ts";
import { stepsToRun } from "./selected-steps.ts";

/** StartPipelineExecution. */
export const startHandlers: Handlers = {
  async StartPipelineExecution(input, call) {
    if (optionalText(input, "RoleArn") !== undefined) {
      throw validationFault(
        "RoleArn cannot be specified for a pipeline that you created: its executions use the " +
          "pipeline's role.",
      );
    }
    const pipeline = findPipeline(requiredText(input, "PipelineName"), call);
    const number = versionNumber(input, pipeline, call);
    const text = call.pipelines.version(pipeline.name, number)?.definition ?? "";
    const definition = keptDefinition(text);
    const message = serviceMessage(validateStart(input, definition), input);
    if (message !== undefined) throw validationFault(message);
    const parameters = parametersIn(input);
    const selective = optionalObject(input, "SelectiveExecutionConfig");
    const started: JsonObject[] = [];
    await checked(() =>
      call.engine.start({
        pipeline,
        version: number,
        definition,
        definitionText: text,
        parameters,
        steps: stepsToRun(definition, selective, pipeline.name, call),
        displayName: optionalText(input, "PipelineExecutionDisplayName"),
        description: optionalText(input, "PipelineExecutionDescription"),
        maxParallel: maxParallelIn(input),
        selective,
        alsoKeep: (executionArn) => {
          // It may have been deleted meanwhile.
          findPipeline(pipeline.name, call);
          const output = { PipelineExecutionArn: executionArn };
          call.keepAnswer(output);
          started.push(output);
        },
      }),
    );
    call.engine.wake();
    return started[0] ?? {};
  },
};

/** What the engine refuses, as the client hears it. */
async function checked(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    const lines = error.problems.map(({ message, help }) =>
      help === undefined ? message : `${message} ${help}`,
    );
    throw validationFault(lines.join("\n"));
  }
}
