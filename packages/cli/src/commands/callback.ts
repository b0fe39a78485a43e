import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Answer a Callback step that waits: with its output parameters, or with a failure",
  details:
    "What whoever read the message of the step's queue would send: the step has then succeeded or failed,\n" +
    "and the execution goes on. Output parameters are checked against the definition before anything is\n" +
    "sent. With --token nothing is looked up: the token of the message says which step it is.",
  argument: { name: "EXECUTION", description: "ARN or id of the execution; the newest without it" },
  options: {
    step: { value: "STEP", description: "which Callback step, where several wait" },
    token: { value: "TOKEN", description: "the token in the message of the step, in its place" },
    "output-parameter": {
      value: "NAME=VALUE",
      repeat: true,
      description: "an output parameter of the step",
    },
    failure: { value: "REASON", description: "the step has failed, and why" },
    ...pipelineOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    {
      command: "nacre callback --output-parameter Score=0.9",
      description: "the step of the newest execution that waits has succeeded",
    },
    {
      command: "nacre callback a1b2c3d4e5f6 --step Review --failure 'labels are wrong'",
      description: "a step of another execution has failed",
    },
  ],
  async handler({ options, argument }) {
    const { runCallback } = await import("../callback/run-callback.ts");
    return runCallback(argument, options);
  },
});
