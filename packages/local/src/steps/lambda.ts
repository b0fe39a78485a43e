import { join } from "node:path";
import { findFunction } from "../lambda/find-function.ts";
import { invoke } from "../lambda/invoke.ts";
import { outputList, typedOutputs } from "../lambda/output-parameters.ts";
import { object } from "../plan.ts";
import { resolve, textOf } from "../resolve/resolver.ts";
import { StepFailure, StepStopped } from "../step-failure.ts";
import type { PlainRunner } from "./step-runner.ts";

/**
 * Lambda steps: what the local config names for the function is called with the step's arguments.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-lambda
 */
export const lambda: PlainRunner = {
  async run({ step, args }, context) {
    const { definition, name } = step;
    const functionArn = textOf(await resolve(definition["FunctionArn"] ?? "", context.scope()));
    const program = findFunction(context.config, functionArn);
    if (program === undefined) {
      throw new StepFailure(
        `ClientError: Nothing stands for the Lambda function ${functionArn} here.`,
      );
    }
    const logFile = join(context.directory, "logs", `${name}.log`);
    context.record.executing(name, { logFile });
    const result = await invoke(program, {
      functionArn,
      event: args,
      folder: join(context.directory, "jobs", `lambda-${name}`),
      logFile,
      region: context.region,
      graceSeconds: context.graceSeconds,
      signal: context.signal,
      onLine: (line) => context.emit({ type: "log", step: name, line }),
    });
    if ("stopped" in result) throw new StepStopped("the run was stopped");
    if ("functionError" in result) {
      const payload = JSON.stringify(result.functionError);
      throw new StepFailure(
        `ClientError: The Lambda function ${functionArn} failed with FunctionError Unhandled: ${payload}`,
      );
    }
    const outputs = typedOutputs(definition["OutputParameters"], object(result.payload));
    return () => ({
      properties: { OutputParameters: outputs },
      metadata: { Lambda: { Arn: functionArn, OutputParameters: outputList(outputs) } },
    });
  },
};
