import { readFileSync } from "node:fs";
import { createAbalonePipeline } from "../../../abalone/src/pipeline.ts";
import { createSampleData } from "../../../abalone/src/sample/sample-data.ts";

/** What lies in S3 before the Abalone pipeline starts. */
export interface PlacedObject {
  readonly bucket: string;
  readonly key: string;
  readonly content: string | Uint8Array;
}

/** The Abalone pipeline as nacre writes it, with all it reads in a bucket. */
export function abaloneIn(bucket: string): {
  readonly definition: string;
  readonly objects: readonly PlacedObject[];
} {
  const account = "000000000000";
  const role = `arn:aws:iam::${account}:role/Jobs`;
  const pipeline = createAbalonePipeline({ region: "us-east-1", account, role, bucket });
  const { csv, batch } = createSampleData();
  const code = pipeline.assets.map((asset) => ({
    bucket,
    key: asset.uri.slice(`s3://${bucket}/`.length),
    content: "content" in asset ? asset.content : readFileSync(asset.file),
  }));
  return {
    definition: pipeline.definitionText(),
    objects: [
      ...code,
      { bucket, key: "abalone/abalone-dataset.csv", content: csv },
      { bucket, key: "abalone/abalone-dataset-batch", content: batch },
    ],
  };
}

/** The steps of the Abalone pipeline that run when the model is good enough. */
export const abaloneSteps = [
  "AbaloneCreateModel",
  "AbaloneEval",
  "AbaloneMSECond",
  "AbaloneProcess",
  "AbaloneRegisterModel-RegisterModel",
  "AbaloneTrain",
  "AbaloneTransform",
];
