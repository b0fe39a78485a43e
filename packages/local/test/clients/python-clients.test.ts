/** boto3 and the SageMaker Python SDK, unchanged, against `nacre serve` with S3 on moto. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createSampleData } from "../../../abalone/src/sample/sample-data.ts";
import { runClient } from "./run-client.ts";
import { startServers } from "./servers.ts";

const servers = await startServers();
const data = mkdtempSync(join(tmpdir(), "nacre-abalone-"));
const { csv, batch } = createSampleData();
writeFileSync(join(data, "abalone-dataset.csv"), csv);
writeFileSync(join(data, "abalone-dataset-batch"), batch);

afterAll(async () => {
  await servers?.stop();
  rmSync(data, { recursive: true });
});

describe.skipIf(servers === undefined)("as it comes from its makers", () => {
  test.each([
    ["boto3 on pipelines, versions and tags", "test_pipelines"],
    ["boto3 on executions, steps and jobs", "test_executions"],
    ["boto3 on models and the model registry", "test_registry"],
    ["the SageMaker Python SDK 2 on the Abalone pipeline", "test_sagemaker_sdk"],
  ])(
    "%s",
    async (_, file) => {
      const ended = await runClient(servers?.python ?? "", ["-m", "unittest", file], {
        cwd: join(import.meta.dirname, "python"),
        env: {
          ...servers?.env,
          ABALONE_CODE: join(import.meta.dirname, "../../../abalone/python"),
          ABALONE_DATA: data,
        },
      });
      expect({ failed: ended.status !== 0 && ended.stderr }).toEqual({ failed: false });
      expect(ended.stderr).toMatch(/^Ran \d\d? tests in /m);
      expect(ended.stderr).not.toContain("skipped");
      expect(servers?.nacre.output()).not.toContain(`"type":"bug"`);
    },
    300_000,
  );
});
