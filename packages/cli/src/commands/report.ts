import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Write a report of an execution: one HTML file to mail, or to keep with a CI run",
  details:
    "Why it failed and the log of that first; graph with statuses, when each step ran and the critical\n" +
    "path, steps with attempts and cache, parameters, metrics and training curves, outputs, and the ends\n" +
    "of the logs. The file loads nothing and runs no script; it is light or dark as its reader's screen,\n" +
    "and can be printed. Of an execution that goes on it tells how it stands now.\n\n" +
    "Of a local execution with --local or --home, else of one in AWS.",
  argument: {
    name: "EXECUTION",
    description: "ARN or id of an execution, or latest, which it is without it",
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
    ...outputOptions,
  },
  examples: [
    {
      command: "nacre report latest --local -o report.html",
      description: "of the newest execution on this machine",
    },
    { command: "nacre report latest --local --open", description: "the same in the browser" },
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
