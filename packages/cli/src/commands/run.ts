import { appOptions } from "../app/options.ts";
import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Run a pipeline on this machine: real Python jobs, no cloud account, no Docker",
  details:
    "Objects of S3 are files in a folder (.nacre/s3/BUCKET/KEY), and so are executions, logs and the\n" +
    "model registry. Where AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names an S3, objects lie there.\n" +
    "Without --data the app's own synthetic sample is used, and the result says so.\n" +
    "Exit code 0 only when the execution Succeeded, 1 when it failed, 2 when it was refused.\n" +
    "A run that was killed loses nothing that had finished: nacre run --resume goes on with it.",
  argument: {
    name: "DEFINITION.json",
    description: "a definition; without it the app is run (with --resume: the execution)",
  },
  options: {
    ...appOptions,
    home: { value: "DIR", description: "state folder (.nacre beside the app or the definition)" },
    param: { value: "NAME=VALUE", repeat: true, description: "the value of a pipeline parameter" },
    data: {
      value: "[PARAM=]FILE",
      repeat: true,
      description: "put a file where a parameter points (InputData)",
    },
    batch: { value: "FILE", description: "the same for the batch data (BatchData)" },
    put: { value: "S3URI=FILE", repeat: true, description: "put a file or folder into the store" },
    "libsvm-one-based": {
      description: "count the columns of libsvm files from 1, not from 0 as the container does",
    },
    "max-parallel": { value: "N", description: "how many steps may run at once" },
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
    objects: {
      value: "STORE",
      choices: ["folder", "s3"],
      description: "where S3 is: a folder of the home, or S3 (with your credentials)",
    },
    python: { value: "PATH", description: "the Python that makes the jobs' environment (python3)" },
    resume: {
      description: "go on with an execution whose process was killed; the newest without its id",
    },
    json: { description: "print one JSON object at the end on stdout, instead of the table" },
  },
  examples: [
    { command: "nacre run", description: "run this folder's app, on its sample data" },
    {
      command: "nacre run --data abalone-dataset.csv --batch abalone-dataset-batch",
      description: "on real data",
    },
    {
      command: "nacre run --param MseThreshold=1.5 --json > result.json",
      description: "with another parameter value, and the result for a program",
    },
    {
      command: "nacre run definition.json --put s3://bucket/code/train.py=train.py",
      description: "run a definition that the Python SDK wrote",
    },
    {
      command: "nacre run --resume",
      description: "go on after a kill or a power cut: what had finished is not run again",
    },
  ],
  async handler({ options, argument }) {
    if (options.resume) {
      const { resumePipeline } = await import("../run/resume-pipeline.ts");
      return resumePipeline({ ...options, execution: argument });
    }
    const { runPipeline } = await import("../run/run-pipeline.ts");
    return runPipeline({ ...options, definition: argument });
  },
});
