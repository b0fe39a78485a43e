import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chooseSandbox, sandboxes, works } from "../src/sandbox/choose-sandbox.ts";
import { isPlainPython, leadTo, pathRewriting } from "../src/sandbox/path-rewriting.ts";
import {
  bucket,
  definition,
  image,
  logLines,
  outputText,
  runHere,
  script,
  temporaryFolder,
} from "./pipelines.ts";

const here = await Promise.all(
  sandboxes().map(async (sandbox) => ({
    sandbox,
    name: `${sandbox.name}, ${sandbox.depth} processes before the job`,
    isHere: sandbox === pathRewriting || (await works(sandbox, temporaryFolder())),
  })),
);
for (const { name, isHere } of here) {
  if (!isHere) console.warn(`SKIPPED: the sandbox ${name} does not work on this machine`);
}

const canLaunch = here.some(({ isHere, sandbox }) => isHere && sandbox.launchedAs !== undefined);
if (!canLaunch) console.warn("SKIPPED: no jobs can be launched on this machine");

const ways = [
  { name: "the launcher", internals: {}, isHere: canLaunch },
  ...here.map(({ name, sandbox, isHere }) => ({ name, internals: { sandbox }, isHere })),
];

const writeScript = (name: string): string => `
import os, time
open("/opt/ml/mark-${name}", "w").write("x")
time.sleep(0.3)
marks = [file for file in os.listdir("/opt/ml") if file.startswith("mark-")]
print(",".join(marks))
with open("/opt/ml/processing/out/o/file.txt", "w") as file:
    file.write("from ${name}")
`;

describe.for(ways)("$name", ({ internals, isHere }) => {
  test.skipIf(!isHere)("gives two jobs at once an /opt/ml each", async () => {
    const steps = ["A", "B"].map((Name) =>
      script({ Name, script: writeScript(Name), outputs: { o: `${bucket}/${Name}` } }),
    );
    const { execution, statuses } = await runHere(definition(steps), {}, internals);
    expect(statuses).toEqual({ A: "Succeeded", B: "Succeeded" });
    expect(logLines(execution, "A")).toEqual(["mark-A"]);
    expect(outputText(execution, "B", "o", "file.txt")).toBe("from B");
  });

  test.skipIf(!isHere)("leaves the rest of /opt visible", async () => {
    const { execution } = await runHere(
      definition([
        script({
          Name: "Look",
          script: 'import os\nfor n in sorted(os.listdir("/opt")): print(n)\nprint("end")',
        }),
      ]),
      {},
      internals,
    );
    const seen = logLines(execution, "Look").filter((name) => name !== "ml");
    const there = readdirSync("/opt").filter((name) => name !== "ml");
    expect(seen).toEqual([...there.toSorted(), "end"]);
  });

  test.skipIf(!isHere)(
    "gives the exit code on, and ends what the job left running in its group",
    async () => {
      const text =
        'import subprocess, sys; subprocess.Popen(["sleep", "60"]); print("gone"); sys.exit(7)';
      const started = Date.now();
      const { execution } = await runHere(
        definition([script({ Name: "A", script: text })]),
        {},
        internals,
      );
      expect(execution.failureReason).toContain("exit code: 7");
      expect(Date.now() - started).toBeLessThan(10_000);
    },
  );

  test.skipIf(!isHere)("lets a stopped job save what it has", async () => {
    const controller = new AbortController();
    const text = `
import signal, sys, time
def leave(*_): print("saving", flush=True); sys.exit(0)
signal.signal(signal.SIGTERM, leave)
print("ready")
for _ in range(600): time.sleep(0.1)
`;
    const { execution } = await runHere(
      definition([script({ Name: "A", script: text })]),
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.type === "log" && event.line === "ready") controller.abort();
        },
      },
      internals,
    );
    expect(logLines(execution, "A")).toEqual(["ready", "saving"]);
    expect(execution.status).toBe("Stopped");
  });
});

describe("the choice", () => {
  test("falls on the first that works", async () => {
    const wanted = here.find(({ isHere }) => isHere)?.sandbox;
    const chosen = await chooseSandbox(temporaryFolder());
    expect([chosen.name, chosen.depth]).toEqual([wanted?.name, wanted?.depth]);
  });
});

const usable = here.find(({ isHere, sandbox }) => isHere && sandbox !== pathRewriting);
test.skipIf(usable === undefined)(
  "folders may have any name: blanks of any script, quotes, a backslash",
  async () => {
    const folder = join(temporaryFolder(), "a b\u00a0c\u3000d é 'q' \\040 #");
    expect((await chooseSandbox(folder)).name).toBe(usable?.sandbox.name);
  },
);

describe("path rewriting", () => {
  test("leads paths that a script makes, reads from files, and passes to functions", async () => {
    const { execution, events } = await runHere(
      definition([
        script({
          Name: "Paths",
          outputs: { o: `${bucket}/o` },
          args: ["--out=/opt/ml/processing/out/o", "/opt/ml"],
          moreArguments: { Environment: { OUT: "/opt/ml/processing/out/o" } },
          script: `
import argparse, glob, json, os, pathlib, shutil, sys, tempfile
base = "/opt/ml"
with open(f"{base}/config/processingjobconfig.json") as file:
    out = json.load(file)["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["LocalPath"]
assert out.endswith("/processing/out/o") and not os.path.islink(out), out
open(os.path.join(out, "1"), "w").close()
pathlib.Path(base, "processing", "out", "o", "2").write_text("x")
shutil.copy(out + "/2", "/opt/" + "ml/processing/out/o/3")
open(os.environ["OUT"] + "/4", "w").close()
open(sys.argv[1].split("=")[1] + "/5", "w").close()
os.makedirs("/opt/ml/processing/out/o/deep/er", exist_ok=True)
os.replace(out + "/5", out + "/deep/er/5")
print(sorted(os.path.basename(p) for p in glob.glob("/opt/ml/processing/out/o/*")))
print(__name__, __file__.endswith("code/Paths.py"), os.path.isdir(base))
`,
        }),
      ]),
      {},
      { sandbox: pathRewriting },
    );
    expect(execution.failureReason).toBeUndefined();
    expect(logLines(execution, "Paths")).toEqual([
      "['1', '2', '3', '4', 'deep']",
      "__main__ True True",
    ]);
    expect(outputText(execution, "Paths", "o", "deep/er/5")).toBe("");
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "warning",
        message: expect.stringContaining("without a sandbox"),
      }),
    );
  });

  test("refuses what is not plain Python before the start", async () => {
    const step = {
      Name: "Shell",
      Type: "Processing",
      Arguments: { AppSpecification: { ImageUri: image, ContainerEntrypoint: ["bash", "run.sh"] } },
    };
    await expect(runHere(definition([step]), {}, { sandbox: pathRewriting })).rejects.toMatchObject(
      {
        code: "LOCAL_UNSUPPORTED",
        message: expect.stringContaining("bash"),
      },
    );
  });

  test.each([
    ["/opt/ml", "/job"],
    ["--in=/opt/ml/input", "--in=/job/input"],
    ["/opt/mlops/x", "/opt/mlops/x"],
    ["/my/opt/ml", "/my/opt/ml"],
    ["a:/opt/ml/x:/opt/ml/y", "a:/job/x:/job/y"],
  ])("%s leads to %s", (given, wanted) => {
    expect(leadTo(given, "/job")).toBe(wanted);
  });

  test.each([
    [["python3", "/opt/ml/x.py"], true],
    [["/usr/bin/python3.11", "-u", "x.py"], true],
    [["python3", "-m", "module"], true],
    [["python3", "-c", "print()"], false],
    [["python3"], false],
    [["bash", "x.sh"], false],
  ])("%j is plain Python: %s", (command, wanted) => {
    expect(isPlainPython(command)).toBe(wanted);
  });
});
