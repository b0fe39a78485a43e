import { defineCommand } from "../command.ts";
import { deliver } from "../output.ts";

export default defineCommand({
  description: "Turn a definition, whoever wrote it, into a TypeScript program",
  details:
    "For those who have a pipeline from the Python SDK or the console: the program that is written\n" +
    "gives back the same definition when it is run (nacre synth), value for value, in the same order\n" +
    "and with the same text of numbers; nacre checks that before it writes. What the types of\n" +
    "@nacre/core do not have is kept, and a comment above the step says so.\n\n" +
    "The ARN of a pipeline is read from AWS, with the credentials that the AWS CLI would take.",
  argument: {
    name: "DEFINITION.json",
    description: "a definition, or the ARN of a pipeline; - reads from standard input",
  },
  options: {
    name: { value: "NAME", description: "name of the pipeline (that of the file)" },
    output: { value: "FILE", short: "o", description: "write to a file, whole or not at all" },
  },
  examples: [
    {
      command: "nacre import definition.json -o pipeline.ts",
      description: "write the program; nacre synth --app pipeline.ts gives the definition back",
    },
    {
      command: "nacre import - --name Abalone -o pipeline.ts",
      description: "from standard input, which does not say what the pipeline is called",
    },
  ],
  async handler({ options, argument }) {
    const { readInput } = await import("../import/input.ts");
    const { importDefinition } = await import("../import/import.ts");
    const { printProgram } = await import("../import/print/program.ts");
    const { definition, name } = await readInput(argument, options.name);
    deliver(printProgram(importDefinition(definition, name)), options.output);
    return 0;
  },
});
