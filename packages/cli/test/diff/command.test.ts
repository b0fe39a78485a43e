import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, importCore, nacre } from "../support/nacre.ts";

const fail = (message: string, name = "Stop") => ({
  Name: name,
  Type: "Fail",
  Arguments: { ErrorMessage: message },
});

const training = {
  Name: "Train",
  Type: "Training",
  CacheConfig: { Enabled: true, ExpireAfter: "P1D" },
  Arguments: {
    HyperParameters: { rounds: "50" },
    RoleArn: "arn:aws:iam::123456789012:role/service-role/AmazonSageMakerJobs",
    AlgorithmSpecification: { ContainerArguments: ["a", "b", "c"] },
  },
};

const definition = (...steps: readonly object[]): string =>
  JSON.stringify({ Version: "2020-12-01", Parameters: [], Steps: steps });

/** Runs `nacre diff` on two definitions. */
function diff(before: string, after: string, ...options: readonly string[]) {
  const cwd = folderWith({ "before.json": before, "after.json": after });
  return nacre(["diff", "before.json", "after.json", ...options], { cwd });
}

describe("nacre diff of two files needs no account", () => {
  it("ends with 0 where nothing differs, whatever the order of keys", async () => {
    const before = definition(fail("no"));
    const after = definition({ Arguments: { ErrorMessage: "no" }, Type: "Fail", Name: "Stop" });
    expect(await diff(before, after)).toEqual({
      code: 0,
      stdout: "",
      stderr: "before.json -> after.json: no differences\n",
    });
  });

  it("ends with 2 and says what differs, by step and attribute, with what follows", async () => {
    const after = {
      ...training,
      Arguments: {
        HyperParameters: { rounds: "60" },
        RoleArn: "arn:aws:iam::123456789012:role/service-role/AmazonSageMakerOthers",
        AlgorithmSpecification: { ContainerArguments: ["a", "c"] },
      },
    };
    const { code, stdout, stderr } = await diff(
      definition(training, fail("no")),
      definition(after, fail("no", "Halt"), fail("new", "New")),
    );
    expect(code).toBe(2);
    expect(stderr).toBe("before.json -> after.json: steps: 1 to add, 1 to change, 1 to rename\n");
    expect(stdout).toBe(`
  ~ step Train (Training)
      ~ Arguments.HyperParameters.rounds: "50" -> "60"  # cache
      ~ Arguments.RoleArn:  # role
          - "arn:aws:iam::123456789012:role/service-role/AmazonSageMakerJobs"
          + "arn:aws:iam::123456789012:role/service-role/AmazonSageMakerOthers"
      ~ Arguments.AlgorithmSpecification.ContainerArguments:  # cache
            "a"
          - "b"
            "c"

  ~ step Halt (Fail), renamed from Stop

  + step New (Fail)
      +   "Name": "New",
      +   "Type": "Fail",
      +   "Arguments": {
      +     "ErrorMessage": "new"
      +   }

Cache:
  Train runs again: Arguments.HyperParameters.rounds, Arguments.AlgorithmSpecification.ContainerArguments

Permissions of the pipeline's role:
  + role arn:aws:iam::123456789012:role/service-role/AmazonSageMakerOthers (Train)
  - role arn:aws:iam::123456789012:role/service-role/AmazonSageMakerJobs (Train)

`);
  });

  it("prints one JSON object with --json", async () => {
    const { code, stdout } = await diff(definition(fail("a")), definition(fail("b")), "--json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      before: { kind: "file", title: "before.json" },
      after: { kind: "file", title: "after.json" },
      different: true,
      definition: [],
      parameters: [],
      steps: [
        {
          kind: "changed",
          name: "Stop",
          type: "Fail",
          attributes: [
            {
              kind: "changed",
              path: "Arguments.ErrorMessage",
              before: "a",
              after: "b",
              caching: false,
              permissions: [],
            },
          ],
        },
      ],
      caching: [],
      permissions: [],
    });
  });

  it("colours only where colours are wanted", async () => {
    const cwd = folderWith({ "a.json": definition(fail("a")), "b.json": definition(fail("b")) });
    const env = { NO_COLOR: undefined, FORCE_COLOR: "1" };
    const { stdout } = await nacre(["diff", "a.json", "b.json"], { cwd, env });
    expect(stdout).toContain("\u001B[33m~\u001B[39m Arguments.ErrorMessage");
  });
});

describe("nacre diff of a file and the app", () => {
  const app = `
    import { fail, Pipeline } from ${JSON.stringify(importCore)};
    export default (context) => new Pipeline("P", {
      steps: [fail("Stop", { message: context.get("account") })],
    });
  `;

  it("takes the app for the later side, with the context that is given", async () => {
    const cwd = folderWith({ "app.mjs": app, "old.json": definition(fail("000000000000")) });
    const args = ["diff", "old.json", "--app", "app.mjs", "--context", "account=111122223333"];
    const { code, stdout } = await nacre(args, { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('~ Arguments.ErrorMessage: "000000000000" -> "111122223333"');
  });
});

describe("an error of nacre diff ends with 1, which is not taken for a difference", () => {
  const cases = [
    [["missing.json", "missing.json"], "CANNOT_READ"],
    [["broken.json", "broken.json"], "DEFINITION_NOT_JSON"],
    [["a.json", "app.ts"], "BAD_OPTION"],
    [["a.json", "a.json", "--app", "app.ts"], "BAD_OPTION"],
    [["a.json", "a.json", "a.json"], "UNEXPECTED_ARGUMENT"],
    [["--tpyo"], "UNKNOWN_OPTION"],
    [["a.json"], "APP_NOT_FOUND"],
    [["deployed", "a.json", "--region", "eu-west-1"], "PIPELINE_UNNAMED"],
  ] as const;

  it.each(cases)("%j: %s", async (args, wanted) => {
    const cwd = folderWith({ "a.json": definition(fail("a")), "broken.json": "{", "app.ts": "" });
    const { code, stderr } = await nacre(["diff", ...args], { cwd });
    expect(stderr).toContain(`error ${wanted}: `);
    expect(code).toBe(1);
  });

  it("names the file that cannot be read", async () => {
    const cwd = folderWith({ "broken.json": '{\n  "Steps": 1,\n}' });
    const { stderr } = await nacre(["diff", "broken.json", "broken.json"], { cwd });
    expect(stderr).toContain(`at: ${join(cwd, "broken.json")}:3:1`);
  });
});
