import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nacre } from "../support/nacre.ts";
import { type AppChoice, appFiles, appFolder } from "./app.ts";

/** What of the output the tests look at. */
interface Result {
  readonly action: string;
  readonly arn: string;
  readonly version: number | null;
  readonly settings: readonly {
    readonly name: string;
    readonly before?: unknown;
    readonly after: unknown;
  }[];
  readonly steps: readonly { readonly name: string; readonly kind: string }[];
  readonly missingData: readonly { readonly parameter: string }[];
}

async function deploy(cwd: string, ...more: string[]): Promise<Result> {
  const args = ["deploy", "--app", "app.mts", "--local", "--json", "--yes", ...more];
  const { code, stdout, stderr } = await nacre(args, { cwd });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

function change(cwd: string, choice: AppChoice): void {
  for (const [file, text] of Object.entries(appFiles(choice))) writeFileSync(join(cwd, file), text);
}

// The same command against the service that nacre brings; no account, no network.
describe("nacre deploy --local", { timeout: 60_000 }, () => {
  it("creates, then does nothing, then updates what differs", async () => {
    const cwd = appFolder({ deployment: `{ tags: { team: "a" }, maxParallelExecutionSteps: 2 }` });
    const made = await deploy(cwd);
    expect(made).toMatchObject({
      action: "create",
      arn: expect.stringMatching(/:000000000000:pipeline\/example$/),
      steps: [{ name: "Prepare", kind: "added" }],
      missingData: [{ parameter: "InputData" }],
    });
    expect((await deploy(cwd)).action).toBe("none");
    const lambdas = { Call: "arn:aws:lambda:us-east-1:000000000000:function:f" };
    change(cwd, { lambdas, deployment: `{ tags: { team: "b" } }` });
    expect(await deploy(cwd)).toMatchObject({
      action: "update",
      arn: made.arn,
      version: expect.any(Number),
      settings: [{ name: "Tags.team", before: "a", after: "b" }],
      steps: [{ name: "Call", kind: "added" }],
    });
    const last = await deploy(cwd, "--max-parallel", "3");
    // What the app no longer says was kept: 2, until another one was given.
    expect(last.settings).toEqual([{ name: "MaxParallelExecutionSteps", before: 2, after: 3 }]);
    expect((await deploy(cwd, "--max-parallel", "3")).action).toBe("none");
  });

  it("tells a fault as JSON to who reads JSON", async () => {
    const args = ["deploy", "--app", "app.mts", "--local", "--json", "--name", "two words"];
    const { code, stdout } = await nacre(args, { cwd: appFolder() });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "DEFINITION_REFUSED",
        message: expect.stringContaining("two words"),
        help: expect.any(String),
      },
    });
  });

  it("takes the data from a file, and then finds it", async () => {
    const cwd = appFolder();
    writeFileSync(join(cwd, "in.csv"), "1,2\n");
    const { code, stdout } = await nacre(
      ["data", "--app", "app.mts", "--local", "--from", "in.csv"],
      { cwd },
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "s3://sagemaker-us-east-1-000000000000/data/in.csv\n",
    });
    expect((await deploy(cwd)).missingData).toEqual([]);
  });

  it.each([
    { args: ["--display-name", "two words"], rule: "PIPELINE_DISPLAY_NAME_INVALID" },
    { args: ["--name", "two words"], rule: "PIPELINE_NAME_INVALID" },
    { args: ["--role", "arn:aws:iam::1:user/me"], rule: "arn:aws:iam::1:user/me" },
  ])("refuses $args, and says $rule", async ({ args, rule }) => {
    const { code, stdout, stderr } = await nacre(
      ["deploy", "--app", "app.mts", "--local", ...args],
      { cwd: appFolder() },
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(rule);
  });
});
