import { sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Print what the jobs of an execution print, merged by time",
  details:
    "Read from CloudWatch Logs, or from the local service: the streams of all Processing, Training and\n" +
    "Transform jobs, each line behind the name of its step. Steps taken from the cache have no log of\n" +
    "their own. With --json each line is one JSON object: time, step, job, stream, message.",
  argument: { name: "EXECUTION", description: "ARN or id of the execution; the newest without it" },
  options: {
    step: { value: "STEP", repeat: true, description: "only of this step" },
    since: { value: "TIME", description: "only from then on: 10m, 2h, 1d, or a date and time" },
    follow: { short: "f", description: "go on until the execution has ended" },
    timestamps: { short: "t", description: "begin each line with its time" },
    ...pipelineOptions,
    ...sessionOptions,
    quiet: { short: "q", description: "print the lines only" },
    json: { description: "print one JSON object a line" },
  },
  examples: [
    { command: "nacre logs", description: "of the newest execution" },
    {
      command: "nacre logs --step AbaloneTrain --follow",
      description: "of one step, as it goes on",
    },
    { command: "nacre logs a1b2c3d4e5f6 --since 10m --json", description: "for a program" },
  ],
  async handler({ options, argument }) {
    const { runLogs } = await import("../logs/run-logs.ts");
    return runLogs(argument, options);
  },
});
