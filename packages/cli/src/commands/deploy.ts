import { PLACEHOLDERS } from "../app/context.ts";
import { findApp } from "../app/find.ts";
import { loadApp } from "../app/load.ts";
import { defineCommand } from "../command.ts";
import { userError } from "../errors.ts";
import { readPairs } from "../pairs.ts";
import { shellQuote } from "../shell-quote.ts";

export default defineCommand({
  description: "Create or update the pipeline in AWS (not yet: says what to do meanwhile)",
  details:
    "This version of nacre does not talk to AWS. `nacre deploy` prints the commands of the AWS CLI\n" +
    "that do it by hand, and ends with exit code 2.",
  options: {
    app: { value: "FILE", description: "the app file; without it package.json names it" },
    context: { value: "KEY=VALUE", repeat: true, description: "a value for the app" },
  },
  examples: [{ command: "nacre deploy", description: "show what to do by hand for now" }],
  async handler({ options }) {
    const given = readPairs("context", options.context);
    const { pipeline } = await loadApp(findApp(options.app), given);
    const context = new Map([
      ["region", PLACEHOLDERS.region],
      ["account", "ACCOUNT"],
      ["role", "ROLE_ARN"],
      ...given,
    ]);
    const app = options.app === undefined ? "" : ` --app ${shellQuote(options.app)}`;
    const flags = [...context]
      .map(([name, value]) => ` --context ${shellQuote(`${name}=${value}`)}`)
      .join("");
    const account = context.get("account") ?? "";
    const uploads = pipeline.assets.map((asset) => {
      const uri = shellQuote(asset.uri.replaceAll(PLACEHOLDERS.account, account));
      // A file that exists only inside the program is handed on by its content.
      return "file" in asset
        ? `aws s3 cp ${shellQuote(asset.file)} ${uri}`
        : `echo ${Buffer.from(asset.content).toString("base64")} | base64 -d | aws s3 cp - ${uri}`;
    });
    throw userError("NOT_YET", "nacre deploy comes in a later version; nothing was sent to AWS", {
      help: [
        "until then use the AWS CLI, with your own values for the words in capitals:",
        `nacre synth${app}${flags} -o definition.json`,
        ...uploads,
        `aws sagemaker create-pipeline --region ${shellQuote(context.get("region") ?? "")} \\`,
        `  --pipeline-name ${shellQuote(pipeline.name)} --role-arn ${shellQuote(context.get("role") ?? "")} \\`,
        "  --pipeline-definition file://definition.json",
        "(update-pipeline instead of create-pipeline when the pipeline is already there)",
      ].join("\n"),
    });
  },
});
