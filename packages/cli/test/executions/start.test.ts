import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checking, type LocalPipeline, localPipeline } from "../support/local.ts";
import { folderWith } from "../support/nacre.ts";

describe("nacre start checks before anything is started", () => {
  const folder = mkdtempSync(join(tmpdir(), "nacre-start-"));
  let pipeline: LocalPipeline;
  beforeAll(async () => {
    pipeline = await localPipeline(checking, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));

  const refused: readonly (readonly [args: readonly string[], code: string, says: string])[] = [
    [["--param", "Sise=1"], "PARAMETER_UNKNOWN", 'Did you mean "Size"?'],
    [["--param", "Size=big"], "PARAMETER_TYPE", '"big" is not'],
    [["--param", "Stage=prod"], "PARAMETER_NOT_IN_ENUM", '"test", "live"'],
    [["--param", `Stage=${"x".repeat(1025)}`], "PARAMETER_VALUE_TOO_LONG", "1025 characters"],
    [["--param", "Stage="], "PARAMETER_VALUE_EMPTY", "at least 1"],
    [["--param", "Size"], "BAD_OPTION", "KEY=VALUE"],
    [["--display-name", "no name!"], "EXECUTION_NAME_INVALID", "letters"],
    [["--max-parallel", "0"], "BAD_OPTION", "whole number"],
    [["--steps", "Chek"], "STEP_UNKNOWN", "did you mean `Check`?"],
    [["--from", "TooBig"], "AWS_REFUSED", "have dependencies on [Check]"],
    [["--from", "TooBig", "--reuse", "latest"], "EXECUTION_NOT_FOUND", "has no executions"],
    [["--reuse", "latest"], "BAD_OPTION", "--steps A,B"],
    [["--version", "7"], "VERSION_NOT_FOUND", "version 7"],
    [["--params", "missing.json"], "CANNOT_READ", "check the path"],
    [["--interval", "soon"], "BAD_OPTION", "number of seconds"],
  ];
  it.each(refused)("%j: %s", async (args, code, says) => {
    const { stderr, stdout, code: exit } = await pipeline.nacre("start", ...args);
    expect(stderr).toContain(`error ${code}: `);
    expect(stderr).toContain(says);
    expect(stdout).toBe("");
    expect(exit).toBe(2);
    expect(await pipeline.json("list")).toEqual([]);
  });

  it("says all that is wrong at once", async () => {
    const { stderr } = await pipeline.nacre("start", "--param", "Sise=1", "--param", "Size=x");
    expect(stderr.match(/^error [A-Z_]+/gm)).toEqual([
      "error PARAMETER_UNKNOWN",
      "error PARAMETER_TYPE",
    ]);
  });

  it("says how to make a pipeline that is not there", async () => {
    const { code, stderr } = await pipeline.nacre("start", "--pipeline", "Q");
    expect([code, stderr]).toEqual([2, expect.stringContaining("nacre deploy --local makes it")]);
  });
});

describe("nacre start --local runs the execution in this process", () => {
  it("shows each step, and what it came to", async () => {
    const pipeline = await localPipeline(checking);
    const { code, stdout, stderr } = await pipeline.nacre("start", "--display-name", "first");
    expect(stderr).toMatch(/^execution arn:aws:sagemaker:us-east-1:000000000000:pipeline\/p\//m);
    expect(stderr).toMatch(/^ +\d+\.\d s {2}Check {2}Succeeded \d+\.\d s: took if$/m);
    expect(stdout).toMatch(/^p: Succeeded in \d+\.\d s\n$/);
    expect(code).toBe(0);
    expect(await pipeline.json("list")).toMatchObject([{ displayName: "first", parameters: {} }]);
  });

  it.each([
    [[], 0],
    [["--exit-status"], 1],
  ])("tells why it failed; exit code with %j: %i", async (args, wanted) => {
    const pipeline = await localPipeline(checking);
    const { code, stderr, stdout } = await pipeline.nacre("start", "--param", "Size=10", ...args);
    expect(stderr).toContain("error STEP_FAILED: it is too big\n  at: step TooBig\n");
    expect(stdout).toMatch(/^p: Failed in /);
    expect(code).toBe(wanted);
  });

  it("prints one JSON object, and nothing else when quiet", async () => {
    const pipeline = await localPipeline(checking);
    const { stdout, stderr } = await pipeline.nacre("start", "--param", "Size=12", "--json", "-q");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      executionId: expect.stringMatching(/^[a-z0-9]{12}$/),
      pipelineName: "p",
      status: "Failed",
      durationSeconds: expect.any(Number),
      steps: [
        { name: "Check", type: "Condition", status: "Succeeded", outcome: "False", attempts: 1 },
        { name: "TooBig", type: "Fail", status: "Failed", failureReason: "it is too big" },
      ],
      failures: [{ step: "TooBig", reason: "it is too big", log: [] }],
    });
  });

  it("takes parameters from a file, and those of the command line over them", async () => {
    const pipeline = await localPipeline(checking);
    const file = join(folderWith({}), "params.json");
    writeFileSync(file, JSON.stringify({ Size: 20, Stage: "live" }));
    await pipeline.nacre("start", "--params", file, "--param", "Size=3");
    expect(await pipeline.json("list")).toMatchObject([
      { status: "Succeeded", parameters: { Size: "3", Stage: "live" } },
    ]);
    writeFileSync(file, JSON.stringify([{ Name: "Size", Value: "4" }]));
    await pipeline.nacre("start", "--params", file);
    expect(await pipeline.json("list", "--all", "--limit", "1")).toMatchObject([
      { parameters: { Size: "4", Stage: "test" } },
    ]);
  });

  it.each([
    ["[1]", "the value of undefined is no text"],
    ["{", "JSON"],
    ['"text"', "neither an object nor a list"],
    ['{"Size": {"a": 1}}', 'the value of "Size" is no text'],
  ])("refuses a file of parameters that is %s", async (text, says) => {
    const pipeline = await localPipeline(checking);
    const file = join(folderWith({ "params.json": text }), "params.json");
    const { code, stderr } = await pipeline.nacre("start", "--params", file);
    expect(stderr).toContain("error PARAMS_INVALID: ");
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});
