import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Delete a pipeline and the schedules that start it",
  details:
    "Asks, unless --yes is given. Running executions go on to their end in SageMaker; jobs, models and\n" +
    "objects in S3 stay. A pipeline that is not there is no fault: its schedules are deleted all the\n" +
    "same when --pipeline is an ARN.",
  options: {
    "keep-schedules": { description: "leave the schedules: they will fail" },
    yes: { short: "y", description: "do not ask" },
    ...pipelineOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    { command: "nacre delete", description: "the app's pipeline" },
    { command: "nacre delete --pipeline Abalone --yes", description: "in a script" },
  ],
  async handler({ options }) {
    const { runDelete } = await import("../pipelines/delete.ts");
    return runDelete(options);
  },
});
