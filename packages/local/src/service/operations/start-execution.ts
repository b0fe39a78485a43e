import { serviceMessage, validateStart } from "@nacre/core";
import { randomToken } from "../../random.ts";
import { regionIn } from "../arns.ts";
import type { Handlers } from "../context.ts";
import { keptDefinition } from "../definition.ts";
import { validationFault } from "../fault.ts";
import { optionalObject, optionalText, requiredText } from "../input.ts";
import { parametersIn } from "./parameters.ts";
import { wakeAfterwards } from "./executions.ts";
import { findPipeline } from "./find.ts";
import { maxParallelIn } from "./pipelines.ts";
import { versionNumber } from "./pipeline-versions.ts";
import { stepsLeftOut, stepsToRun } from "./selected-steps.ts";

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
    const region = regionIn(pipeline.arn);
    const steps = stepsToRun(definition, selective, pipeline.name, call);
    await call.engine.check({
      definition,
      parameters,
      pipelineName: pipeline.name,
      region,
      reused: stepsLeftOut(definition, selective),
      chosen: steps,
    });
    return () => {
      // It may have been deleted meanwhile.
      const { name, arn } = findPipeline(pipeline.name, call);
      const id = randomToken(12);
      const executionArn = `${arn}/execution/${id}`;
      call.executions.create({
        id,
        arn: executionArn,
        pipeline: name,
        version: number,
        definition: text,
        parameters,
        options: { ...call.executionOptions, region },
        startTime: new Date(),
        steps,
        displayName: optionalText(input, "PipelineExecutionDisplayName"),
        description: optionalText(input, "PipelineExecutionDescription"),
        selective,
        maxParallel: maxParallelIn(input) ?? pipeline.maxParallel,
      });
      wakeAfterwards(call);
      return { PipelineExecutionArn: executionArn };
    };
  },
};
