import type { Value } from "../value.ts";

/** Where the jobs of a pipeline run, and as whom. */
export interface StepEnvironment {
  /** The AWS region, such as `us-east-1`. */
  readonly region: string;
  /** The ARN of the role that the jobs take. */
  readonly role: Value<string>;
  /** The bucket, without `s3://`, for code and for outputs that are given no other place. */
  readonly bucket: string;
}
