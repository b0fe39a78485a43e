import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PipelineDefinition } from "@nacre/core";
import { describe, expect, test } from "vitest";
import type { Execution } from "../src/execution.ts";
import { Database } from "../src/state/database.ts";
import { Executions } from "../src/state/executions.ts";
import { chooseSandbox } from "../src/sandbox/choose-sandbox.ts";
import { pathRewriting } from "../src/sandbox/path-rewriting.ts";
import {
  bucket,
  definition,
  outputText,
  processesNaming,
  script,
  scriptObjects,
  systemPython,
  temporaryFolder,
  textFile,
} from "./pipelines.ts";

const program = fileURLToPath(new URL("run-program.ts", import.meta.url));
const nodeOptions = ["--conditions=@nacre/source", "--no-warnings", program];

function runFile(
  given: PipelineDefinition,
  home: string,
  parameters: object = {},
  rewrites = false,
): string {
  const options = { home, pipelineName: "Test", parameters, objects: scriptObjects(given) };
  const content = JSON.stringify({ definition: given, options, python: systemPython, rewrites });
  return textFile(temporaryFolder(), "run.json", content);
}

async function execution(child: ChildProcess): Promise<Execution> {
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (part: string) => (text += part));
  await once(child, "close");
  return JSON.parse(text) as Execution;
}

describe("two processes in one home at once", () => {
  const given = definition(
    [
      script({
        Name: "Write",
        outputs: { o: `${bucket}/same/key` },
        args: [{ Get: "Parameters.Who" }],
        script: `
import sys, time
for index in range(20):
    open("/opt/ml/processing/out/o/%d-%s.txt" % (index, sys.argv[1]), "w").close()
open("/opt/ml/processing/out/o/who.txt", "w").write(sys.argv[1])
# Until all runs have begun, on a busy machine too: what is there before a run begins, it sees.
time.sleep(3)
`,
      }),
      script({
        Name: "Read",
        inputs: { i: { Get: "Steps.Write.ProcessingOutputConfig.Outputs['o'].S3Output.S3Uri" } },
        outputs: { o: `${bucket}/seen` },
        script: `
import os, time
time.sleep(0.3)
found = open("/opt/ml/processing/i/who.txt").read() + " " + str(len(os.listdir("/opt/ml/processing/i")))
open("/opt/ml/processing/out/o/seen.txt", "w").write(found)
`,
      }),
      {
        Name: "Register",
        Type: "RegisterModel",
        Arguments: { ModelPackageGroupName: "Group", InferenceSpecification: { Containers: [] } },
        DependsOn: ["Read"],
      },
    ],
    { Parameters: [{ Name: "Who", Type: "String" }] },
  );

  test("each reads what it wrote itself under the same URIs, and gets a version of its own", async () => {
    const home = join(temporaryFolder(), "home");
    const who = ["ann", "bob", "cid"];
    const runs = await Promise.all(
      who.map((Who) =>
        execution(spawn(process.execPath, [...nodeOptions, runFile(given, home, { Who })])),
      ),
    );
    expect(runs.map(({ status }) => status)).toEqual(["Succeeded", "Succeeded", "Succeeded"]);
    expect(runs.map((run) => outputText(run, "Read", "o", "seen.txt"))).toEqual(
      who.map((name) => `${name} 21`),
    );
    const versions = runs.map(({ steps }) => steps[2]?.modelPackage?.version);
    expect(versions.toSorted()).toEqual([1, 2, 3]);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(3);
  }, 60_000);
});

const sandbox = await chooseSandbox(temporaryFolder());
const canKill = sandbox !== pathRewriting && sandbox.depth === 2;
if (!canKill) console.warn("SKIPPED: this machine has no sandbox whose jobs end with the run");

describe("a run that is killed", () => {
  const ways = [
    { way: "in a sandbox", rewrites: false, isHere: canKill },
    { way: "without one", rewrites: true, isHere: process.platform === "linux" },
  ].filter(({ isHere }) => isHere);
  test.each(ways)("takes its jobs with it, $way", async ({ rewrites }) => {
    const folder = temporaryFolder();
    const given = definition([
      script({
        Name: "Long",
        args: [folder],
        script: 'import time; print("ready"); time.sleep(60)',
      }),
    ]);
    const home = join(folder, "home");
    const child = spawn(process.execPath, [...nodeOptions, runFile(given, home, {}, rewrites)]);
    await once(child.stderr, "data");
    expect(processesNaming(folder)).toBeGreaterThan(0);
    child.kill("SIGKILL");
    await once(child, "close");
    for (let tries = 0; processesNaming(folder) > 0 && tries < 50; tries += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the kernel takes its moment
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(processesNaming(folder)).toBe(0);
    const [id = ""] = readdirSync(join(home, "executions"));
    const database = new Database(home);
    expect(new Executions(database).get(id)).toMatchObject({ status: "Executing" });
    database.close();
  });
});

/** A program under its own small disk, in a namespace that ends with it. */
function small(size: string, folder: string, command: readonly string[]): string[] {
  const mountAndRun = `mount -t tmpfs -o size=${size} tmpfs '${folder}' && "$@"`;
  return ["--user", "--map-root-user", "--mount", "sh", "-c", mountAndRun, "sh", ...command];
}

describe("a full disk", () => {
  const canMount =
    existsSync("/proc/self/ns/user") &&
    spawnSync("unshare", small("1m", temporaryFolder(), ["true"])).status === 0;
  if (!canMount) console.warn("SKIPPED: no small disk can be made here to fill it");

  const fill = `
with open("/opt/ml/processing/out/o/big", "wb") as file:
    while True: file.write(b"x" * 65536)
`;
  test.skipIf(!canMount)("ends in one message that names the step and its log file", async () => {
    const folder = temporaryFolder();
    const given = definition([
      script({ Name: "Fill", outputs: { o: `${bucket}/o` }, script: fill }),
    ]);
    const command = [process.execPath, ...nodeOptions, runFile(given, folder)];
    const run = await execution(spawn("unshare", small("2m", folder, command)));
    expect(run.status).toBe("Failed");
    expect(run.failureReason).toContain(
      "Step Fill failed: AlgorithmError: OSError: [Errno 28] No space left",
    );
    expect(run.steps[0]?.logFile).toContain("Fill-1.log");
  });

  test.skipIf(!canMount)("in the middle of our own copying, too", async () => {
    const folder = temporaryFolder();
    const data = textFile(temporaryFolder(), "data", "x".repeat(1_200_000));
    const given = definition([
      script({ Name: "Read", inputs: { i: `${bucket}/data` }, script: "" }),
    ]);
    const file = runFile(given, folder);
    const content = JSON.parse(readFileSync(file, "utf8")) as { options: { objects: object[] } };
    content.options.objects.push({ uri: `${bucket}/data`, file: data });
    const command = [process.execPath, ...nodeOptions];
    const full = textFile(temporaryFolder(), "run.json", JSON.stringify(content));
    const run = await execution(spawn("unshare", small("2m", folder, [...command, full])));
    expect(run.failureReason).toContain(
      "Step Read failed: CapacityError: No space left on the disk",
    );
  });
});
