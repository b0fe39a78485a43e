import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions, watchOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Watch an execution to its end, whoever started it",
  details:
    "Without a word the newest execution of the pipeline is watched; on a terminal a person chooses\n" +
    "among the newest. A terminal shows a table redrawn in place, anything else gets a line for each\n" +
    "change. At the end: why steps failed, with the last lines of their logs. Ctrl-C leaves; the\n" +
    "execution goes on. Exit code 0 also when it failed, unless --exit-status is given.",
  argument: { name: "EXECUTION", description: "ARN or id of the execution; the newest without it" },
  options: { ...watchOptions, ...pipelineOptions, ...sessionOptions, ...outputOptions },
  examples: [
    { command: "nacre watch", description: "the newest execution of the app's pipeline" },
    {
      command: "nacre watch a1b2c3d4e5f6 --pipeline Abalone --exit-status",
      description: "a certain one; exit code 1 when it does not succeed",
    },
    { command: "nacre watch --json -q > result.json", description: "wait, then print the result" },
  ],
  async handler({ options, argument }) {
    const { withExecution } = await import("../executions/with-execution.ts");
    const { watch } = await import("../executions/watch.ts");
    return withExecution(argument, options, (session, arn) => watch(session, arn, options), true);
  },
});
