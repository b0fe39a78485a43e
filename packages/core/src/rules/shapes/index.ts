import type { Rule } from "../rule.ts";
import { documentRules } from "./document.ts";
import { propertyRules } from "./property-rules.ts";
import { shapeRules } from "./rules.ts";

/** That every field is known and holds what it may, and that references lead to what fits. */
export const allShapeRules: readonly Rule[] = [...documentRules, ...shapeRules, ...propertyRules];
