import {
  validateDeployment,
  validateStart,
  validateText,
  type Finding,
  type JsonObject,
  type PipelineDefinition,
  type Rule,
} from "../../src/index.ts";

/** What all rules find in an example of a rule: a definition, or requests. */
export function findingsOfExample(rule: Rule, text: string): Finding[] {
  if (rule.isOnRequests !== true) return validateText(text);
  const { deployment, start, definition }: Example = JSON.parse(text);
  if (deployment !== undefined) return validateDeployment(deployment);
  if (start !== undefined && definition !== undefined) return validateStart(start, definition);
  throw new Error(`The example of ${rule.id} is no request.`);
}

interface Example {
  readonly deployment?: JsonObject;
  readonly start?: JsonObject;
  readonly definition?: PipelineDefinition;
}
