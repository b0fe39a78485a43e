import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checking, localPipeline } from "../support/local.ts";
import { folderWith, nacre } from "../support/nacre.ts";

describe("an execution", () => {
  it("is drawn with the statuses of its steps, in every format", async () => {
    const pipeline = await localPipeline(checking);
    await pipeline.nacre("start", "--param", "Size=10", "--display-name", "too-big");
    const draw = async (...args: readonly string[]) => {
      const { stdout, stderr, code } = await pipeline.nacre("graph", ...args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return stdout;
    };
    const svg = await draw("--execution", "latest", "--format", "svg");
    expect(svg).toMatch(/>execution too-big \([a-z0-9]{12}\) · Failed · started \d{4}-/);
    expect(svg).toMatch(/class="step condition succeeded">.*>✓ Succeeded · false · /);
    expect(svg).toMatch(/class="step fail failed">.*>✗ Failed · /);
    expect(await draw("--execution", "latest", "--format", "svg")).toBe(svg);
    expect(await draw("--execution", "latest")).toMatch(/TooBig +Fail +✗ Failed/);
    expect(await draw("--execution", "latest", "--format", "mermaid")).toMatch(/class s2 failed/);
    expect(await draw("--execution", "latest", "--format", "dot")).toContain("✗ Failed");
    expect(await draw("--execution", "latest", "--format", "png")).toContain("PNG");
  });

  it("is found by its id or ARN, and a state folder is that of the local service", async () => {
    const pipeline = await localPipeline(checking);
    await pipeline.nacre("start");
    const [listed] = (await pipeline.json("list")) as { executionArn: string }[];
    const arn = listed?.executionArn ?? "";
    const id = arn.split("/").at(-1) ?? "";
    const env = { AWS_REGION: "us-east-1", AWS_ENDPOINT_URL: undefined, AWS_PROFILE: undefined };
    const ways = [
      [arn],
      ["--execution", id, "--pipeline", "P"],
      // Nothing names the pipeline: there is no app here.
      ["--execution", id],
      ["--execution", "latest"],
      [id],
      ["latest"],
    ];
    for (const args of ways) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { stdout, stderr } = await nacre(["graph", ...args, "--home", pipeline.home], { env });
      expect(stderr).toBe("");
      expect(stdout).toMatch(/^P: 2 steps\n/);
      expect(stdout).toContain(`execution ${id} · Succeeded`);
    }
    const missing = ["graph", "--execution", "000000000000", "--home", pipeline.home];
    expect((await nacre(missing, { env })).stderr).toMatch(
      /^error EXECUTION_NOT_FOUND: there is no execution 000000000000 on this machine\n/,
    );
  });

  it("in a state folder that is not there makes none", async () => {
    const home = join(folderWith({}), "none");
    for (const command of ["graph", "report"]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { code, stderr } = await nacre([command, "latest", "--home", home]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error HOME_NOT_FOUND: there is no state folder /);
    }
    expect(existsSync(home)).toBe(false);
  });

  it("that is the newest of several pipelines is told with its pipeline", async () => {
    const pipeline = await localPipeline(checking);
    const place = ["--local", "--home", pipeline.home];
    const latest = ["graph", "--execution", "latest", ...place];
    const none = await nacre(latest);
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringMatching(/^error EXECUTION_NOT_FOUND: there are no executions/),
    ]);
    await pipeline.nacre("start");
    const file = join(folderWith({ "d.json": JSON.stringify(checking) }), "d.json");
    await nacre(["deploy", file, "--name", "Other", "--yes", ...place]);
    await nacre(["start", "--pipeline", "Other", ...place]);
    const { stdout, stderr } = await nacre(latest);
    expect(stdout).toMatch(/^Other: 2 steps\n/);
    expect(stderr).toMatch(
      /^execution [a-z0-9]{12} of pipeline other, the newest of 2 pipelines; --pipeline NAME takes another\n$/,
    );
    const [, id = ""] = /execution ([a-z0-9]{12}) · /.exec(stdout) ?? [];
    expect(await nacre(["graph", id, ...place])).toMatchObject({ stdout, stderr: "" });
  });

  it("that is not there, or given beside something else, is refused", async () => {
    const pipeline = await localPipeline(checking);
    const refused: readonly (readonly [args: readonly string[], code: string])[] = [
      [["--execution", "000000000000"], "AWS_NOT_FOUND"],
      [["--execution", "latest"], "EXECUTION_NOT_FOUND"],
      [["--execution", "latest", "a.json"], "BAD_OPTION"],
      [["a.json", "b.json"], "UNEXPECTED_ARGUMENT"],
      [["--execution", "latest", "--diff"], "BAD_OPTION"],
    ];
    const ended = await Promise.all(refused.map(([args]) => pipeline.nacre("graph", ...args)));
    expect(ended.map(({ code, stderr }) => [code, /^error (\w+): /.exec(stderr)?.[1]])).toEqual(
      refused.map(([, code]) => [2, code]),
    );
  });
});

function fail(Name: string, ErrorMessage: string): object {
  return { Name, Type: "Fail", Arguments: { ErrorMessage } };
}

function text(...Steps: readonly object[]): string {
  return JSON.stringify({ Version: "2020-12-01", Steps });
}

describe("a pipeline", () => {
  it("is drawn as it is deployed, by its ARN", async () => {
    const pipeline = await localPipeline(checking);
    const arn = "arn:aws:sagemaker:us-east-1:000000000000:pipeline/p";
    const { stdout, stderr } = await pipeline.nacre("graph", arn);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^P: 2 steps\n/);
    const missing = await pipeline.nacre("graph", `${arn}x`);
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringMatching(/^error PIPELINE_NOT_FOUND: /),
    ]);
  });
});

describe("--diff", () => {
  it("draws two definitions in one picture, what differs marked by colour and sign", async () => {
    const cwd = folderWith({
      "before.json": text(fail("Same", "1"), fail("Other", "1"), {
        Name: "Gone",
        Type: "Lambda",
        Arguments: {},
      }),
      "after.json": text(fail("Same", "1"), fail("Other", "2")),
    });
    const args = ["graph", "--diff", "before.json", "after.json", "--format", "svg"];
    const { stdout, stderr, code } = await nacre(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(">before.json → after.json<");
    expect(stdout).toMatch(/class="step fail plain"><title>Same /);
    expect(stdout).toMatch(/class="step fail changed"><title>Other .*~ changed · 1 change</);
    expect(stdout).toMatch(/class="step removed"><title>Gone .*− removed</);
  });

  it("compares what is deployed with a file", async () => {
    const pipeline = await localPipeline(checking);
    const file = join(folderWith({}), "definition.json");
    writeFileSync(file, JSON.stringify({ ...checking, Steps: [] }));
    const { stdout } = await pipeline.nacre("graph", "--diff", "deployed", file);
    expect(stdout).toMatch(/Check +Condition +− removed/);
  });
});
