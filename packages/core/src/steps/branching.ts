import type { Condition } from "../condition.ts";
import { ConditionStep, type ConditionStepProps } from "../generated/steps/condition.ts";
import { FailStep, type FailStepProps } from "../generated/steps/fail.ts";
import type { AnyStep } from "../step.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";

/** What {@link condition} takes. */
export interface ConditionProps extends Omit<ConditionStepProps, "arguments"> {
  /** All of them must hold. */
  readonly conditions: readonly Condition[];
  /** Steps that run when the conditions hold. */
  readonly ifSteps?: readonly AnyStep[];
  /** Steps that run when they do not. */
  readonly elseSteps?: readonly AnyStep[];
}

/**
 * A step that goes on with one of two branches.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-condition
 *
 * @example
 * ```ts
 * import { condition, equals, fail, stringParameter } from "@nacre/core";
 *
 * const check = condition("Check", {
 *   conditions: [equals(stringParameter("Stage"), "prod")],
 *   elseSteps: [fail("WrongStage", { message: "Only for prod" })],
 * });
 * ```
 */
export function condition<const Name extends string>(
  name: Name,
  props: ConditionProps,
): ConditionStep<Name> {
  const { conditions, ifSteps = [], elseSteps = [], dependsOn, displayName, description } = props;
  return new ConditionStep<Name>(name, {
    arguments: { Conditions: conditions, IfSteps: ifSteps, ElseSteps: elseSteps },
    ...defined({ dependsOn, displayName, description }),
  });
}

/** What {@link fail} takes. */
export interface FailProps extends Omit<FailStepProps, "arguments"> {
  /** Why the run failed. */
  readonly message: Value<string>;
}

/**
 * A step that ends the run as failed.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-fail
 *
 * @example
 * ```ts
 * import { expr, fail, floatParameter } from "@nacre/core";
 *
 * const stop = fail("Stop", { message: expr`MSE is above ${floatParameter("MseThreshold")}` });
 * ```
 */
export function fail<const Name extends string>(name: Name, props: FailProps): FailStep<Name> {
  const { message, dependsOn, displayName, description } = props;
  return new FailStep<Name>(name, {
    arguments: { ErrorMessage: message },
    ...defined({ dependsOn, displayName, description }),
  });
}
