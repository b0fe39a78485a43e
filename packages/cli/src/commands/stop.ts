import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions, watchOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Stop an execution and the jobs that it runs",
  details:
    "SageMaker stops the jobs of the steps that run; a step waiting for a callback or a Lambda function\n" +
    "ends when it is answered. With --watch nacre waits until it has stopped.",
  argument: { name: "EXECUTION", description: "ARN or id of the execution; the newest without it" },
  options: {
    watch: { short: "w", description: "wait until it has stopped" },
    ...watchOptions,
    ...pipelineOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    { command: "nacre stop", description: "the newest execution of the app's pipeline" },
    { command: "nacre stop a1b2c3d4e5f6 --watch", description: "a certain one, to its end" },
  ],
  async handler({ options, argument }) {
    const { runStop } = await import("../executions/stop-retry.ts");
    return runStop(argument, options);
  },
});
