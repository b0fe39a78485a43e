import { writeDefinition } from "@nacre/core";
import { definitionOf } from "../app/definition.ts";
import { findApp } from "../app/find.ts";
import { loadApp } from "../app/load.ts";
import { appOptions } from "../app/options.ts";
import { defineCommand } from "../command.ts";
import { deliver, keepStdoutClean, printNote } from "../output.ts";
import { readPairs } from "../pairs.ts";

export default defineCommand({
  description: "Print the definition of a pipeline, as SageMaker takes it",
  details:
    "The definition alone goes to stdout; everything else goes to stderr. The same app and the same\n" +
    "context give the same bytes on every machine; no credentials and no network are needed.",
  options: {
    ...appOptions,
    output: { value: "FILE", short: "o", description: "write to a file, whole or not at all" },
  },
  examples: [
    { command: "nacre synth", description: "print the definition of this folder's app" },
    {
      command:
        "nacre synth --context region=eu-central-1 --context account=123456789012 -o out.json",
      description: "for a certain account and region, into a file",
    },
  ],
  async handler({ options }) {
    keepStdoutClean();
    const given = readPairs("context", options.context);
    const file = findApp(options.app);
    const { pipeline, recorded } = await loadApp(file, given);
    const definition = await definitionOf(file, pipeline);
    for (const [name, value] of recorded.placeholdersRead()) {
      printNote(
        `note: ${name} was not given; a placeholder stands in: ${value} (--context ${name}=…)`,
      );
    }
    for (const warning of recorded.unreadWarnings()) printNote(warning);
    deliver(`${writeDefinition(definition)}\n`, options.output);
    return 0;
  },
});
