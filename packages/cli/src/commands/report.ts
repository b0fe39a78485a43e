import { sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Write a report of an execution: one HTML file to mail, or to keep with a CI run",
  details:
    "Graph with statuses, when each step ran and the critical path, parameters, metrics and training\n" +
    "curves, steps with attempts, cache and failures, outputs, and the ends of the logs. The file loads\n" +
    "nothing and runs no script; it is light or dark as its reader's screen, and can be printed.\n\n" +
    "Of a local execution with --local or --home, else of one in AWS.",
  argument: {
    name: "EXECUTION",
    description: "ARN or id of an execution, or latest; the newest without it",
  },
  options: {
    output: {
      value: "FILE.html",
      short: "o",
      description: "write to a file, whole or not at all; - is stdout",
    },
    open: { description: "show it in the browser; without -o from a temporary file" },
    "log-lines": { value: "N", description: "how many lines of each log are kept (40)" },
    ...pipelineOptions,
    ...sessionOptions,
  },
  examples: [
    {
      command: "nacre report latest --local -o report.html",
      description: "of the newest execution on this machine",
    },
    { command: "nacre report a1b2c3d4e5f6 -o report.html", description: "of one in AWS" },
    {
      command: "nacre report --pipeline Abalone --log-lines 500 -o report.html",
      description: "of a pipeline's newest execution, with more of its logs",
    },
  ],
  async handler({ options, argument }) {
    const { runReport } = await import("../report/run-report.ts");
    return runReport(argument, options);
  },
});
