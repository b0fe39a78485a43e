import type { AnyStep, Parameter, StepEnvironment } from "@nacre/core";

// What the recorded definitions share.
export const account = "167762637358";
export const bucket = `sagemaker-us-east-1-${account}`;
export const s3 = `s3://${bucket}`;
export const region = "us-east-1";
export const role = `arn:aws:iam::${account}:role/service-role/AmazonSageMakerServiceCatalogProductsUseRole`;
export const env: StepEnvironment = { region, role, bucket };

/** Steps of a recorded definition, written again in their short form. */
export interface Rewritten {
  readonly parameters?: readonly Parameter[];
  /** Each is the same JSON as recorded. */
  readonly steps: readonly AnyStep[];
  /** What these need besides. */
  readonly others?: readonly AnyStep[];
}
