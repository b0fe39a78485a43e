import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { RunOptions } from "../../src/execution.ts";
import { chooseSandbox } from "../../src/sandbox/choose-sandbox.ts";
import { pathRewriting } from "../../src/sandbox/path-rewriting.ts";
import { processesNaming, systemPython, temporaryFolder, textFile } from "../machine.ts";
import { bucket, definition, logLines, runHere, script, scriptObjects } from "../pipelines.ts";

const canWait = (await chooseSandbox(temporaryFolder())).depth === 2;
if (!canWait) console.warn("SKIPPED: no sandbox here that processes can wait in");

/** Says whether its process has waited, and what it was given. */
const tell = `
import os, sys
has_waited = "nacre_warm" in open("/proc/self/environ").read()
print(has_waited, sys.argv[1:], os.environ["PROCESSING_JOB_ARN"].rsplit("-", 2)[1])
open("/opt/ml/processing/out/o/x", "w").write("x")
`;
/** Runs until the processes that were started early wait. */
const slow = "import time\ntime.sleep(1.5)\nopen('/opt/ml/processing/out/o/x', 'w').write('x')\n";

const first = script({ Name: "First", script: slow, outputs: { o: `${bucket}/first` } });
const after = (Name: string, more: object = {}, args: readonly unknown[] = ["a"]): object =>
  script({
    Name,
    script: tell,
    outputs: { o: `${bucket}/${Name}` },
    args,
    more: { DependsOn: ["First"], ...more },
  });
const uri = { Get: "Steps.First.ProcessingOutputConfig.Outputs['o'].S3Output.S3Uri" };

describe.skipIf(!canWait)("the process of a step to come", () => {
  test("waits while others run, and has what only they give", async () => {
    const given = definition([first, after("Next", {}, ["a", uri])]);
    const { execution, statuses } = await runHere(given);
    expect(statuses).toEqual({ First: "Succeeded", Next: "Succeeded" });
    expect(logLines(execution, "Next")).toEqual([`True ['a', '${bucket}/first'] Next`]);
    expect(readdirSync(join(execution.directory, "jobs"))).toEqual([]);
  });

  test.each<[string, object, Partial<RunOptions>, object]>([
    ["where the run is asked not to", after("Next"), { warm: false }, {}],
    [
      "for a step whose environment another one gives",
      after("Next", {}, ["a"]),
      {},
      { Environment: { FROM: uri } },
    ],
  ])("is not started early %s", async (_, step, options, moreArguments) => {
    const made = { ...step, Arguments: { ...Reflect.get(step, "Arguments"), ...moreArguments } };
    const { execution } = await runHere(definition([first, made]), options);
    expect(logLines(execution, "Next")).toEqual(["False ['a'] Next"]);
  });

  test("is not started early where there is no sandbox that ends it", async () => {
    const given = definition([
      first,
      script({ Name: "Next", script: "print(1)", more: { DependsOn: ["First"] } }),
    ]);
    const { execution } = await runHere(given, {}, { sandbox: pathRewriting });
    expect(logLines(execution, "Next")).toEqual(["1"]);
  });

  test("ends when its step does not run", async () => {
    const home = join(temporaryFolder(), "home");
    const condition = {
      Name: "Choose",
      Type: "Condition",
      DependsOn: ["First"],
      Arguments: {
        Conditions: [{ Type: "Equals", LeftValue: 1, RightValue: 1 }],
        IfSteps: [after("Taken")],
        ElseSteps: [after("Left")],
      },
    };
    const { execution, statuses } = await runHere(definition([first, condition]), { home });
    expect(statuses).toMatchObject({ Taken: "Succeeded", Left: "NotRun" });
    expect(logLines(execution, "Taken")).toEqual(["True ['a'] Taken"]);
    expect(processesNaming(home)).toBe(0);
  });

  test("ends when a step fails", async () => {
    const home = join(temporaryFolder(), "home");
    const failing = script({
      Name: "First",
      script: `${slow}raise SystemExit(1)`,
      outputs: { o: `${bucket}/first` },
    });
    const { statuses } = await runHere(definition([failing, after("Next")]), { home });
    expect(statuses).toEqual({ First: "Failed", Next: "NotRun" });
    expect(processesNaming(home)).toBe(0);
  });

  test("ends when the run is stopped, while jobs still have their grace", async () => {
    const mark = temporaryFolder();
    const deaf = script({
      Name: "First",
      args: [mark],
      script: `
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready")
time.sleep(60)
`,
      outputs: { o: `${bucket}/first` },
    });
    const controller = new AbortController();
    let directory = "";
    let isDeaf = false;
    const ended = runHere(definition([deaf, after("Next")]), {
      signal: controller.signal,
      stopGraceSeconds: 4,
      onEvent: (event) => {
        if (event.type === "execution") ({ directory } = event);
        if (event.type === "log") isDeaf = true;
      },
    });
    const waiting = (): number => processesNaming(join(directory, "jobs", "waiting"));
    await vi.waitFor(() => expect(isDeaf && waiting()).toBeGreaterThan(0), 10_000);
    controller.abort();
    await vi.waitFor(() => expect(waiting()).toBe(0), 10_000);
    expect(processesNaming(mark)).toBeGreaterThan(0);
    expect((await ended).statuses).toEqual({ First: "Stopped", Next: "NotRun" });
  });

  test("ends with its engine", async () => {
    const home = join(temporaryFolder(), "home");
    const long = script({
      Name: "First",
      script: "print('ready')\nimport time\ntime.sleep(60)",
      outputs: { o: `${bucket}/first` },
    });
    const given = definition([long, after("Next")]);
    const options = { home, pipelineName: "Test", objects: scriptObjects(given) };
    const content = JSON.stringify({ definition: given, options, python: systemPython });
    const file = textFile(temporaryFolder(), "run.json", content);
    const program = fileURLToPath(new URL("../run-program.ts", import.meta.url));
    const args = ["--conditions=@nacre/source", "--no-warnings", program, file];
    const engine = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
    onTestFinished(() => void engine.kill("SIGKILL"));
    await once(engine.stderr, "data");
    // Both are named by their command line's folders in the home.
    await vi.waitFor(
      () => expect(processesNaming(join("jobs", "waiting"))).toBeGreaterThan(0),
      10_000,
    );
    engine.kill("SIGKILL");
    await once(engine, "exit");
    await vi.waitFor(() => expect(processesNaming(home)).toBe(0), 10_000);
  });
});
