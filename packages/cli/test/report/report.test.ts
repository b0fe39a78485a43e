import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreatePipelineCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";
import { describe, expect, it } from "vitest";
import { awsEnvironment, role } from "../support/aws.ts";
import { checking, localPipeline, registerStep, scriptStep, scriptUri } from "../support/local.ts";
import { folderWith, nacre } from "../support/nacre.ts";
import { startServe } from "../support/serve.ts";

/** Fails when its input is `evil`; else counts its letters. */
const reader = `
import json, os, sys
text = open("/opt/ml/processing/data/word.txt").read()
print("the word is <b>", text)
if text == "evil":
    sys.exit("the word is bad")
os.makedirs("/opt/ml/processing/out", exist_ok=True)
json.dump({"score": {"value": len(text)}}, open("/opt/ml/processing/out/report.json", "w"))
`;

describe("a local execution", { timeout: 240_000 }, () => {
  it("is told with graph, times, metrics, failures and logs, in one file", async () => {
    const PropertyFiles = [
      { PropertyFileName: "Report", OutputName: "out", FilePath: "report.json" },
    ];
    const pipeline = await localPipeline({
      Version: "2020-12-01",
      Parameters: [],
      Steps: [
        scriptStep("First", { data: "s3://bucket/first/word.txt" }, { PropertyFiles }),
        scriptStep("Second", { data: "s3://bucket/second/word.txt" }, { DependsOn: ["First"] }),
      ],
    });
    for (const name of ["First", "Second"]) pipeline.put(scriptUri(name), reader);
    pipeline.put("s3://bucket/first/word.txt", "good");
    pipeline.put("s3://bucket/second/word.txt", "evil");
    await pipeline.nacre("start");
    const file = join(folderWith({}), "out", "report.html");
    const { code, stdout, stderr } = await pipeline.nacre("report", "latest", "-o", file);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: `wrote ${file}\n` });
    const page = readFileSync(file, "utf8");
    expect(page).toMatch(/^<!doctype html>\n/);
    expect(page).toContain("the word is &lt;b&gt; good");
    expect(page).toContain("score.value");
    expect(page).toMatch(/<div class="failure">\s*<h3>Second<\/h3>/);
    expect(page).toContain("the word is bad");
    expect(page).toMatch(/<g class="step succeeded"><title>First /);
    expect(page).toMatch(/<g class="step failed"><title>Second /);
    expect(page).toMatch(/First → Second/);
    // Nothing names the pipeline: there is no app here.
    const found = await nacre(["report", "latest", "--home", pipeline.home]);
    expect(found.stderr).toBe("");
    expect(found.stdout).toContain("<h1>P: ");
    const short = await pipeline.nacre("report", "--log-lines", "0");
    expect(short.stdout).toContain("the last 0 of 1 line,");
  });

  it("that printed more than is read is told with the end of its log", async () => {
    const pipeline = await localPipeline({
      Version: "2020-12-01",
      Parameters: [],
      Steps: [scriptStep("Talk", {})],
    });
    pipeline.put(scriptUri("Talk"), 'for i in range(30_000): print(f"line {i}", end="\\r\\n")');
    await pipeline.nacre("start");
    const { stdout } = await pipeline.nacre("report", "latest", "--log-lines", "3");
    expect(stdout).toContain("the last 3 of many lines");
    expect(stdout).toContain(">line 29997\nline 29998\nline 29999</pre>");
  });

  it("that is not there, or wanted with an odd number of lines, is refused", async () => {
    const pipeline = await localPipeline(checking);
    const refused: readonly (readonly [args: readonly string[], code: string])[] = [
      [["--log-lines", "many"], "BAD_OPTION"],
      [["--log-lines", "-1"], "BAD_OPTION"],
      [["latest"], "EXECUTION_NOT_FOUND"],
      [["latest", "-o", "report.pdf"], "BAD_OPTION"],
      [["latest", "-o", "report"], "BAD_OPTION"],
    ];
    const ended = await Promise.all(refused.map(([args]) => pipeline.nacre("report", ...args)));
    expect(ended.map(({ code, stderr }) => [code, /^error (\w+): /.exec(stderr)?.[1]])).toEqual(
      refused.map(([, code]) => [2, code]),
    );
    expect(ended.map(({ stdout }) => stdout)).toEqual(refused.map(() => ""));
  });
});

it(
  "an execution behind an endpoint of SageMaker is told and drawn",
  { timeout: 240_000 },
  async () => {
    const home = mkdtempSync(join(tmpdir(), "nacre-report-"));
    // The service speaks as SageMaker and CloudWatch do; nothing here knows that it is local.
    const server = await startServe(home, awsEnvironment("http://127.0.0.1:9", "us-east-1"));
    try {
      const credentials = { accessKeyId: "any", secretAccessKey: "any" };
      const client = new SageMakerClient({
        region: "us-east-1",
        endpoint: server.url,
        credentials,
      });
      await client.send(
        new CreatePipelineCommand({
          PipelineName: "P",
          PipelineDisplayName: "Size-check",
          PipelineDefinition: JSON.stringify(checking),
          RoleArn: role,
          ClientRequestToken: "a".repeat(32),
        }),
      );
      client.destroy();
      const env = awsEnvironment(server.url, "us-east-1");
      const { stdout } = await nacre(
        ["start", "--pipeline", "P", "--param", "Size=30", "--watch"],
        {
          env,
        },
      );
      expect(stdout).toContain("Failed");
      const report = await nacre(["report", "--pipeline", "P"], { env });
      expect(report.stderr).toBe("");
      expect(report.stdout).toContain("<h1>Size-check (P): ");
      expect(report.stdout).toMatch(/<th scope="row">Size<\/th>\s*<td>30<\/td>/);
      expect(report.stdout).toContain("it is too big");
      const drawn = ["graph", "--execution", "latest", "--pipeline", "P", "--format", "svg"];
      expect((await nacre(drawn, { env })).stdout).toContain("✗ Failed");
    } finally {
      await server.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 9 });
    }
  },
);

describe("what an execution made", { timeout: 240_000 }, () => {
  it("is in the report: the registered version with its approval, and where outputs lie here", async () => {
    const pipeline = await localPipeline({
      Version: "2020-12-01",
      Parameters: [],
      Steps: [scriptStep("Write"), { ...registerStep, DependsOn: ["Write"] }],
    });
    pipeline.put("s3://bucket/model.tar.gz", "model");
    pipeline.put(scriptUri("Write"), 'open("/opt/ml/processing/out/a.txt", "w").write("a")');
    await pipeline.nacre("start");
    const { stdout } = await pipeline.nacre("report", "latest");
    const words = stdout.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
    expect(words).toMatch(
      /Models, and versions .* Rings 1 PendingManualApproval Register arn:aws:sagemaker:us-east-1:000000000000:model-package\/rings\/1 /i,
    );
    const [, path = ""] = /s3:\/\/bucket\/Write\/out (\S+)/.exec(words) ?? [];
    expect(readFileSync(join(path, "a.txt"), "utf8")).toBe("a");
  });

  it("is told as JSON, or not at all, when it is in a file", async () => {
    const pipeline = await localPipeline(checking);
    await pipeline.nacre("start");
    const folder = folderWith({});
    const file = join(folder, "report.html");
    expect(await pipeline.json("report", "latest", "-o", file)).toEqual({
      file,
      format: "html",
      bytes: readFileSync(file).length,
      executionArn: expect.stringMatching(/:pipeline\/p\/execution\/[a-z0-9]{12}$/i),
      executionId: expect.stringMatching(/^[a-z0-9]{12}$/),
    });
    const quiet = await pipeline.nacre("graph", "latest", "-q", "-o", join(folder, "graph.png"));
    expect(quiet).toEqual({ code: 0, stdout: "", stderr: "" });
    const none = await pipeline.nacre("report", "latest", "--json");
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("-o FILE")]);
  });
});
