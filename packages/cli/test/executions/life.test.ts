import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { checking, localPipeline, scriptStep, scriptUri } from "../support/local.ts";
import type { Ended } from "../support/nacre.ts";

/** Fails when its input is `evil`; else counts its letters. */
const reader = `
import json, os, sys
text = open("/opt/ml/processing/data/word.txt").read()
print("the word is", text)
if text == "evil":
    sys.exit("the word is bad")
os.makedirs("/opt/ml/processing/out", exist_ok=True)
json.dump({"score": {"value": len(text)}, "word": text}, open("/opt/ml/processing/out/report.json", "w"))
`;

const sleeper = `
import time
print("asleep", flush=True)
time.sleep(600)
`;

const reading = {
  Version: "2020-12-01",
  Parameters: [{ Name: "Word", Type: "String", DefaultValue: "s3://bucket/word.txt" }],
  Steps: [
    scriptStep("First", { data: "s3://bucket/first/word.txt" }),
    scriptStep(
      "Read",
      { data: { Get: "Parameters.Word" } },
      {
        DependsOn: ["First"],
        PropertyFiles: [{ PropertyFileName: "Report", OutputName: "out", FilePath: "report.json" }],
      },
    ),
  ],
};

const sleeping = { Version: "2020-12-01", Parameters: [], Steps: [scriptStep("Sleep")] };

async function readingPipeline() {
  const pipeline = await localPipeline(reading);
  pipeline.put(scriptUri("First"), reader);
  pipeline.put(scriptUri("Read"), reader);
  pipeline.put("s3://bucket/first/word.txt", "good");
  pipeline.put("s3://bucket/word.txt", "evil");
  return pipeline;
}

describe("an execution that fails", { timeout: 240_000 }, () => {
  it("is explained, retried from the step that failed, and its outputs are shown", async () => {
    const pipeline = await readingPipeline();
    const failed = await pipeline.nacre("start", "--exit-status");
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/^ +\d+\.\d s {2}First {2}Succeeded/m);
    expect(failed.stderr).toMatch(/error STEP_FAILED: .*\n(?:.*\n)* {2}at: step Read\n/);
    expect(await pipeline.json("outputs", "--step", "Read")).toMatchObject({ outputs: [] });
    expect((await pipeline.nacre("outputs", "--property-file", "Report")).stderr).toContain(
      "error PROPERTY_FILE_UNKNOWN: ",
    );

    pipeline.put("s3://bucket/word.txt", "good");
    const retried = await pipeline.nacre("retry", "--exit-status");
    expect(retried.code).toBe(0);
    expect(retried.stdout).toMatch(/^p: Succeeded in /);
    const result = await pipeline.json("watch");
    expect(result).toMatchObject({
      status: "Succeeded",
      steps: [
        { name: "First", status: "Succeeded" },
        { name: "Read", status: "Succeeded", jobName: expect.stringContaining("Read") },
      ],
    });
    expect((await pipeline.nacre("retry")).stderr).toContain("error RETRY_NOT_POSSIBLE: ");

    expect((await pipeline.nacre("outputs", "--property-file", "Report")).stdout).toBe(
      '{\n  "score": {\n    "value": 4\n  },\n  "word": "good"\n}\n',
    );
    const { stdout } = await pipeline.nacre("outputs");
    expect(stdout).toMatch(/^Read +out +s3:\/\/bucket\/Read\/out$/m);
    expect(stdout).toMatch(/^Report score\.value +4$/m);
  });

  it("can be compared with another one, and its files fetched", async () => {
    const pipeline = await readingPipeline();
    pipeline.put("s3://bucket/word.txt", "good");
    pipeline.put("s3://bucket/other.txt", "evil");
    await pipeline.nacre("start", "-q");
    await pipeline.nacre("start", "-q", "--param", "Word=s3://bucket/other.txt");
    // Newest first.
    const list = await pipeline.json("list");
    const ids = (list as { executionId: string }[]).map(({ executionId }) => executionId);
    expect(list).toMatchObject([
      { status: "Failed", parameters: { Word: "s3://bucket/other.txt" } },
      { status: "Succeeded", parameters: {} },
    ]);
    const { stdout } = await pipeline.nacre("outputs", ...ids.toReversed());
    expect(stdout).toMatch(/^Status +Succeeded +Failed$/m);
    expect(stdout).toMatch(/^Word +s3:\/\/bucket\/word\.txt +s3:\/\/bucket\/other\.txt$/m);
    expect(stdout).toMatch(/^Report score\.value +4 +-$/m);

    const folder = join(pipeline.home, "fetched");
    const fetched = await pipeline.nacre("outputs", ids[1] ?? "", "--download", folder);
    expect(fetched.stdout).toContain(join(folder, "Read", "out", "report.json"));
    expect(JSON.parse(readFileSync(join(folder, "Read/out/report.json"), "utf8"))).toEqual({
      score: { value: 4 },
      word: "good",
    });
    expect(existsSync(join(folder, "First/out/report.json"))).toBe(true);
    const failed = await pipeline.nacre("list", "--status", "Failed");
    expect(failed.stdout.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/gm)).toHaveLength(1);
  });
});

describe("outputs of executions that write to the same place", { timeout: 240_000 }, () => {
  it("are those of each execution, here where each is kept", async () => {
    const pipeline = await readingPipeline();
    for (const word of ["good", "better"]) {
      pipeline.put("s3://bucket/word.txt", word);
      // oxlint-disable-next-line no-await-in-loop -- one execution after the other
      await pipeline.nacre("start", "-q");
    }
    const list = (await pipeline.json("list")) as { executionId: string }[];
    const ids = list.map(({ executionId }) => executionId).toReversed();
    const { stdout, stderr } = await pipeline.nacre("outputs", ...ids);
    expect(stdout).toMatch(/^Report score\.value +4 +6$/m);
    expect(stderr).toBe("");
  });
});

describe("nacre logs", { timeout: 240_000 }, () => {
  it("merges the lines of all jobs, each behind its step", async () => {
    const pipeline = await readingPipeline();
    await pipeline.nacre("start", "-q");
    const { code, stdout } = await pipeline.nacre("logs");
    expect(stdout).toBe(
      "First | the word is good\nRead | the word is evil\nRead | the word is bad\n",
    );
    expect(code).toBe(0);
    expect((await pipeline.nacre("logs", "--step", "First", "--timestamps")).stdout).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z First \| the word is good\n$/,
    );
    const { stdout: json } = await pipeline.nacre("logs", "--step", "Read", "--json");
    expect(
      json
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { step: "Read", message: "the word is evil", stream: expect.stringMatching(/^algo-1/) },
      { step: "Read", message: "the word is bad", job: expect.stringContaining("Read") },
    ]);
    expect((await pipeline.nacre("logs", "--since", "2099-01-01")).stderr).toBe(
      "nothing is in the logs of its jobs\n",
    );
  });

  it.each([
    [["--step", "Chek"], "STEP_UNKNOWN", "did you mean `Check`?"],
    [["--since", "yesterday"], "BAD_OPTION", "--since 10m"],
    [["arn:aws:sagemaker:us-east-1:1:pipeline/p"], "BAD_OPTION", "pipeline/NAME/execution/ID"],
    [["nosuchid1234"], "AWS_NOT_FOUND", "nosuchid1234"],
  ])("%j is refused: %s", async (args, code, says) => {
    const pipeline = await localPipeline(checking);
    await pipeline.nacre("start", "-q");
    const ended = await pipeline.nacre("logs", ...args);
    expect(ended.stderr).toContain(`error ${code}: `);
    expect(ended.stderr).toContain(says);
    expect(ended.code).toBe(2);
  });
});

describe("an execution that goes on", { timeout: 240_000 }, () => {
  it("is stopped from another process", async () => {
    const pipeline = await localPipeline(sleeping);
    pipeline.put(scriptUri("Sleep"), sleeper);
    const running = pipeline.nacre("start", "--exit-status");
    await until(running, async () => {
      return JSON.stringify(await pipeline.json("list")).includes("Executing");
    });
    // Follows until the execution has ended.
    const following = pipeline.nacre("logs", "--follow");
    await until(running, async () => {
      return (await pipeline.nacre("logs")).stdout === "Sleep | asleep\n";
    });
    const stopped = await pipeline.nacre("stop");
    expect([stopped.code, stopped.stdout]).toEqual([0, expect.stringMatching(/^arn:.*\n$/)]);
    expect(await running).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^p: Stopped in /),
    });
    expect(await following).toMatchObject({ code: 0, stdout: "Sleep | asleep\n" });
    const again = await pipeline.nacre("stop");
    expect([again.code, again.stderr]).toEqual([0, "it has ended already: Stopped\n"]);
  });
});

/** Waits until something holds; gives up when the process that should bring it about has ended. */
async function until(running: Promise<Ended>, holds: () => Promise<boolean>): Promise<void> {
  if (await holds()) return;
  const ended = await Promise.race([running, sleep(100)]);
  if (ended !== undefined) throw new Error(`it has ended: ${JSON.stringify(ended)}`);
  await until(running, holds);
}
