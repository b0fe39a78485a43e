import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dummyCredentials, startMoto } from "../clients/moto.ts";
import { bucket, definition, runHere, script } from "../pipelines.ts";
import { temporaryFolder } from "../machine.ts";

const moto = await startMoto();

beforeAll(() => {
  for (const [name, value] of Object.entries(dummyCredentials())) {
    if (name.startsWith("AWS_")) vi.stubEnv(name, value);
  }
  vi.stubEnv("AWS_ENDPOINT_URL_S3", moto?.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto?.stop();
});

const write = script({
  Name: "Write",
  script: `open("/opt/ml/processing/out/data/x.txt", "w").write("text")`,
  outputs: { data: `${bucket}/out` },
});

describe.skipIf(moto === undefined)("a run with an S3 endpoint in its environment", () => {
  test("is refused while the bucket is not there, with the step that needs it", async () => {
    const read = script({ Name: "Read", script: "", inputs: { data: "s3://no-bucket/x" } });
    await expect(runHere(definition([read]))).rejects.toMatchObject({ code: "S3_BUCKET_MISSING" });
  });

  test("reads and writes there, and keeps what it wrote in its home", async () => {
    const s3 = new S3Client({ endpoint: moto?.url ?? "", forcePathStyle: true });
    const Bucket = bucket.slice("s3://".length);
    await s3.send(new CreateBucketCommand({ Bucket }));
    const home = join(temporaryFolder(), "home");
    const { execution, statuses } = await runHere(definition([write]), { home });
    expect(statuses).toEqual({ Write: "Succeeded" });
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "out/x.txt" }));
    expect(await Body?.transformToString()).toBe("text");
    const [output] = execution.steps[0]?.outputs ?? [];
    expect(readFileSync(join(output?.path ?? "", "x.txt"), "utf8")).toBe("text");
    expect(existsSync(join(home, "s3", Bucket))).toBe(false);

    const missing = script({ Name: "Read", script: "", inputs: { data: "s3://no-bucket/x" } });
    await expect(runHere(definition([missing]))).rejects.toMatchObject({
      code: "S3_BUCKET_MISSING",
      at: { step: "Read" },
      message: expect.stringContaining("Step Read: ListObjectsV2 failed for s3://no-bucket/x"),
    });
  });

  test("uses the folder of its home when that is asked for", async () => {
    const home = join(temporaryFolder(), "home");
    const { statuses } = await runHere(definition([write]), { home, objectStore: "folder" });
    expect(statuses).toEqual({ Write: "Succeeded" });
    expect(existsSync(join(home, "s3/a-bucket/out/x.txt"))).toBe(true);
  });
});
