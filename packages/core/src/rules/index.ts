import { definitionRules } from "./definition/index.ts";
import type { Rule } from "./rule.ts";
import { allShapeRules } from "./shapes/index.ts";

/** Every rule. One family a file; each family exports one list. */
export const rules: readonly Rule[] = [...allShapeRules, ...definitionRules];
