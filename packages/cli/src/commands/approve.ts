import { defineCommand } from "../command.ts";
import { approvalArgument, approvalDetails, approvalOptions } from "../models/options.ts";

export default defineCommand({
  description: "Approve a version in the model registry, so that it may be deployed",
  details: approvalDetails,
  argument: approvalArgument,
  options: approvalOptions,
  examples: [
    {
      command: "nacre approve --comment 'mse 3.1, as agreed'",
      description: "the version that the newest execution registered",
    },
    { command: "nacre approve AbaloneModels/3", description: "a certain one" },
  ],
  async handler({ options, argument }) {
    const { runApproval } = await import("../models/run-approval.ts");
    return runApproval(argument, "Approved", options);
  },
});
