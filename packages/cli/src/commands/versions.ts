import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "List the versions of a pipeline",
  details:
    "Every deployment that changes the definition makes a version. `nacre diff 3` says what has changed\n" +
    "since version 3, `nacre rollback 3` makes its definition the newest one again.",
  options: {
    limit: { value: "N", description: "how many at most (20)" },
    ...pipelineOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    { command: "nacre versions", description: "of the app's pipeline" },
    { command: "nacre versions --pipeline Abalone --json", description: "for a program" },
  ],
  async handler({ options }) {
    const { runVersions } = await import("../pipelines/run-versions.ts");
    return runVersions(options);
  },
});
