import type { Rule } from "../rule.ts";
import { cycleRules } from "./cycles.ts";
import { parameterRules } from "./parameters.ts";
import { propertyFileRules } from "./property-files.ts";
import { referenceRules } from "./references.ts";
import { stepRules } from "./steps.ts";

/** That a definition holds together: names are unique, and what is referred to exists. */
export const definitionRules: readonly Rule[] = [
  ...parameterRules,
  ...stepRules,
  ...referenceRules,
  ...propertyFileRules,
  ...cycleRules,
];
