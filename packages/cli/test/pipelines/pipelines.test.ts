import { describe, expect, it } from "vitest";
import { checking, localPipeline } from "../support/local.ts";
import { nacre } from "../support/nacre.ts";

/** The same pipeline with another limit. */
const stricter = JSON.parse(JSON.stringify(checking).replace('"RightValue":10', '"RightValue":7'));

describe("versions of a pipeline", () => {
  it("are listed, compared, and rolled back to", async () => {
    const pipeline = await localPipeline(checking);
    await pipeline.deploy(stricter);
    await pipeline.nacre("start", "-q");
    expect(await pipeline.json("versions")).toMatchObject([
      { version: 2, creationTime: expect.any(String), lastExecutionArn: expect.any(String) },
      { version: 1, creationTime: expect.any(String) },
    ]);
    expect((await pipeline.nacre("versions", "--limit", "1")).stdout).toMatch(
      /^Version .*\n2 +\d{4}-.*\n$/,
    );
    const limit = "~ Arguments.Conditions[0].RightValue: ";
    expect((await pipeline.nacre("diff", "1", "2")).stdout).toContain(`${limit}10 -> 7`);
    expect((await pipeline.nacre("diff", "2", "deployed")).code).toBe(0);

    const shown = await pipeline.nacre("rollback", "1", "--dry-run");
    expect(shown.stderr).toContain(`${limit}7 -> 10`);
    expect([shown.code, shown.stdout]).toEqual([0, ""]);
    expect((await pipeline.nacre("rollback", "1")).stderr).toContain("error APPROVAL_NEEDED: ");
    expect(await pipeline.json("versions")).toHaveLength(2);

    const done = await pipeline.nacre("rollback", "1", "--yes");
    expect(done.stderr).toContain("it is version 3 now\n");
    expect(done.stdout).toBe("arn:aws:sagemaker:us-east-1:000000000000:pipeline/p\n");
    expect((await pipeline.nacre("diff", "1", "deployed")).code).toBe(0);
    expect(await pipeline.json("rollback", "1", "-q")).toEqual({
      pipelineArn: "arn:aws:sagemaker:us-east-1:000000000000:pipeline/p",
      from: 1,
      applied: false,
      version: null,
    });
  });

  it.each([
    [[], "BAD_OPTION", "nacre rollback VERSION"],
    [["first"], "BAD_OPTION", "whole number"],
    [["8", "--yes"], "VERSION_NOT_FOUND", "`nacre versions` lists them"],
    [["1", "--pipeline", "Q"], "PIPELINE_NOT_FOUND", "nacre deploy --local makes it"],
  ])("nacre rollback %j is refused: %s", async (args, code, says) => {
    const pipeline = await localPipeline(checking);
    const ended = await pipeline.nacre("rollback", ...args);
    expect(ended.stderr).toContain(`error ${code}: `);
    expect(ended.stderr).toContain(says);
    expect(ended.code).toBe(2);
  });
});

describe("nacre describe", () => {
  it("shows a pipeline as it is deployed", async () => {
    const pipeline = await localPipeline(checking);
    const { stdout } = await pipeline.nacre("describe");
    expect(stdout).toMatch(/^Role +arn:aws:iam::000000000000:role\/nacre-local$/m);
    expect(stdout).toMatch(/^Stage +String +test +test, live$/m);
    expect(stdout).toMatch(/^TooBig +Fail +else of Check$/m);
    expect(await pipeline.json("describe")).toMatchObject({
      pipelineArn: "arn:aws:sagemaker:us-east-1:000000000000:pipeline/p",
      status: "Active",
      parameters: [
        { name: "Size", type: "Integer", defaultValue: "5" },
        { name: "Stage", type: "String", defaultValue: "test", enumValues: ["test", "live"] },
      ],
      steps: [
        { name: "Check", type: "Condition" },
        { name: "TooBig", type: "Fail", branch: { condition: "Check", when: "else" } },
      ],
    });
  });

  it("shows an execution with its parameters and steps", async () => {
    const pipeline = await localPipeline(checking);
    await pipeline.nacre("start", "-q", "--param", "Size=10", "--description", "too big");
    const { stdout } = await pipeline.nacre("describe", "latest");
    expect(stdout).toMatch(/^Description +too big$/m);
    expect(stdout).toMatch(/^Size +10$/m);
    expect(stdout).toMatch(/^Check +Condition +Succeeded +\d+\.\d s +- +took else$/m);
    expect(stdout).toMatch(/^TooBig +Fail +Failed +\d+\.\d s +- +it is too big$/m);
    const json = await pipeline.json("describe", "latest");
    expect(json).toMatchObject({
      status: "Failed",
      parameters: { Size: "10", Stage: "test" },
      failures: [{ step: "TooBig", reason: "it is too big" }],
    });
    const { executionId } = json as { executionId: string };
    expect(await pipeline.json("describe", executionId)).toEqual(json);
  });
});

describe("nacre delete", () => {
  it("asks, and then the pipeline is gone", async () => {
    const pipeline = await localPipeline(checking);
    expect((await pipeline.nacre("delete")).stderr).toContain("delete pipeline P?");
    expect(await pipeline.json("list", "--pipelines")).toMatchObject([{ pipelineName: "P" }]);
    expect(await pipeline.json("delete", "--yes", "-q")).toEqual({
      pipelineArn: "arn:aws:sagemaker:us-east-1:000000000000:pipeline/p",
      deleted: true,
      schedules: [],
    });
    expect(await pipeline.json("list", "--pipelines")).toEqual([]);
    const again = await pipeline.nacre("delete", "--yes");
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("PIPELINE_NOT_FOUND")]);
  });

  it("leaves schedules to EventBridge, which is in AWS only", async () => {
    const pipeline = await localPipeline(checking);
    const { code, stderr } = await pipeline.nacre("schedule", "rate(1 day)");
    expect([code, stderr]).toEqual([2, expect.stringContaining("error LOCAL_UNSUPPORTED: ")]);
  });
});

describe("a pipeline that is not there", { timeout: 240_000 }, () => {
  it.each([
    ["start"],
    ["watch"],
    ["list"],
    ["logs"],
    ["outputs"],
    ["stop"],
    ["retry"],
    ["describe"],
    ["describe", "latest"],
    ["versions"],
    ["rollback", "1", "--yes"],
    ["delete", "--yes"],
  ])("is called so by nacre %s", async (command, ...args) => {
    const { home } = await localPipeline(checking);
    const place = ["--local", "--home", home, "--pipeline", "Nope"];
    const { stderr, stdout } = await nacre([command, ...place, ...args]);
    expect(stdout).toBe("");
    expect(stderr).toContain(
      "error PIPELINE_NOT_FOUND: there is no pipeline Nope on this machine\n",
    );
    expect(stderr).toContain("help: nacre deploy --local makes it from the app; ");
  });
});
