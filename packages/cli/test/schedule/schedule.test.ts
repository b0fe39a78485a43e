import { CreatePipelineCommand } from "@aws-sdk/client-sagemaker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkExpression } from "../../src/schedule/expression.ts";
import { type FakeAws, role, startFakeAws } from "../support/aws.ts";
import { checking } from "../support/local.ts";

describe("the expression of a schedule", () => {
  it.each([
    "rate(1 day)",
    "rate(12 hours)",
    "cron(0 6 ? * MON-FRI *)",
    "cron(15 10 1 * ? *)",
    "at(2026-12-24T18:00:00)",
  ])("can be %s", (text) => {
    expect(() => checkExpression(text)).not.toThrow();
  });

  it.each([
    ["every tuesday", "rate(1 day)"],
    ["rate(1 days)", "a number and a unit"],
    ["rate(2 day)", "a number and a unit"],
    ["rate(0 days)", "a number and a unit"],
    ["cron(0 6 * * *)", "one of the days being ?"],
    ["cron(0 6 * * * *)", "one of the days being ?"],
    ["at(tomorrow)", "a date and a time"],
    ["at(2026-13-24T18:00:00)", "a date and a time"],
  ])("cannot be %s", (text, help) => {
    expect(() => checkExpression(text)).toThrow(
      expect.objectContaining({
        code: "SCHEDULE_EXPRESSION_INVALID",
        help: expect.stringContaining(help),
      }),
    );
  });
});

describe("nacre schedule, on moto", { timeout: 240_000 }, () => {
  let aws: FakeAws | undefined;
  beforeAll(async () => {
    aws = await startFakeAws("us-east-1");
    await aws?.sagemaker.send(
      new CreatePipelineCommand({
        PipelineName: "P",
        PipelineDefinition: JSON.stringify(checking),
        RoleArn: role,
        ClientRequestToken: "a".repeat(32),
      }),
    );
  }, 240_000);
  afterAll(() => aws?.stop());

  it("makes, changes, lists and deletes schedules, the last with the pipeline", async ({
    skip,
  }) => {
    if (aws === undefined) return skip("moto cannot be installed here");
    const { nacre } = aws;
    const schedule = (...args: readonly string[]) =>
      nacre(["schedule", ...args, "--pipeline", "P", "--role", role]);

    const made = await schedule("rate(1 day)", "--param", "Size=3");
    expect(made.stderr).toContain("made schedule P\n");
    expect(made.stdout).toMatch(
      /^arn:aws:scheduler:us-east-1:123456789012:schedule\/default\/P\n$/,
    );
    const zone = ["--timezone", "Europe/Zurich", "--name", "weekdays"];
    await schedule("cron(0 6 ? * MON-FRI *)", ...zone, "--disabled");
    const changed = await schedule("rate(2 days)", "--param", "Size=4", "--json");
    expect(JSON.parse(changed.stdout)).toMatchObject({ name: "P", created: false });

    const { stdout } = await nacre(["schedule", "list", "--pipeline", "P"]);
    expect(stdout).toMatch(/^P +rate\(2 days\) +UTC +enabled +Size=4$/m);
    expect(stdout).toMatch(/^weekdays +cron\(0 6 \? \* MON-FRI \*\) +Europe\/Zurich +disabled$/m);

    const unknown = await nacre(["schedule", "delete", "nightly", "--pipeline", "P"]);
    expect(unknown.stderr).toContain("there are: P, weekdays");
    await nacre(["schedule", "delete", "weekdays", "--pipeline", "P"]);
    const left = await nacre(["schedule", "list", "--pipeline", "P", "--json"]);
    expect(JSON.parse(left.stdout)).toMatchObject([
      { name: "P", expression: "rate(2 days)", parameters: { Size: "4" }, roleArn: role },
    ]);

    const deleted = await nacre(["delete", "--pipeline", "P", "--yes"]);
    expect(deleted.stderr).toBe("deleted schedule P\ndeleted\n");
    expect((await nacre(["schedule", "list", "--pipeline", "P"])).stderr).toContain(
      "error PIPELINE_NOT_FOUND: ",
    );
  });
});

describe("what a schedule would start is checked now, on moto", { timeout: 240_000 }, () => {
  it("refuses what the pipeline would refuse", async ({ skip }) => {
    const aws = await startFakeAws("us-east-1");
    if (aws === undefined) return skip("moto cannot be installed here");
    try {
      const input = {
        PipelineName: "P",
        PipelineDefinition: JSON.stringify(checking),
        RoleArn: role,
        ClientRequestToken: "a".repeat(32),
      };
      await aws.sagemaker.send(new CreatePipelineCommand(input));
      const cases = [
        [["rate(1 day)", "--param", "Size=big"], "PARAMETER_TYPE"],
        [["rate(1 day)", "--param", "Sise=1"], "PARAMETER_UNKNOWN"],
        [["every tuesday"], "SCHEDULE_EXPRESSION_INVALID"],
        [["rate(1", "day)"], "BAD_OPTION"],
        [["rate(1 day)", "--start", "soon"], "BAD_OPTION"],
      ] as const;
      for (const [args, code] of cases) {
        // oxlint-disable-next-line no-await-in-loop -- one process after the other
        const ended = await aws.nacre(["schedule", ...args, "--pipeline", "P", "--role", role]);
        expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(`error ${code}: `)]);
      }
      const list = await aws.nacre(["schedule", "list", "--pipeline", "P", "--json"]);
      expect(JSON.parse(list.stdout)).toEqual([]);
    } finally {
      await aws.stop();
    }
  });
});
