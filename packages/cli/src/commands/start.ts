import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions, watchOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Start an execution of a deployed pipeline",
  details:
    "The parameters are checked against the definition that will run before anything is started. The\n" +
    "ARN of the execution goes to stdout, with --watch what it came to. A start that the network makes\n" +
    "nacre send twice starts once.\n\n" +
    "With --steps, --from or --to only a part of the pipeline runs; what it builds on is taken from the\n" +
    "execution given with --reuse. Parameters are not taken from it.\n\n" +
    "With --local the local service runs it: in this process, watched to its end, unless `nacre serve`\n" +
    "has the same state folder open. Ctrl-C while watching leaves an execution in SageMaker as it is;\n" +
    "one that runs in this process is stopped.",
  options: {
    ...pipelineOptions,
    param: { value: "NAME=VALUE", repeat: true, description: "the value of a parameter" },
    params: { value: "FILE", description: "a JSON file with values of parameters" },
    "display-name": { value: "NAME", description: "what the execution is called in lists" },
    description: { value: "TEXT", description: "what the execution is for" },
    "max-parallel": { value: "N", description: "how many steps may run at once" },
    version: { value: "N", description: "the version of the pipeline (the newest)" },
    steps: { value: "A,B", repeat: true, description: "run these steps only" },
    from: { value: "STEP", repeat: true, description: "run this step and all after it" },
    to: { value: "STEP", repeat: true, description: "run this step and all that it builds on" },
    reuse: {
      value: "ARN",
      description: "take the other steps' outcomes from this execution: ARN, id, or latest",
    },
    watch: { short: "w", description: "watch it to its end" },
    ...watchOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    { command: "nacre start", description: "with the defaults of the parameters" },
    {
      command: "nacre start --param MseThreshold=5.5 --display-name strict --watch --exit-status",
      description: "with another value, watched; the exit code says whether it succeeded",
    },
    {
      command: "nacre start --params production.json --max-parallel 4",
      description: "with parameters from a file",
    },
    {
      command: "nacre start --from AbaloneEval --reuse latest",
      description: "evaluate again what the newest execution has trained",
    },
  ],
  async handler({ options }) {
    const { runStart } = await import("../executions/run-start.ts");
    return runStart(options);
  },
});
