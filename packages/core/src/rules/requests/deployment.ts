import type { Report, Rule } from "../rule.ts";
import { shown } from "../shown.ts";
import { at, textOf } from "../support/values.ts";
import { deploying, eachRequest, onRequest, tooLong } from "./support.ts";

const create = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePipeline.html";
const parallelism =
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ParallelismConfiguration.html";
const role = "arn:aws:iam::111122223333:role/Pipeline";

/** What the API takes as the name of a pipeline. */
const pipelineName = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
/** The service was seen to refuse longer names. */
export const safeNameLength = 82;
const longestName = 256;

/** Rules on what a pipeline is created or updated with besides its definition. */
export const deploymentRules: readonly Rule[] = [
  {
    id: "PIPELINE_NAME_INVALID",
    severity: "error",
    isOnRequests: true,
    reason:
      "A pipeline name has 1 to 256 letters, digits and hyphens, with no hyphen at either end.",
    source: create,
    fix: "Choose a name of such characters.",
    get passing() {
      return deploying({ PipelineName: "Abalone-training" });
    },
    get failing() {
      return deploying({ PipelineName: "abalone_training" });
    },
    check: onRequest("deployment", (request, report) =>
      names(request, "PipelineName", "A pipeline", report),
    ),
  },
  {
    id: "PIPELINE_NAME_LONG",
    severity: "warning",
    isOnRequests: true,
    reason: `The service was seen to refuse a pipeline name of more than ${safeNameLength} characters.`,
    source: "https://github.com/aws/sagemaker-python-sdk/issues/2933",
    doubt:
      "The API's own limit is 256; a user reports the other, which is that of execution names.",
    fix: `Choose a name of at most ${safeNameLength} characters.`,
    get passing() {
      return deploying({ PipelineName: "a".repeat(safeNameLength) });
    },
    get failing() {
      return deploying({ PipelineName: "a".repeat(safeNameLength + 1) });
    },
    check: onRequest("deployment", (request, report) => {
      const name = textOf(at(request, "PipelineName")) ?? "";
      if (name.length <= safeNameLength || !isName(name)) return;
      report({
        message: `The pipeline name has ${name.length} characters; more than ${safeNameLength} were refused.`,
        path: "$.PipelineName",
      });
    }),
  },
  {
    id: "PIPELINE_DISPLAY_NAME_INVALID",
    severity: "error",
    isOnRequests: true,
    reason:
      "The display name of a pipeline has the form of a name: letters, digits, inner hyphens.",
    source: create,
    fix: "Choose a display name of such characters, 256 at most.",
    get passing() {
      return deploying({ PipelineDisplayName: "Abalone-training" });
    },
    get failing() {
      return deploying({ PipelineDisplayName: "Abalone training" });
    },
    check: onRequest("deployment", (request, report) =>
      names(request, "PipelineDisplayName", "The display name of a pipeline", report),
    ),
  },
  {
    id: "PIPELINE_DESCRIPTION_TOO_LONG",
    severity: "error",
    isOnRequests: true,
    reason: "The description of a pipeline has at most 3,072 characters.",
    source: create,
    fix: "Shorten the description.",
    get passing() {
      return deploying({ PipelineDescription: "Trains a model." });
    },
    get failing() {
      return deploying({ PipelineDescription: "x".repeat(3073) });
    },
    check: onRequest("deployment", (request, report) =>
      tooLong(request, "PipelineDescription", "description of the pipeline", 3072, report),
    ),
  },
  {
    id: "ROLE_ARN_INVALID",
    severity: "error",
    isOnRequests: true,
    reason: "A pipeline runs with a role, named by its ARN of 20 to 2,048 characters.",
    source: create,
    fix: `Give the ARN of a role, such as ${role}.`,
    get passing() {
      return deploying({ RoleArn: role });
    },
    get failing() {
      return deploying({ RoleArn: "PipelineRole" });
    },
    check: eachRequest((request, report) => {
      const arn = textOf(at(request, "RoleArn"));
      if (arn === undefined || isRoleArn(arn)) return;
      report({
        message: `The role is ${shown(arn)}, which is no ARN of a role.`,
        path: "$.RoleArn",
      });
    }),
  },
  {
    id: "PARALLELISM_INVALID",
    severity: "error",
    isOnRequests: true,
    reason: "At least one step of a run must be able to go on.",
    source: parallelism,
    fix: "Give a whole number of at least 1, or leave the configuration out.",
    get passing() {
      return deploying({ ParallelismConfiguration: { MaxParallelExecutionSteps: 1 } });
    },
    get failing() {
      return deploying({ ParallelismConfiguration: { MaxParallelExecutionSteps: 0 } });
    },
    check: eachRequest((request, report) => {
      const most = at(request, "ParallelismConfiguration", "MaxParallelExecutionSteps");
      if (most === undefined || (Number.isInteger(most) && Number(most) >= 1)) return;
      report({
        message: `MaxParallelExecutionSteps is ${shown(most)}; it is a whole number of at least 1.`,
        path: "$.ParallelismConfiguration.MaxParallelExecutionSteps",
      });
    }),
  },
];

function names(
  request: Parameters<typeof at>[0],
  member: string,
  what: string,
  report: Report,
): void {
  const name = textOf(at(request, member));
  if (name === undefined || isName(name)) return;
  report({
    message:
      `${what} cannot be ${shown(name)}: ` +
      "it has 1 to 256 letters, digits and hyphens, with no hyphen at either end.",
    path: `$.${member}`,
  });
}

/** Whether the API takes a text as the name of a pipeline. */
export function isName(name: string): boolean {
  return name.length <= longestName && pipelineName.test(name);
}

function isRoleArn(arn: string): boolean {
  return (
    arn.length >= 20 &&
    arn.length <= 2048 &&
    /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/.test(arn)
  );
}
