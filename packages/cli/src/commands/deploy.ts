import { appOptions } from "../app/options.ts";
import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Create or update the pipeline in SageMaker, and upload the code that it needs",
  details:
    "Shows what changes, then uploads code that is not there yet and creates or updates the pipeline.\n" +
    "Region, account, role and bucket are found as the SageMaker Python SDK finds them. It asks on a\n" +
    "terminal, and refuses elsewhere, when something is replaced or permissions widen, unless --yes\n" +
    "or --require-approval never is given. The ARN goes to stdout, everything else to stderr. Exit\n" +
    "code 0 when it is deployed, 2 when it was refused, 75 when AWS or the network fails just now,\n" +
    "77 when credentials are missing or not allowed to.",
  argument: {
    name: "FILE",
    description: "a saved plan, or a definition; without it the app is deployed",
  },
  options: {
    ...appOptions,
    ...sessionOptions,
    role: { value: "ARN", description: "the execution role, by ARN or name" },
    name: { value: "NAME", description: "deploy the pipeline under this name" },
    "display-name": { value: "NAME", description: "the name that Studio shows" },
    description: { value: "TEXT", description: "the description of the pipeline" },
    tag: { value: "KEY=VALUE", repeat: true, description: "a tag of the pipeline" },
    "max-parallel": { value: "N", description: "how many steps may run at the same time" },
    "dry-run": { description: "only show what would change" },
    plan: { value: "FILE", description: "save what would be done; `nacre deploy FILE` does it" },
    yes: { short: "y", description: "do not ask" },
    "require-approval": {
      value: "WHEN",
      choices: ["never", "permissions", "changes"],
      description: "what to ask about; permissions, and what is replaced, when not given",
    },
    "create-bucket": { description: "make the bucket when it is not there" },
    ...outputOptions,
  },
  examples: [
    { command: "nacre deploy --dry-run", description: "see what would change" },
    {
      command: "nacre deploy --role SageMakerJobs --create-bucket",
      description: "deploy for the first time",
    },
    {
      command: "nacre deploy --plan plan.json",
      description: "save what would be done; somebody looks; `nacre deploy plan.json` does it",
    },
    {
      command: "nacre deploy definition.json --name Abalone --yes",
      description: "a definition that the Python SDK wrote, in CI",
    },
  ],
  async handler({ options, argument }) {
    const { runDeploy } = await import("../deploy/run-deploy.ts");
    return runDeploy({ ...options, file: argument });
  },
});
