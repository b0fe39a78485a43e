import type { PipelineDefinition } from "../definition/types.ts";
import type { Finding } from "./rule.ts";

/** How to check. */
export interface ValidateOptions {
  /** Ids of rules whose findings are left out. */
  readonly ignore?: readonly string[];
}

/** Checks the text of a definition. */
export function validateText(text: string, options: ValidateOptions = {}): Finding[] {
  throw new Error(`not yet: ${text.length} ${options.ignore?.length}`);
}

/** Checks a definition. */
export function validateDefinition(
  definition: PipelineDefinition,
  options: ValidateOptions = {},
): Finding[] {
  throw new Error(`not yet: ${definition.Version} ${options.ignore?.length}`);
}
