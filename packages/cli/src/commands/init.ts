import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Make a project: a pipeline in TypeScript with tests that pass",
  details:
    "Templates: abalone (preprocess, train, evaluate, register, predict), minimal (a script and a\n" +
    "condition), import (the program of a definition that there is: --from FILE or --from ARN). No\n" +
    "file is overwritten unless --force is given; a package.json that is there gets what it lacks.",
  argument: { name: "DIR", description: "the folder of the project; without it this one" },
  options: {
    template: {
      value: "NAME",
      choices: ["abalone", "minimal", "import"],
      description: "what to begin with; abalone when not given",
    },
    from: { value: "FILE", description: "a definition to import, or the ARN of a pipeline" },
    name: { value: "NAME", description: "the name of the pipeline" },
    force: { description: "overwrite files that are there" },
    quiet: { short: "q", description: "print the names of the files only" },
    json: { description: "print one JSON object on stdout" },
  },
  examples: [
    { command: "nacre init my-pipeline", description: "the Abalone pipeline, to be changed" },
    {
      command: "nacre init counts --template minimal --name Counts",
      description: "the least there is",
    },
    {
      command: "nacre init mine --from definition.json",
      description: "from a definition that the Python SDK wrote",
    },
  ],
  async handler({ options, argument }) {
    const { runInit } = await import("../init/run-init.ts");
    return runInit(argument, options);
  },
});
