import { outputOptions, sessionOptions } from "../aws/options.ts";
import { pipelineOptions } from "../executions/options.ts";

/** Which version `nacre approve` and `nacre reject` are about. */
export const approvalArgument = {
  name: "VERSION",
  description:
    "ARN of a version, GROUP/NUMBER, or GROUP for its newest; else that of the newest execution",
} as const;

/** What there is to know of both. */
export const approvalDetails =
  "Sets the approval status of a model package: whatever waits for it, such as a deployment, is told by\n" +
  "SageMaker. Without a word the version that the newest execution of the pipeline registered is meant.";

/** The options of both. */
export const approvalOptions = {
  comment: { value: "TEXT", description: "why, kept with the version" },
  execution: { value: "ID", description: "the version that this execution registered" },
  ...pipelineOptions,
  ...sessionOptions,
  ...outputOptions,
} as const;
