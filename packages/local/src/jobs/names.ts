import { randomToken } from "../random.ts";

/** The account in the ARNs of what is made here; no real account has this number. */
export const localAccount = "000000000000";

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
