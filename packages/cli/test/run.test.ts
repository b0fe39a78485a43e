import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { folderWith, importCore, launcher, nacre } from "./support/nacre.ts";

/** A pipeline that needs no Python: it compares a parameter and fails above the limit. */
const definition = JSON.stringify({
  Version: "2020-12-01",
  Metadata: {},
  Parameters: [
    { Name: "Size", Type: "Integer", DefaultValue: 5 },
    { Name: "InputData", Type: "String", DefaultValue: "s3://bucket/in/data.csv" },
  ],
  Steps: [
    {
      Name: "Check",
      Type: "Condition",
      Arguments: {
        Conditions: [{ Type: "LessThan", LeftValue: { Get: "Parameters.Size" }, RightValue: 10 }],
        IfSteps: [],
        ElseSteps: [{ Name: "TooBig", Type: "Fail", Arguments: { ErrorMessage: "it is too big" } }],
      },
    },
  ],
});

interface Result {
  status: string;
  local: boolean;
  failureReason?: string;
  home: string;
  data: { parameter: string; uri: string; synthetic: boolean }[];
  parameters: Record<string, unknown>;
  steps: { name: string; status: string }[];
  error?: { code: string };
}

function readResult(stdout: string): Result {
  return JSON.parse(stdout);
}

describe("nacre run DEFINITION.json", () => {
  it("keeps its state beside the definition, ends 0 on Succeeded and says what was decided", async () => {
    const cwd = folderWith({ "my pipeline.json": definition });
    const { code, stdout, stderr } = await nacre(["run", "my pipeline.json"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Check +Condition +Succeeded +\d+\.\d s$/m);
    expect(stdout).toMatch(/^TooBig +Fail +NotRun +-$/m);
    expect(stdout).toMatch(/condition +Check took if: .*true \(5 against 10\)/);
    expect(stdout).toMatch(/^my-pipeline: Succeeded in /m);
    expect(stderr).toMatch(/^ +\d+\.\d s {2}Check {2}Succeeded/m);
    expect(stderr).not.toContain("\u001B");
    expect(existsSync(join(cwd, ".nacre", "executions"))).toBe(true);
  });

  it("ends 1 on Failed, with the reason, the step and one JSON object on stdout", async () => {
    const cwd = folderWith({ "d.json": definition });
    const args = ["run", "d.json", "--param", "Size=10", "--home", "state", "--json"];
    const { code, stdout, stderr } = await nacre(args, { cwd });
    expect(code).toBe(1);
    expect(readResult(stdout)).toMatchObject({
      local: true,
      status: "Failed",
      home: join(cwd, "state"),
      parameters: { Size: 10 },
      steps: [
        { name: "Check", status: "Succeeded" },
        { name: "TooBig", status: "Failed", failureReason: "it is too big" },
      ],
    });
    expect(stderr).toContain("error STEP_FAILED: it is too big\n  at: step TooBig\n");
  });

  it("puts files into the store", async () => {
    const cwd = folderWith({ "d.json": definition, "a.csv": "1\n", "b.py": "2\n" });
    const args = ["run", "d.json", "--data", "a.csv", "--put", "s3://bucket/code/=b.py", "--json"];
    const { stdout } = await nacre(args, { cwd });
    expect(readResult(stdout).data).toMatchObject([
      { parameter: "InputData", uri: "s3://bucket/in/data.csv", synthetic: false },
    ]);
    const store = join(cwd, ".nacre", "s3", "bucket");
    expect(readFileSync(join(store, "in", "data.csv"), "utf8")).toBe("1\n");
    expect(readFileSync(join(store, "code", "b.py"), "utf8")).toBe("2\n");
  });

  it.each([
    { args: ["--param", "Sise=1"], code: "PARAMETER_UNKNOWN" },
    { args: ["--param", "Size=big"], code: "PARAMETER_TYPE" },
    { args: ["--batch", "d.json"], code: "DATA_PARAMETER_UNKNOWN" },
    { args: ["--data", "none.csv"], code: "CANNOT_READ" },
    { args: ["--put", "x"], code: "BAD_OPTION" },
    { args: ["--max-parallel", "0"], code: "BAD_OPTION" },
    { args: ["--app", "d.json"], code: "BAD_OPTION" },
  ])("refuses $args: $code, exit 2, said in JSON too", async ({ args, code }) => {
    const cwd = folderWith({ "d.json": definition });
    const ended = await nacre(["run", "d.json", "--json", ...args], { cwd });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`error ${code}: `);
    expect(readResult(ended.stdout)).toMatchObject({ status: "Refused", error: { code } });
  });
});

/** A pipeline of one job, which sleeps for some seconds. */
function sleeping(seconds: number): string {
  const sleep = [
    "-m",
    "timeit",
    "-n",
    "1",
    "-r",
    "1",
    "-s",
    "import time",
    `time.sleep(${seconds})`,
  ];
  const step = {
    Name: "Long",
    Type: "Processing",
    Arguments: {
      AppSpecification: {
        ImageUri: "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3",
        ContainerEntrypoint: ["python3", ...sleep],
      },
    },
  };
  return JSON.stringify({ Version: "2020-12-01", Metadata: {}, Steps: [step] });
}

/** Runs `nacre run d.json --json`, with the child in a test's hands; gives exit code and result. */
async function running(
  text: string,
  handle: (child: ChildProcessByStdio<null, Readable, Readable>) => void,
): Promise<{ code: number | null; result: Result }> {
  const child = spawn(process.execPath, [launcher, "run", "d.json", "--json"], {
    cwd: folderWith({ "d.json": text }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  handle(child);
  let stdout = "";
  child.stdout.on("data", (bytes: Buffer) => (stdout += bytes.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, result: readResult(stdout) };
}

it("goes on when nobody reads its progress any more", async () => {
  const { code, result } = await running(sleeping(1), (child) => child.stderr.destroy());
  expect([code, result.status]).toEqual([0, "Succeeded"]);
}, 600_000);

it("stops the run when its terminal is closed", async () => {
  const { code, result } = await running(sleeping(60), (child) =>
    child.stderr.on("data", (bytes: Buffer) => {
      if (bytes.toString().includes("Long  Executing")) child.kill("SIGHUP");
    }),
  );
  expect([code, result.status]).toEqual([129, "Stopped"]);
}, 600_000);

it("says where state can go instead when its folder cannot be written", async () => {
  const app = `
    import { Pipeline, stringParameter } from ${JSON.stringify(importCore)};
    const where = stringParameter("Table", { defaultValue: "s3://bucket/table.csv" });
    export default new Pipeline("Example", { parameters: [where], steps: [] });
    export const data = { Table: { option: "data", sample: () => "made,up\\n" } };
  `;
  const cwd = folderWith({ "app.mjs": app });
  const args = ["run", "--app", "app.mjs", "--home", "app.mjs/state"];
  const { code, stderr } = await nacre(args, { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain("--home DIR");
});

/** Runs nacre on a terminal that does not know its size, and gives what it wrote there. */
function onTerminal(env: NodeJS.ProcessEnv): string {
  const cwd = folderWith({ "d.json": definition });
  const python = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)";
  const args = ["-c", python, process.execPath, launcher, "run", "d.json"];
  const options = {
    cwd,
    // Node takes a terminal of an unknown CI machine for one without colours.
    env: { ...process.env, TERM: "xterm", CI: undefined, ...env },
    encoding: "utf8",
  } as const;
  return spawnSync("python3", args, options).stdout;
}

describe("on a terminal", () => {
  it("redraws the steps in place, in colour", () => {
    const written = onTerminal({ NO_COLOR: undefined, FORCE_COLOR: undefined });
    const up = written.lastIndexOf("\u001B[2A");
    expect(up).toBeGreaterThan(0);
    expect(written.slice(up)).toMatch(/✓ Check +Succeeded 0\.\d s.*\r\n.*· TooBig/);
    expect(written).toContain("\u001B[32m");
  });

  it("uses no colour where NO_COLOR is set", () => {
    const written = onTerminal({ NO_COLOR: "1" });
    expect(written).toContain("✓ Check");
    expect(written).not.toContain("\u001B[32m");
  });

  it("writes plain lines to a dumb one", () => {
    const written = onTerminal({ NO_COLOR: "1", TERM: "dumb" });
    expect(written).toMatch(/^ +\d\.\d s {2}Check {2}Succeeded/m);
    expect(written).not.toContain("\u001B");
  });
});

describe("nacre run --app FILE", () => {
  const app = `
    import { Pipeline, stringParameter } from ${JSON.stringify(importCore)};
    const where = stringParameter("Table", { defaultValue: "s3://bucket/table.csv" });
    export default new Pipeline("Example", { parameters: [where], steps: [] });
    export const data = { Table: { option: "data", sample: async () => "made,up\\n" } };
  `;

  it("takes the app's sample, says that it is synthetic, and keeps state in the app's package", async () => {
    const cwd = folderWith({ "app.mjs": app, "package.json": "{}" });
    const { code, stdout, stderr } = await nacre(["run", "--app", "app.mjs", "--json"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain("note: Table is a SYNTHETIC sample");
    expect(stderr).toMatch(/data +Table: synthetic sample, not real data/);
    expect(readResult(stdout).data).toMatchObject([{ parameter: "Table", synthetic: true }]);
    const object = join(cwd, ".nacre", "s3", "bucket", "table.csv");
    expect(readFileSync(object, "utf8")).toBe("made,up\n");
  });

  it("takes the file given instead", async () => {
    const cwd = folderWith({ "app.mjs": app, "real.csv": "1,2\n" });
    const args = ["run", "--app", "app.mjs", "--data", "real.csv", "--json"];
    const { stdout, stderr } = await nacre(args, { cwd });
    expect(stderr).not.toContain("SYNTHETIC");
    expect(readResult(stdout).data).toMatchObject([{ parameter: "Table", synthetic: false }]);
    const object = join(cwd, ".nacre", "s3", "bucket", "table.csv");
    expect(readFileSync(object, "utf8")).toBe("1,2\n");
  });
});
