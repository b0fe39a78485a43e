import { defineCommand } from "../command.ts";
import { approvalArgument, approvalDetails, approvalOptions } from "../models/options.ts";

export default defineCommand({
  description: "Reject a version in the model registry",
  details: approvalDetails,
  argument: approvalArgument,
  options: approvalOptions,
  examples: [
    {
      command: "nacre reject AbaloneModels/3 --comment 'too slow'",
      description: "a certain version, and why",
    },
    { command: "nacre reject AbaloneModels", description: "the newest version of a group" },
  ],
  async handler({ options, argument }) {
    const { runApproval } = await import("../models/run-approval.ts");
    return runApproval(argument, "Rejected", options);
  },
});
