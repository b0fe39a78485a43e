import type { Value } from "../value.ts";
import type { ProcessingInstanceType } from "../generated/index.ts";
import type { ProcessingJobProps } from "./processing-job.ts";

/** The job of a check, and what becomes of its result. */
export interface CheckProps extends Omit<
  ProcessingJobProps<never>,
  "arguments" | "inputs" | "instanceType" | "outputs"
> {
  /** @default `ml.m5.xlarge` */
  readonly instanceType?: Value<ProcessingInstanceType>;
  /** The group whose latest approved model gives the baseline. @default none */
  readonly modelPackageGroupName?: Value<string>;
  /** Only a new baseline is calculated, nothing compared. @default false */
  readonly skipCheck?: Value<boolean>;
  /** Whether a difference from the baseline fails the step. @default true */
  readonly failOnViolation?: Value<boolean>;
  /** Whether the new baseline can be registered with the model. @default false */
  readonly registerNewBaseline?: Value<boolean>;
  /** S3 URI of constraints to compare with, instead of those of the group. */
  readonly suppliedBaselineConstraints?: Value<string>;
}

/** The members that a check has around its arguments, with what AWS's own SDK writes for nothing. */
export function checkMembers(props: CheckProps) {
  return {
    modelPackageGroupName: props.modelPackageGroupName ?? null,
    skipCheck: props.skipCheck ?? false,
    failOnViolation: props.failOnViolation ?? true,
    registerNewBaseline: props.registerNewBaseline ?? false,
    suppliedBaselineConstraints: props.suppliedBaselineConstraints ?? null,
  };
}

/** The job as any processing job. */
export function checkJob(props: CheckProps): ProcessingJobProps<never> {
  return { ...props, instanceType: props.instanceType ?? "ml.m5.xlarge" };
}
