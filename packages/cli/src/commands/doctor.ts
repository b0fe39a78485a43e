import { appOptions } from "../app/options.ts";
import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Check what a pipeline needs here and in AWS, each with what to do about it",
  details:
    "Looks at Node, Python, region, credentials, SageMaker, the bucket, the app, its role (that SageMaker\n" +
    "may take it, and that IAM allows it what the pipeline needs), quotas and data. Nothing is changed.\n" +
    "Exit code 0 when nothing fails, 1 when something does; warnings do not count.",
  options: {
    ...appOptions,
    ...sessionOptions,
    role: { value: "ARN", description: "the execution role, by ARN or name" },
    python: { value: "PATH", description: "the Python for runs on this machine (python3)" },
    ...outputOptions,
  },
  examples: [
    { command: "nacre doctor", description: "check everything" },
    { command: "nacre doctor --local", description: "only what runs on this machine need" },
    { command: "nacre doctor --role SageMakerJobs --json", description: "in CI" },
  ],
  async handler({ options }) {
    const { runDoctor } = await import("../doctor/run-doctor.ts");
    return runDoctor(options);
  },
});
