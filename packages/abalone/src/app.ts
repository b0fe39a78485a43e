import type { AppContext, AppData, Pipeline } from "@nacre/core";
import { createAbalonePipeline } from "./pipeline.ts";

/** What `nacre synth`, `nacre run` and `nacre graph` load; each option is a `--context` value. */
export default function app(context: AppContext): Pipeline {
  return createAbalonePipeline({
    region: context.get("region"),
    account: context.get("account"),
    role: context.get("role"),
    bucket: context.get("bucket"),
    codeDir: context.get("codeDir"),
    profilerRuleName: context.get("profilerRuleName"),
  });
}

/**
 * What `nacre run` puts where the parameters point: a file given to it, else synthetic data; and what
 * `nacre data` copies there in S3: the dataset that AWS keeps for its own examples.
 */
export const data: AppData = {
  InputData: {
    option: "data",
    source: (context) => publicData(context, "abalone-dataset.csv"),
    sample: async () => (await makeSample()).csv,
  },
  BatchData: {
    option: "batch",
    source: (context) => publicData(context, "abalone-dataset-batch"),
    sample: async () => (await makeSample()).batch,
  },
};

/** Each region has its own copy. */
function publicData(context: AppContext, file: string): string {
  return `s3://sagemaker-servicecatalog-seedcode-${context.get("region")}/dataset/${file}`;
}

/** Loaded only when needed: printing the definition needs no data. */
async function makeSample(): Promise<{ csv: string; batch: string }> {
  const { createSampleData } = await import("./sample/sample-data.ts");
  return createSampleData();
}
