import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Serve SageMaker Pipelines on this machine, for boto3, the AWS CLI and AWS SDKs",
  details:
    "Pipelines that clients create and start really run, as with nacre run. Point them here with\n" +
    "AWS_ENDPOINT_URL_SAGEMAKER; credentials and role may be anything. It is local: no IAM, no quotas,\n" +
    "signatures are not checked, and only this machine can reach it (whoever does can run code).\n" +
    "State lasts in the home: executions that were running when it ended go on at the next start.\n" +
    "S3 is a folder of the home (HOME/s3/BUCKET/KEY), or the S3 that AWS_ENDPOINT_URL_S3 names.\n" +
    "A browser sees all of it at /studio/ of the address that is printed, see nacre studio.",
  options: {
    port: { value: "N", description: "the port on 127.0.0.1 (8470); 0 is any that is free" },
    home: { value: "DIR", description: "state folder (.nacre beside the app, or here)" },
    region: { value: "REGION", description: "the region of clients that do not say theirs" },
    objects: {
      value: "STORE",
      choices: ["folder", "s3"],
      description: "where S3 is: a folder of the home, or S3 (with your credentials)",
    },
    "max-parallel": { value: "N", description: "how many jobs may run at once (50)" },
    python: { value: "PATH", description: "the Python that makes the jobs' environment (python3)" },
    "libsvm-one-based": {
      description: "count the columns of libsvm files from 1, not from 0 as the container does",
    },
    "memory-limit": {
      value: "MB",
      description: "the most memory a job may have; one that takes more is killed and fails",
    },
    runtime: {
      value: "RUNTIME",
      choices: ["python", "container", "auto"],
      description: "processes (python), containers of the steps' images, or as fits each image",
    },
    "no-warm": {
      description: "start each step's Python only when the step begins, none ahead of it",
    },
    quiet: { description: "print no line for each request and step" },
    json: { description: "print one JSON object a line on stdout, for programs" },
  },
  examples: [
    { command: "nacre serve", description: "serve the home of this folder's app" },
    {
      command: "AWS_ENDPOINT_URL_SAGEMAKER=http://127.0.0.1:8470 aws sagemaker list-pipelines",
      description: "ask it with the AWS CLI",
    },
    {
      command: "nacre serve --port 0 --home /tmp/home --json",
      description: "on a free port, whose number the first line of stdout tells",
    },
  ],
  async handler({ options }) {
    const { runServe } = await import("../serve/run-serve.ts");
    return runServe(options);
  },
});
