import { appOptions } from "../app/options.ts";
import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Say for each step whether it is taken from the cache, and if not, why",
  details:
    "As SageMaker, a step with caching on is taken from the newest execution of the same pipeline in\n" +
    "which it succeeded with the same key: the attributes that AWS lists for its type, with all\n" +
    "references replaced. Where no execution has the same key, the first attribute that differs from\n" +
    "the newest one is shown with both values. Nothing is run or changed.\n" +
    "Without --execution: what a run that starts now would do. With it: what that execution did.",
  argument: { name: "DEFINITION.json", description: "a definition; without it the app's" },
  options: {
    ...appOptions,
    home: { value: "DIR", description: "state folder (.nacre beside the app or the definition)" },
    pipeline: {
      value: "NAME",
      description: "the pipeline's name (that of the app, or the file's)",
    },
    param: { value: "NAME=VALUE", repeat: true, description: "the value of a pipeline parameter" },
    execution: { value: "ID", description: "an execution that has been run here" },
    json: { description: "print one JSON object on stdout" },
  },
  examples: [
    { command: "nacre explain-cache", description: "what would the next run of the app do" },
    {
      command: "nacre explain-cache --param InputData=s3://bucket/new.csv",
      description: "with another parameter value",
    },
    {
      command: "nacre explain-cache --execution k3v9p0aq2m7x",
      description: "why did this execution run what it ran",
    },
  ],
  async handler({ options, argument }) {
    const { runExplainCache } = await import("../explain-cache/run-explain-cache.ts");
    return runExplainCache({ ...options, definition: argument });
  },
});
