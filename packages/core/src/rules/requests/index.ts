import type { Rule } from "../rule.ts";
import { deploymentRules } from "./deployment.ts";
import { startParameterRules } from "./start-parameters.ts";
import { startRules } from "./start.ts";
import { tagRules } from "./tags.ts";

/** Rules on what a pipeline is deployed and started with. */
export const requestRules: readonly Rule[] = [
  ...deploymentRules,
  ...tagRules,
  ...startRules,
  ...startParameterRules,
];
