import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot, temporaryFolder } from "../helpers.ts";

const pinned = dirname(
  createRequire(import.meta.url).resolve("@aws-sdk/client-sagemaker/package.json"),
);

function drift(...args: readonly string[]) {
  const bin = join(packageRoot, "src/bin.ts");
  return spawnSync(process.execPath, [bin, "drift", ...args], { encoding: "utf8" });
}

/** A copy of the pinned SDK's declarations; each edit must change exactly one place. */
function edited(edits: readonly (readonly [from: string, to: string])[]): string {
  const folder = temporaryFolder();
  const models = join(folder, "dist-types/models");
  mkdirSync(models, { recursive: true });
  cpSync(join(pinned, "package.json"), join(folder, "package.json"));
  const done = edits.map(() => 0);
  for (const file of readdirSync(join(pinned, "dist-types/models"))) {
    let text = readFileSync(join(pinned, "dist-types/models", file), "utf8");
    for (const [index, [from, to]] of edits.entries()) {
      const parts = text.split(from);
      done[index] = (done[index] ?? 0) + parts.length - 1;
      text = parts.join(to);
    }
    writeFileSync(join(models, file), text);
  }
  expect(done).toEqual(edits.map(() => 1));
  return folder;
}

test("the pinned SDK does not differ from itself, and none of our notes is out of date", () => {
  expect(drift("--sdk", pinned)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(
      /^0 differences between (\S+) and \1 .*; 0 notes out of date\.\n$/,
    ),
  });
});

test("fields and enum values that came or went are found, in the shapes that we use", () => {
  const folder = edited([
    ["interface VpcConfig {", "interface VpcConfig {\n  Zone?: string | undefined;"],
    [
      'ProcessingS3InputMode: {\n    readonly FILE: "File";',
      'ProcessingS3InputMode: {\n    readonly FILE: "Files";',
    ],
    [
      "interface ProcessingStoppingCondition {",
      "interface ProcessingStoppingCondition {\n  Grace: number;",
    ],
    // Nothing of ours uses these.
    ["interface DescribeHubRequest {", "interface DescribeHubRequest {\n  Zone?: string;"],
  ]);
  const { status, stdout } = drift("--sdk", folder);
  expect(stdout.trim().split("\n")).toEqual([
    "added   ProcessingStoppingCondition.Grace: field",
    "added   VpcConfig.Zone: field",
    'added   ProcessingS3InputMode: value "Files"',
    'gone    ProcessingS3InputMode: value "File"',
    expect.stringMatching(/^4 differences between /),
  ]);
  expect(status).toBe(1);
});

test("what we say about a member is out of date once the API says it too", () => {
  const folder = edited([
    [
      "interface ModelPackageContainerDefinition {",
      "interface ModelPackageContainerDefinition {\n  Mode?: ContainerMode;",
    ],
  ]);
  const { status, stdout } = drift("--sdk", folder, "--json");
  expect(JSON.parse(stdout)).toEqual({
    differences: [
      { place: "ModelPackageContainerDefinition.Mode", change: "added", what: "field" },
    ],
    outOfDate: ["ModelPackageContainerDefinition.Mode is in the API by now: it need not be added."],
  });
  expect(status).toBe(1);
});

test("a folder that is no such package", () => {
  const { status, stderr } = drift("--sdk", temporaryFolder());
  expect(stderr).toMatch(/^SDK_UNREADABLE: /);
  expect(status).toBe(1);
});
