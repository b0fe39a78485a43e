import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";
import { pipelineOptions } from "../executions/options.ts";

export default defineCommand({
  description: "Show, compare or fetch what executions made: property files, models, predictions",
  details:
    "One execution: where each output lies, and every number in its property files. Several: these\n" +
    "numbers side by side, with the parameters that differ. --property-file prints one property file\n" +
    "as it is; --download copies all outputs into DIR/STEP/OUTPUT.",
  argument: {
    name: "EXECUTION…",
    description: "ARNs or ids of executions; the newest without one",
    most: 50,
  },
  options: {
    "property-file": { value: "NAME", description: "print this property file as it is" },
    download: { value: "DIR", description: "fetch the outputs into this folder" },
    step: { value: "STEP", repeat: true, description: "only of this step" },
    ...pipelineOptions,
    ...sessionOptions,
    ...outputOptions,
  },
  examples: [
    {
      command: "nacre outputs --property-file EvaluationReport",
      description: "the evaluation report of the newest execution",
    },
    { command: "nacre outputs a1b2c3d4e5f6 f6e5d4c3b2a1", description: "compare two executions" },
    {
      command: "nacre outputs --step AbaloneTransform --download predictions",
      description: "fetch what a step wrote",
    },
  ],
  async handler({ options, positional }) {
    const { runOutputs } = await import("../outputs/run-outputs.ts");
    return runOutputs(positional, options);
  },
});
