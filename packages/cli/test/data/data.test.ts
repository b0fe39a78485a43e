import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { account, type FakeAws, startFakeAws } from "../support/aws.ts";
import { folderWith, importCore } from "../support/nacre.ts";

const region = "us-east-1";
const bucket = `sagemaker-${region}-${account}`;
const source = `sagemaker-servicecatalog-seedcode-${region}`;
const abalone = fileURLToPath(new URL("../../../abalone/", import.meta.url));
const content = { csv: "M,0.455\n", batch: "0.455,0.365\n" };
const sha256 = (text: string | Uint8Array): string =>
  createHash("sha256").update(text).digest("hex");
const started = await startFakeAws(region);

// Each test starts processes, which a busy machine takes its time for.
describe.skipIf(started === undefined)("nacre data", { timeout: 120_000 }, () => {
  // Without it this whole group is skipped.
  const aws = started as FakeAws;

  beforeAll(async () => {
    await aws.s3.send(new CreateBucketCommand({ Bucket: source }));
    await put(source, "dataset/abalone-dataset.csv", content.csv);
    await put(source, "dataset/abalone-dataset-batch", content.batch);
  });
  afterAll(() => aws.stop());

  const put = (Bucket: string, Key: string, Body: string) =>
    aws.s3.send(new PutObjectCommand({ Bucket, Key, Body }));

  const get = async (Key: string, Bucket = bucket): Promise<Uint8Array> => {
    const found = await aws.s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await found.Body?.transformToByteArray()) ?? new Uint8Array();
  };

  const data = (cwd: string, ...more: string[]) => aws.nacre(["data", ...more], { cwd });

  it("asks for the bucket, makes it when told to, and copies the dataset of Abalone", async () => {
    const refused = await data(abalone);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain(`bucket ${bucket} is not there; make it?`);
    const ended = await data(abalone, "--create-bucket", "--json");
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toEqual({
      region,
      data: [
        {
          parameter: "InputData",
          uri: `s3://${bucket}/abalone/abalone-dataset.csv`,
          from: `s3://${source}/dataset/abalone-dataset.csv`,
          action: "copied",
          bytes: content.csv.length,
          sha256: sha256(content.csv),
        },
        {
          parameter: "BatchData",
          uri: `s3://${bucket}/abalone/abalone-dataset-batch`,
          from: `s3://${source}/dataset/abalone-dataset-batch`,
          action: "copied",
          bytes: content.batch.length,
          sha256: sha256(content.batch),
        },
      ],
    });
    expect(Buffer.from(await get("abalone/abalone-dataset.csv")).toString()).toBe(content.csv);
    expect((await data(abalone)).stderr).toContain("InputData: is there already:");
  });

  it("puts local files where the parameters that end in their names point", async () => {
    const text = "F,1\n";
    const cwd = folderWith({ "abalone-dataset.csv": text });
    const app = join(abalone, "src/app.ts");
    const refused = await data(cwd, "--app", app, "--from", "abalone-dataset.csv");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("holds something else");
    const { code, stdout, stderr } = await data(
      cwd,
      "--app",
      app,
      "--from",
      "abalone-dataset.csv",
      "--yes",
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `s3://${bucket}/abalone/abalone-dataset.csv\n`,
    });
    expect(stderr).toContain(`sha256 ${sha256(text)}`);
    expect(Buffer.from(await get("abalone/abalone-dataset.csv")).toString()).toBe(text);
    expect((await data(cwd, "--app", app, "--from", "abalone-dataset.csv")).stderr).toContain(
      "is there already",
    );
  });

  it("puts a file that is larger than one part", async () => {
    const cwd = folderWith({});
    // No two parts alike, so that none can stand for another.
    const megabyte = 1024 ** 2;
    const bytes = Buffer.alloc(18 * megabyte, "0123456789abcdefghi\n");
    for (let index = 0; index < 18; index += 1) bytes.write(`part ${index} `, index * megabyte);
    writeFileSync(join(cwd, "large"), bytes);
    const app = join(abalone, "src/app.ts");
    const { code } = await data(cwd, "--app", app, "--from", "BatchData=large", "--yes");
    expect(code).toBe(0);
    expect(sha256(await get("abalone/abalone-dataset-batch"))).toBe(sha256(bytes));
  });

  it("says when the source is not offered, and what to do", async () => {
    await aws.s3.send(
      new DeleteObjectCommand({ Bucket: source, Key: "dataset/abalone-dataset.csv" }),
    );
    const { code, stderr } = await data(abalone);
    expect(code).toBe(2);
    expect(stderr).toContain("error DATA_SOURCE_MISSING");
    expect(stderr).toContain("--from InputData=FILE");
  });

  it.each([
    { from: "x.csv", code: "DATA_PARAMETER_UNKNOWN", says: "InputData, BatchData" },
    { from: "InputData=nowhere.csv", code: "CANNOT_READ", says: "nowhere.csv" },
    { from: "Rows=rows.csv", code: "DATA_PARAMETER_NOT_S3", says: "Rows" },
    { from: undefined, code: "DATA_SOURCE_UNKNOWN", says: "--from PARAM=FILE" },
  ])("refuses --from $from: $code", async ({ from, code, says }) => {
    const cwd = folderWith({
      "rows.csv": "1",
      "app.mts": `
import { Pipeline, integerParameter, stringParameter } from ${JSON.stringify(importCore)};
const names = ["InputData", "BatchData"];
export default new Pipeline("Example", {
  parameters: [
    ...names.map((name) => stringParameter(name, { defaultValue: "s3://b/" + name })),
    integerParameter("Rows", { defaultValue: 1 }),
  ],
  steps: [],
});
`,
    });
    const more = from === undefined ? [] : ["--from", from];
    const ended = await data(cwd, "--app", "app.mts", ...more);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`error ${code}`);
    expect(ended.stderr).toContain(says);
  });

  it("is what `pnpm --filter abalone data` runs", () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(abalone, "package.json"), "utf8"),
    );
    expect(scripts["data"]).toBe("nacre data");
  });
});
