import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "List the executions of a pipeline with their parameters, or the pipelines",
  details:
    "The newest first, with the time of their start in UTC and the parameters that were given at the\n" +
    "start (a value that is the definition's default is left out, with --all it is there).",
  options: {
    limit: { value: "N", description: "how many at most (20)" },
    status: { value: "STATUS", description: "only those with this status, such as Failed" },
    all: { description: "also parameters that have their default" },
    pipelines: { description: "list the pipelines instead" },
    ...pipelineOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    { command: "nacre list", description: "the executions of the app's pipeline" },
    { command: "nacre list --status Failed --limit 5", description: "failed ones" },
    { command: "nacre list --pipelines", description: "the pipelines of the account and region" },
  ],
  async handler({ options }) {
    const { runList } = await import("../executions/list.ts");
    return runList(options);
  },
});
