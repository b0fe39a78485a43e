import { appOptions } from "../app/options.ts";
import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Put the data of the app into S3, where its parameters point by default",
  details:
    "The app's export `data` says of which parameters, and from where: S3 copies it from there, without\n" +
    "a way through this machine. --from takes local files instead, for any parameter. What is there\n" +
    "already stays; something else is overwritten only with --yes or after a question on a terminal.",
  options: {
    ...appOptions,
    ...sessionOptions,
    from: {
      value: "[PARAM=]FILE",
      repeat: true,
      description: "a local file instead; without PARAM= the parameter that ends in its name",
    },
    yes: { short: "y", description: "do not ask" },
    "create-bucket": { description: "make the bucket when it is not there" },
    ...outputOptions,
  },
  examples: [
    { command: "nacre data --create-bucket", description: "copy the data that the app names" },
    {
      command: "nacre data --from abalone-dataset.csv --from BatchData=batch.csv",
      description: "put local files",
    },
  ],
  async handler({ options }) {
    const { runData } = await import("../data/run-data.ts");
    return runData(options);
  },
});
