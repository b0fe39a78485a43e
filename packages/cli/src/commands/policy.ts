import { appOptions } from "../app/options.ts";
import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Print the least IAM policy that a pipeline needs",
  details:
    "From the definition alone: no credentials and no network are needed, and the same definition\n" +
    "always gives the same policy. Defaults stand for parameters: whoever starts the pipeline with\n" +
    "other places in S3 must allow those too. What cannot be known beforehand is said on stderr.",
  argument: { name: "DEFINITION.json", description: "a definition; without it the app is read" },
  options: {
    ...appOptions,
    deployer: {
      description: "the policy of whoever runs `nacre deploy`, not of the pipeline's role",
    },
    role: { value: "ARN", description: "with --deployer: the role that is handed to the pipeline" },
    output: { value: "FILE", short: "o", description: "write to a file, whole or not at all" },
  },
  examples: [
    {
      command: "nacre policy --context region=eu-west-1 --context account=123456789012",
      description: "the policy of the execution role, for an account",
    },
    { command: "nacre policy definition.json -o policy.json", description: "of a definition" },
    { command: "nacre policy --deployer", description: "what a CI job needs that deploys" },
  ],
  async handler({ options, argument }) {
    const { runPolicy } = await import("../policy/run-policy.ts");
    return runPolicy({ ...options, definition: argument });
  },
});
