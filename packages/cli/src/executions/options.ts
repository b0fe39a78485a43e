/** The options that say which pipeline is meant. */
export const pipelineOptions = {
  pipeline: { value: "NAME", description: "the pipeline's name or ARN (the app's name)" },
  app: { value: "FILE", description: "the app file; without it package.json names it" },
  context: { value: "KEY=VALUE", repeat: true, description: "a value for the app" },
} as const;

/** The options of commands that watch an execution. */
export const watchOptions = {
  interval: { value: "SECONDS", description: "how long to wait between two looks (3; local 0.3)" },
  "exit-status": { description: "exit with 1 when the execution does not succeed" },
} as const;
