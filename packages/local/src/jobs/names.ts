import { randomToken } from "../random.ts";
import { localAccount } from "../registry.ts";

/**
 * The name that the service gives a step's job.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html
 */
export function jobName(executionId: string, step: string): string {
  return `pipelines-${executionId}-${step.slice(0, 20)}-${randomToken(10)}`;
}

/** The ARN of something made here. */
export function arn(region: string, type: string, name: string): string {
  return `arn:aws:sagemaker:${region}:${localAccount}:${type}/${name}`;
}
