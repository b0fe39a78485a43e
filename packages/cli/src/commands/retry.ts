import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions, watchOptions } from "../executions/options.ts";

export default defineCommand({
  description:
    "Go on with an execution that failed or was stopped, from the steps that did not succeed",
  details:
    "Steps that succeeded are kept; the others run again with the definition and the parameters that\n" +
    "the execution was started with. After a change of the definition start a new one instead.",
  argument: { name: "EXECUTION", description: "ARN or id of the execution; the newest without it" },
  options: {
    "max-parallel": { value: "N", description: "how many steps may run at once" },
    watch: { short: "w", description: "watch it to its end" },
    ...watchOptions,
    ...pipelineOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    { command: "nacre retry --watch", description: "the newest execution, watched" },
    { command: "nacre retry a1b2c3d4e5f6", description: "a certain one" },
  ],
  async handler({ options, argument }) {
    const { runRetry } = await import("../executions/stop-retry.ts");
    return runRetry(argument, options);
  },
});
