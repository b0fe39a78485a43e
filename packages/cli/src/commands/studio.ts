import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Look at pipelines and executions in a browser, on this machine or in AWS",
  details:
    "Serves a page on this machine alone and prints its link. It shows pipelines, executions while they\n" +
    "run, logs, metrics, artifacts and the model registry; it starts, stops, retries and approves.\n" +
    "Without --profile and --aws it is that of the local service, which it serves too: nacre serve.\n" +
    "With either it is that of your account, by your credentials, and only reads unless --write is given.",
  options: {
    port: {
      value: "N",
      description: "the port on 127.0.0.1 (8471, or any that is free); 0 is any that is free",
    },
    home: { value: "DIR", description: "state folder (.nacre beside the app, or here)" },
    aws: { description: "show AWS, with the credentials of the environment" },
    profile: { value: "NAME", description: "show AWS, with a profile of the AWS config files" },
    region: { value: "REGION", description: "the AWS region" },
    write: { description: "let the page start, stop, retry and approve in AWS" },
    open: { description: "open the page in the browser" },
    json: { description: "print one JSON object a line on stdout, for programs" },
  },
  examples: [
    { command: "nacre studio --open", description: "the page of this folder's app" },
    { command: "nacre studio --profile prod", description: "look at an account, changing nothing" },
    {
      command: "nacre studio --profile dev --region eu-west-1 --write --open",
      description: "start and approve there too",
    },
  ],
  async handler({ options }) {
    const { runStudio } = await import("../studio/run-studio.ts");
    return runStudio(options);
  },
});
