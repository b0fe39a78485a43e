import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description:
    "Describe a pipeline as it is deployed, or an execution with its steps and parameters",
  details:
    "Without a word the pipeline: role, parameters with their defaults, steps, the newest execution.\n" +
    "With an execution: what it was started with, and for each step status, attempts, time, job, where\n" +
    "its outcome was taken from and why it failed. Times are in UTC.",
  argument: {
    name: "EXECUTION",
    description: "ARN or id of an execution, or latest; else the pipeline",
  },
  options: { ...pipelineOptions, ...sessionOptions, ...outputOptions },
  examples: [
    { command: "nacre describe", description: "the app's pipeline as it is deployed" },
    { command: "nacre describe latest", description: "its newest execution" },
    { command: "nacre describe a1b2c3d4e5f6 --json", description: "for a program" },
  ],
  async handler({ options, argument }) {
    if (argument === undefined) {
      const { describePipelineHere } = await import("../pipelines/describe.ts");
      return describePipelineHere(options);
    }
    const { describeExecutionHere } = await import("../executions/describe.ts");
    return describeExecutionHere(argument, options);
  },
});
