import { ListPipelinesCommand } from "@aws-sdk/client-sagemaker";
import { HeadBucketCommand } from "@aws-sdk/client-s3";
import { statusOf } from "../aws/faults.ts";
import type { Session } from "../aws/session.ts";
import { missingData } from "../deploy/data-check.ts";
import type { Desired } from "../deploy/desired.ts";
import { S3AssetStore } from "../deploy/s3-asset-store.ts";
import { type CheckResult, fail, fromError, ok, warn } from "./check.ts";

/** Whether SageMaker answers, and one may ask it for pipelines. */
export async function checkSagemaker(session: Session): Promise<CheckResult> {
  try {
    const client = await session.sagemaker();
    await client.send(new ListPipelinesCommand({ MaxResults: 1 }));
    return ok("sagemaker", `SageMaker answers in ${session.region}`);
  } catch (error) {
    return fromError("sagemaker", error, "fail");
  }
}

/** Whether the bucket for code and data is there and is of the account. */
export async function checkBucket(session: Session): Promise<CheckResult> {
  const [bucket, account] = await Promise.all([session.bucket(), session.account()]);
  try {
    const s3 = await session.s3();
    await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: account }));
    return ok("bucket", `s3://${bucket}`);
  } catch (error) {
    if (statusOf(error) === 404) {
      return warn("bucket", `s3://${bucket} is not there`, "nacre deploy --create-bucket makes it");
    }
    if (statusOf(error) !== 403) return fromError("bucket", error, "fail");
    return fail(
      "bucket",
      `s3://${bucket} is of another account, or one may not look at it (s3:ListBucket)`,
      "use another bucket (--context bucket=NAME), or let the policy allow it: nacre policy --deployer",
    );
  }
}

/** Whether the data is there that the pipeline reads by default. */
export async function checkData(
  session: Session,
  app: Pick<Desired, "definition" | "data">,
): Promise<CheckResult> {
  try {
    const missing = await missingData(new S3AssetStore(session), app);
    if (missing.length === 0) return ok("data", "what the pipeline reads by default is there");
    const texts = missing.map(({ parameter, uri }) => `${parameter} (${uri})`);
    return warn(
      "data",
      `not there: ${texts.join(", ")}`,
      "nacre data, or nacre data --from PARAM=FILE",
    );
  } catch (error) {
    return fromError("data", error, "warn");
  }
}
