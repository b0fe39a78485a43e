import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Make the definition of an earlier version the newest one again",
  details:
    "Shows what changes and asks, unless --yes is given. The definition of the version is deployed as a\n" +
    "new version; nothing is lost. Role, tags and parallelism stay as they are; so does the app, which\n" +
    "the next deploy would deploy again.",
  argument: {
    name: "VERSION",
    description: "the number of the version; nacre versions lists them",
  },
  options: {
    yes: { short: "y", description: "do not ask" },
    "dry-run": { description: "only show what would change" },
    ...pipelineOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    { command: "nacre rollback 3", description: "back to version 3" },
    { command: "nacre rollback 3 --pipeline Abalone --yes", description: "in a script" },
  ],
  async handler({ options, argument }) {
    const { runRollback } = await import("../pipelines/rollback.ts");
    return runRollback(argument, options);
  },
});
