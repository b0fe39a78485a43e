import { appOptions } from "../app/options.ts";
import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { EXIT_FAILED } from "../errors.ts";

export default defineCommand({
  description: "Compare two definitions: the app, files, what is deployed, versions, executions",
  details:
    "By step and attribute; the order of keys, steps and named items has no meaning. A step under\n" +
    "another name with nearly the same content is renamed. What a change does to caching and what it\n" +
    "needs permission for is said beside it and at the end.\n\n" +
    "Each side is: app (the app), deployed (the pipeline of that name), a number (a version of it),\n" +
    "the ARN of a pipeline or an execution, or a definition file (- is standard input). Without words\n" +
    "deployed and app are compared; with one word that and the app. Files need no account.\n\n" +
    "Exit code 0 when nothing differs, 2 when something does, 1 after an error.",
  argument: {
    name: "BEFORE [AFTER]",
    description: "what to compare; deployed and app when not given",
    choices: ["deployed", "app"],
    most: 2,
  },
  options: {
    ...appOptions,
    pipeline: { value: "NAME", description: "the pipeline's name in AWS (that of the app)" },
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    { command: "nacre diff", description: "what would a deploy change" },
    { command: "nacre diff 3", description: "what has changed since version 3" },
    { command: "nacre diff 3 5 --pipeline Abalone", description: "between two versions" },
    { command: "nacre diff before.json after.json", description: "two files, no account" },
    {
      command: "nacre diff --json | jq '.permissions'",
      description: "what the role needs permission for now, for a program",
    },
  ],
  faultExitCode: EXIT_FAILED,
  async handler({ options, positional }) {
    const { runDiff } = await import("../diff/run-diff.ts");
    return runDiff({ ...options, positional });
  },
});
