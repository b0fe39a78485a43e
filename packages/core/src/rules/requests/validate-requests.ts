import type { PipelineDefinition } from "../../definition/types.ts";
import type { JsonObject } from "../../json.ts";
import { buildDefinition } from "../build-definition.ts";
import type { Finding } from "../rule.ts";
import { runRules } from "../run-rules.ts";
import { requestRules } from "./index.ts";
import type { DeploymentRequest, StartRequest } from "./request-types.ts";

/**
 * Checks what a pipeline is created or updated with besides its definition: names, description,
 * role, tags, parallelism. Paths are those of the request, such as `$.Tags[0].Key`. What is not given
 * is not missed. The definition itself is for {@link validateDefinition}.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePipeline.html
 *
 * @example
 * ```ts
 * import { validateDeployment } from "@nacre/core";
 *
 * const [finding] = validateDeployment({ PipelineName: "abalone_training" });
 * console.assert(finding?.rule === "PIPELINE_NAME_INVALID" && finding.path === "$.PipelineName");
 * ```
 */
export function validateDeployment(request: DeploymentRequest | JsonObject): Finding[] {
  // The members of a request are JSON.
  const deployment = request as JsonObject;
  return runRules(requestRules, buildDefinition({}, { deployment }), deployment);
}

/**
 * Checks what a run of a pipeline is started with against its definition: values of parameters,
 * selected steps, names, role, parallelism. Paths are those of the request, such as
 * `$.PipelineParameters[0].Value`. The definition itself is for {@link validateDefinition}.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StartPipelineExecution.html
 *
 * @example
 * ```ts
 * import { validateStart } from "@nacre/core";
 *
 * const definition = {
 *   Version: "2020-12-01",
 *   Parameters: [{ Name: "Rounds", Type: "Integer" }],
 *   Steps: [],
 * };
 * const [finding] = validateStart({ PipelineParameters: [] }, definition);
 * console.assert(finding?.rule === "PARAMETER_MISSING");
 * ```
 */
export function validateStart(
  request: StartRequest | JsonObject,
  definition: PipelineDefinition,
): Finding[] {
  // The members of a request are JSON.
  const start = request as JsonObject;
  return runRules(requestRules, buildDefinition(definition, { start }), start);
}
