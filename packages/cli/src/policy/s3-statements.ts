import type { S3Use } from "./s3-uses.ts";
import type { Statements } from "./statements.ts";

/** Allows the places in S3: buckets to be found and listed, objects to be read and written. */
export function allowS3(
  statements: Statements,
  partition: string,
  uses: readonly Pick<S3Use, "uri" | "access">[],
): void {
  for (const { uri, access } of uses) {
    const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
    if (bucket.includes("*")) {
      statements.note(`the bucket of ${uri} is known only when the pipeline runs: add it by hand`);
      continue;
    }
    const arn = `arn:${partition}:s3:::${bucket}`;
    const prefix = maskHash(key).replace(/\*+$/, "");
    statements.allow("FindBuckets", ["s3:GetBucketLocation", "s3:ListBucket"], [arn]);
    // What a step reads is a prefix: SageMaker takes all objects that begin with it. What a step
    // writes lies in a folder, and later steps read it.
    const read = access === "write" ? folder(prefix) : prefix;
    statements.allow("ReadObjects", ["s3:GetObject"], [`${arn}/${read}*`]);
    if (access !== "read") {
      statements.allow(
        "WriteObjects",
        ["s3:AbortMultipartUpload", "s3:PutObject"],
        [`${arn}/${folder(prefix)}*`],
      );
    }
  }
}

/** The md5 of code in a key changes with each edit: the policy is for all of them. */
function maskHash(key: string): string {
  return key.replace(/-[0-9a-f]{32,64}(?=\/|\.|$).*$/, "-*");
}

function folder(prefix: string): string {
  return prefix === "" || prefix.endsWith("/") || prefix.endsWith("-") ? prefix : `${prefix}/`;
}
