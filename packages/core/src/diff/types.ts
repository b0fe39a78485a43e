import type { StepBranch } from "../definition/steps.ts";
import type { ParameterDefinition, StepDefinition } from "../definition/types.ts";
import type { JsonValue } from "../json.ts";

/** What an IAM policy for the pipeline's role is about. */
export type PermissionKind =
  "role" | "s3" | "image" | "lambda" | "queue" | "kms" | "network" | "cluster" | "action";

/** What became of a part: it is only in the later definition, only in the earlier one, or in both. */
export type ChangeKind = "added" | "removed" | "changed";

/** One attribute that differs. */
export interface AttributeChange {
  readonly kind: ChangeKind;
  /**
   * Where it is, from the step, the parameter or the definition. Items that have a name are found by
   * it, as in a property reference: `Arguments.ProcessingInputs['code'].S3Input.S3Uri`.
   */
  readonly path: string;
  /** Absent where it was added. */
  readonly before?: JsonValue;
  /** Absent where it was removed. */
  readonly after?: JsonValue;
  /** The step can be taken from the cache, and this attribute counts for that. */
  readonly caching: boolean;
  /** What a policy for the role has to be looked at for. */
  readonly permissions: readonly PermissionKind[];
}

/** A parameter that differs. */
export interface ParameterChange {
  readonly kind: ChangeKind;
  readonly name: string;
  /** What differs; empty where the whole parameter was added or removed. */
  readonly attributes: readonly AttributeChange[];
  /** The whole parameter, where it was added or removed. */
  readonly parameter?: ParameterDefinition;
}

/** A step that differs. */
export interface StepChange {
  /** `renamed`: of the same type and nearly the same content under another name. */
  readonly kind: ChangeKind | "renamed";
  /** Its name in the later definition; where it was removed, in the earlier one. */
  readonly name: string;
  /** Its name in the earlier definition, where it was renamed. */
  readonly previousName?: string;
  /** Its type in the later definition; where it was removed, in the earlier one. */
  readonly type: string;
  /** What differs; empty where the whole step was added or removed. */
  readonly attributes: readonly AttributeChange[];
  /** Where it stands, when that is another branch than before; null is the top level. */
  readonly branch?: { readonly before: StepBranch | null; readonly after: StepBranch | null };
  /** The whole step, where it was added or removed, without the steps in its branches. */
  readonly step?: StepDefinition;
}

/** What a change does to the cache of a step that has caching on, before or after it. */
export interface CacheEffect {
  readonly step: string;
  /**
   * `rerun`: what counts for the cache differs, so that no earlier run is taken. `unsure`: the step
   * has another name, and AWS does not say whether it finds the runs under the old one.
   */
  readonly effect: "rerun" | "turned on" | "turned off" | "expiry" | "unsure";
  /** Why: attributes of the step, or what they read (a parameter's default, another step's output). */
  readonly because: readonly string[];
}

/** Something that the pipeline needs permission for now, or no longer. */
export interface PermissionChange {
  readonly kind: "added" | "removed";
  readonly about: PermissionKind;
  /** An ARN, an S3 location, an image repository, an action; `*` stands for what a run fills in. */
  readonly value: string;
  /** The steps that need it, or did. */
  readonly steps: readonly string[];
}

/** How two definitions differ. All lists are in the order of the text. */
export interface DefinitionDiff {
  /** Whether nothing differs but what has no meaning: the order of keys, steps, named items. */
  readonly isEmpty: boolean;
  /** What differs in other members of the definition than parameters and steps. */
  readonly definition: readonly AttributeChange[];
  readonly parameters: readonly ParameterChange[];
  readonly steps: readonly StepChange[];
  readonly caching: readonly CacheEffect[];
  readonly permissions: readonly PermissionChange[];
}
