import { branchRules } from "./branches.ts";
import { cachingRules } from "./caching.ts";
import { conditionRules } from "./conditions.ts";
import { definitionRules } from "./definition/index.ts";
import { functionRules } from "./functions.ts";
import { imageRules } from "./images.ts";
import { instanceRules } from "./instances.ts";
import { jobNameRules } from "./job-names.ts";
import { otherStepRules } from "./other-steps.ts";
import { parameterUseRules } from "./parameters.ts";
import { processingRules } from "./processing-jobs.ts";
import { propertyFileRules } from "./property-files.ts";
import { requestRules } from "./requests/index.ts";
import { retryRules } from "./retries.ts";
import type { Rule } from "./rule.ts";
import { secretRules } from "./secrets.ts";
import { allShapeRules } from "./shapes/index.ts";
import { sharedPrefixRules } from "./shared-prefixes.ts";
import { sizeRules } from "./sizes.ts";
import { trainingRules } from "./training-jobs.ts";
import { tuningRules } from "./tuning-jobs.ts";

/** Every rule on definitions. One family a file; each family exports one list. */
export const rulesOnDefinitions: readonly Rule[] = [
  ...allShapeRules,
  ...definitionRules,
  ...sizeRules,
  ...parameterUseRules,
  ...branchRules,
  ...conditionRules,
  ...functionRules,
  ...propertyFileRules,
  ...cachingRules,
  ...retryRules,
  ...jobNameRules,
  ...processingRules,
  ...trainingRules,
  ...tuningRules,
  ...otherStepRules,
  ...sharedPrefixRules,
  ...instanceRules,
  ...imageRules,
  ...secretRules,
];

/** Every rule. */
export const rules: readonly Rule[] = [...rulesOnDefinitions, ...requestRules];
