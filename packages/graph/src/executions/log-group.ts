/** By the kind of job in its ARN. */
const groups: ReadonlyMap<string | undefined, string> = new Map([
  ["processing-job", "/aws/sagemaker/ProcessingJobs"],
  ["training-job", "/aws/sagemaker/TrainingJobs"],
  ["transform-job", "/aws/sagemaker/TransformJobs"],
]);

/**
 * The log group of CloudWatch that a job prints into, whose streams begin with the job's name and a slash;
 * undefined for jobs that print into none of their own.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
 */
export function logGroupOf(jobArn: string): string | undefined {
  return groups.get(/:([a-z-]+)\/[^/]+$/.exec(jobArn)?.[1]);
}
