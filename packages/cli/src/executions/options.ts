import { appOptions } from "../app/options.ts";

/** The options that say which pipeline is meant. */
export const pipelineOptions = {
  pipeline: { value: "NAME", description: "the pipeline's name or ARN (the app's name)" },
  ...appOptions,
} as const;

/** The options of commands that watch an execution. */
export const watchOptions = {
  interval: { value: "SECONDS", description: "how long to wait between two looks (3; local 0.3)" },
  "exit-status": { description: "exit with 1 when the execution does not succeed" },
} as const;
