import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Start a pipeline by the clock: make, list and delete EventBridge schedules",
  details:
    "An expression makes the schedule, or changes the one of that name: rate(1 day), cron(0 6 * * ? *)\n" +
    "or at(2026-12-24T18:00:00), in UTC unless --timezone says otherwise. Parameters are checked against\n" +
    "the definition as it is deployed now. The role must let scheduler.amazonaws.com take it and allow\n" +
    "sagemaker:StartPipelineExecution. `nacre delete` deletes the schedules with the pipeline.",
  argument: {
    name: "EXPRESSION | list | delete NAME",
    description: "when to start; or what to do with the schedules there are (list)",
    choices: ["list", "delete"],
    most: 2,
  },
  options: {
    name: { value: "NAME", description: "the name of the schedule (that of the pipeline)" },
    param: { value: "NAME=VALUE", repeat: true, description: "the value of a parameter" },
    params: { value: "FILE", description: "a JSON file with values of parameters" },
    timezone: { value: "ZONE", description: "the time zone, such as Europe/Zurich (UTC)" },
    start: { value: "TIME", description: "not before this time (ISO 8601)" },
    end: { value: "TIME", description: "not after this time (ISO 8601)" },
    description: { value: "TEXT", description: "what the schedule is for" },
    disabled: { description: "make it, but let it rest" },
    role: { value: "ARN", description: "the role that starts the pipeline, by ARN or name" },
    ...pipelineOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    {
      command: "nacre schedule 'cron(0 6 ? * MON-FRI *)' --timezone Europe/Zurich",
      description: "at six on weekdays",
    },
    {
      command: "nacre schedule 'rate(7 days)' --name weekly --param MseThreshold=5",
      description: "a second schedule, with another parameter value",
    },
    { command: "nacre schedule list", description: "the schedules of the app's pipeline" },
    { command: "nacre schedule delete weekly", description: "delete one" },
  ],
  async handler({ options, positional }) {
    const { runSchedule } = await import("../schedule/run-schedule.ts");
    return runSchedule(positional, options);
  },
});
