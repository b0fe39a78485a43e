/** The AWS CLI, unchanged, against `nacre serve` with S3 on moto. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { abaloneIn, abaloneSteps } from "./abalone.ts";
import { runClient } from "./run-client.ts";
import { startServers } from "./servers.ts";

const servers = await startServers();
const folder = mkdtempSync(join(tmpdir(), "nacre-cli-"));
const bucket = "cli-bucket";
const role = "arn:aws:iam::000000000000:role/Jobs";

afterAll(async () => {
  await servers?.stop();
  rmSync(folder, { recursive: true });
});

/** Runs a command line that must succeed; gives what it printed. Arguments with spaces come after it. */
async function aws(line: string, ...more: readonly string[]): Promise<string> {
  const result = await run(line, ...more);
  if (result.status !== 0) throw new Error(`aws ${line}: ${result.stderr}`);
  return result.stdout.trim();
}

function run(line: string, ...more: readonly string[]): ReturnType<typeof runClient> {
  const args = ["-m", "awscli", ...line.split(" "), ...more];
  const env = { ...servers?.env, AWS_PAGER: "" };
  return runClient(servers?.python ?? "", args, { cwd: folder, env });
}

/** The words of a text output, in order. */
const words = (text: string): string[] => text.split(/\s+/).toSorted();

async function ended(arn: string): Promise<string> {
  const question = `--pipeline-execution-arn ${arn} --query PipelineExecutionStatus --output text`;
  for (;;) {
    /* oxlint-disable no-await-in-loop -- until it has ended */
    const status = await aws(`sagemaker describe-pipeline-execution ${question}`);
    if (status !== "Executing" && status !== "Stopping") return status;
    await sleep(500);
    /* oxlint-enable no-await-in-loop */
  }
}

describe.skipIf(servers === undefined)("the AWS CLI", { timeout: 240_000 }, () => {
  const start =
    "sagemaker start-pipeline-execution --pipeline-name AbaloneByCli --query PipelineExecutionArn --output text";

  beforeAll(async () => {
    const { definition, objects } = abaloneIn(bucket);
    writeFileSync(join(folder, "definition.json"), definition);
    for (const { key, content } of objects) {
      mkdirSync(dirname(join(folder, "objects", key)), { recursive: true });
      writeFileSync(join(folder, "objects", key), content);
    }
    await aws(`s3 mb s3://${bucket}`);
    await aws(`s3 cp --recursive objects s3://${bucket}`);
    await aws(
      `sagemaker create-pipeline --pipeline-name AbaloneByCli --role-arn ${role} --pipeline-definition file://definition.json --tags Key=team,Value=a`,
    );
  }, 120_000);

  test("runs Abalone to Succeeded and to Failed", async () => {
    const good = await aws(`${start} --pipeline-parameters Name=MseThreshold,Value=10`);
    const bad = await aws(`${start} --pipeline-parameters Name=MseThreshold,Value=0.5`);
    expect(await Promise.all([ended(good), ended(bad)])).toEqual(["Succeeded", "Failed"]);

    // The CLI turns the pages by itself.
    const steps = "sagemaker list-pipeline-execution-steps --page-size 2 --output text";
    const names = await aws(
      `${steps} --pipeline-execution-arn ${good} --query`,
      "PipelineExecutionSteps[?StepStatus=='Succeeded'].StepName",
    );
    expect(words(names)).toEqual(abaloneSteps);
    const reason = await aws(
      `${steps} --pipeline-execution-arn ${bad} --query`,
      "PipelineExecutionSteps[?StepStatus=='Failed'].FailureReason",
    );
    expect(reason).toMatch(/Execution failed due to MSE > 0\.5$/);
    const objects = await aws(`s3 ls --recursive s3://${bucket}`);
    for (const file of ["/train.csv", "/evaluation.json", "/model.tar.gz", "-batch.out"]) {
      expect(objects).toContain(file);
    }
  });

  test("describes by name and by ARN, and shows tags", async () => {
    const describePipeline = "sagemaker describe-pipeline --output text --pipeline-name";
    const arn = await aws(`${describePipeline} AbaloneByCli --query PipelineArn`);
    expect(await aws(`${describePipeline} ${arn} --query PipelineName`)).toBe("AbaloneByCli");
    const tags = await aws(`sagemaker list-tags --resource-arn ${arn} --query Tags`);
    expect(JSON.parse(tags)).toEqual([{ Key: "team", Value: "a" }]);
  });

  test("stops an execution", async () => {
    const arn = await aws(start);
    await aws(`sagemaker stop-pipeline-execution --pipeline-execution-arn ${arn}`);
    expect(await ended(arn)).toBe("Stopped");
  });

  test("lists with a limit, goes on from its token, and deletes", async () => {
    const create = `sagemaker create-pipeline --role-arn ${role} --pipeline-definition {"Version":"2020-12-01","Steps":[]} --pipeline-name`;
    for (const name of ["listed-1", "listed-2", "listed-3"]) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await aws(`${create} ${name}`);
    }
    const list =
      "sagemaker list-pipelines --pipeline-name-prefix listed --max-items 2 --page-size 1";
    // What the CLI prints of ListPipelines.
    const first = JSON.parse(await aws(list)) as {
      readonly PipelineSummaries: readonly { readonly PipelineName: string }[];
      readonly NextToken: string;
    };
    const names = first.PipelineSummaries.map(({ PipelineName }) => PipelineName);
    expect(names).toEqual(["listed-3", "listed-2"]);
    const rest = `--starting-token ${first.NextToken} --query PipelineSummaries[].PipelineName`;
    expect(JSON.parse(await aws(`${list} ${rest}`))).toEqual(["listed-1"]);
    await aws("sagemaker delete-pipeline --pipeline-name listed-1");
    const left = "--pipeline-name-prefix listed --query length(PipelineSummaries)";
    expect(await aws(`sagemaker list-pipelines ${left}`)).toBe("2");
  });

  test.each([
    [
      "describe-pipeline --pipeline-name missing",
      "(ResourceNotFound) when calling the DescribePipeline operation: ",
    ],
    [
      "start-pipeline-execution --pipeline-name AbaloneByCli --pipeline-parameters Name=Unknown,Value=1",
      "(ValidationException) when calling the StartPipelineExecution operation: ",
    ],
    ["list-domains", "(UnknownOperationException) when calling the ListDomains operation: "],
  ])("says in words what is refused: %s", async (line, message) => {
    const { status, stderr, stdout } = await run(`sagemaker ${line}`);
    expect(status).toBe(255);
    expect(stdout).toBe("");
    expect(stderr).toContain(`An error occurred ${message}`);
    expect(stderr).not.toContain("Traceback");
  });

  test("met no fault of the service's own", () => {
    expect(servers?.nacre.output()).not.toContain(`"type":"bug"`);
  });
});
