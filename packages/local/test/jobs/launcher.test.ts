import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { JobProcess, type JobProcessResult } from "../../src/jobs/job-process.ts";
import { findLauncher, Launcher } from "../../src/jobs/launcher/launcher.ts";
import { canLimitMemory } from "../../src/jobs/memory-limit.ts";
import { descendants } from "../../src/jobs/process-tree.ts";
import { chooseSandbox } from "../../src/sandbox/choose-sandbox.ts";
import { processesNaming, systemPython, temporaryFolder } from "../machine.ts";
import { definition, image, runHere, textFile } from "../pipelines.ts";

const sandbox = await chooseSandbox(temporaryFolder());
const launcher = await findLauncher(sandbox, systemPython, temporaryFolder());
if (launcher === undefined) console.warn("SKIPPED: no jobs can be launched on this machine");

interface Asked {
  readonly command: readonly string[];
  readonly hidden?: readonly string[];
  readonly network?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly memoryLimitBytes?: number;
  readonly signal?: AbortSignal;
  readonly onStart?: (pid: number) => void;
  readonly onLine?: (line: string) => void;
}

interface Ended extends JobProcessResult {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/** Runs a job with folders of its own. */
async function launch(by: Launcher, asked: Asked): Promise<Ended> {
  const folder = temporaryFolder();
  const [ml, tmp] = [join(folder, "ml"), join(folder, "tmp")];
  for (const path of [ml, tmp]) mkdirSync(path);
  const { command, hidden = [], network = true, env = {} } = asked;
  const variables = { PATH: process.env["PATH"] ?? "", ...env };
  const job = { ml, tmp, hidden, network, command, env: variables };
  const lines: { stdout: string[]; stderr: string[] } = { stdout: [], stderr: [] };
  const result = await new JobProcess((onOutput) => by.start(job, onOutput)).run({
    maxRuntimeSeconds: 60,
    graceSeconds: 5,
    memoryLimitBytes: asked.memoryLimitBytes,
    signal: asked.signal ?? new AbortController().signal,
    onStart: (pid) => asked.onStart?.(pid),
    onLine: (line, source) => {
      lines[source].push(line);
      asked.onLine?.(line);
    },
  });
  return { ...result, ...lines };
}

const shell = (script: string, ...args: readonly string[]): string[] => [
  "sh",
  "-c",
  script,
  "sh",
  ...args,
];

/** Runs a job by the launcher of all these tests. */
async function run(asked: Asked): Promise<Ended> {
  if (launcher === undefined) throw new Error("skipped");
  return launch(launcher, asked);
}

/** A job that takes memory, and says so when it has it. */
const take = (megabytes: number): string[] => [
  systemPython,
  "-c",
  `import time; x = b"x" * (${megabytes} << 20); time.sleep(0.5); print("kept")`,
];

const step = (name: string, script: string, more: object): object => ({
  Name: name,
  Type: "Processing",
  Arguments: { AppSpecification: { ImageUri: image, ContainerEntrypoint: shell(script) } },
  ...more,
});

describe.skipIf(launcher === undefined)("a launched job", () => {
  test.each([
    ["its exit code", "exit 7", { exitCode: 7 }],
    ["the signal that ended it", "kill -USR1 $$", { exitCode: 138 }],
    ["what it wrote", "echo a; echo b >&2", { stdout: ["a"], stderr: ["b"] }],
    ["its folder", "pwd; touch x; ls", { stdout: ["/opt/ml", "x"] }],
    ["its own /tmp", "touch /tmp/x; ls /tmp", { stdout: ["x"] }],
    ["what it may open as its output", "echo a >/dev/stdout", { exitCode: 0, stdout: ["a"] }],
    ["only its own processes", "echo /proc/[0-9]*", { stdout: ["/proc/1 /proc/2"] }],
    [
      "no file of the engine or of the launcher",
      "for fd in 0 1 2 3 4 5 6 7 8 9; do test -e /proc/self/fd/$fd && echo $fd; done; echo end",
      { stdout: ["0", "1", "2", "end"] },
    ],
    [
      "the signals as they are by default",
      "grep SigBlk /proc/$$/status | cut -f 2; kill -PIPE $$",
      { exitCode: 141, stdout: ["0000000000000000"] },
    ],
  ])("has %s", async (_, script, wanted) => {
    expect(await run({ command: shell(script) })).toMatchObject(wanted);
  });

  test("has the variables that it is given, and no others", async () => {
    const env = { A: "a\nb=c", EMPTY: "", É: "ü" };
    const { stdout } = await run({ command: ["env", "-0"], env });
    const found = stdout.join("\n").split("\0");
    expect(found.toSorted()).toEqual(
      ["", "A=a\nb=c", "EMPTY=", `PATH=${process.env["PATH"]}`, "É=ü"].toSorted(),
    );
  });

  test("does not see folders that are hidden from it, nor can it write there", async () => {
    const folder = temporaryFolder();
    const hidden = folderElsewhere();
    writeFileSync(join(hidden, "secret"), "x");
    const script = 'ls -A "$1"; touch "$1/y" || echo refused; ls "$2" || echo gone';
    const { stdout } = await run({ command: shell(script, hidden, folder), hidden: [hidden] });
    expect(stdout).toEqual(["refused", "gone"]);
  });

  test("without a network has its loopback device alone, and that works", async () => {
    const script = `
import socket
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname())
print([name for _, name in socket.if_nameindex()])
`;
    const [cut, not] = await Promise.all(
      [false, true].map((network) => run({ command: [systemPython, "-c", script], network })),
    );
    expect(cut?.stdout).toEqual(["['lo']"]);
    expect(JSON.parse(not?.stdout[0]?.replaceAll("'", '"') ?? "")).toEqual(
      expect.arrayContaining(Object.keys(networkInterfaces())),
    );
  });

  test.each([
    ["that is not there", ["no-such-program"], 127, "no-such-program: No such file or directory"],
    ["that may not be run", ["/etc/passwd"], 126, "/etc/passwd: Permission denied"],
    ["with a zero byte", ["echo", "a\0b"], 127, "echo: embedded null byte"],
  ])("says so of a program %s", async (_, command, exitCode, line) => {
    expect(await run({ command })).toEqual({ exitCode, stdout: [], stderr: [line] });
  });

  test("may be a script without a first line that names its shell", async () => {
    const command = shell("echo 'echo $1' > x; chmod +x x; exec env -i /opt/ml/x a");
    expect(await run({ command })).toMatchObject({ exitCode: 0, stdout: ["a"] });
  });

  test("has all that it writes told, whatever it is and how much", async () => {
    const script =
      "import sys\nfor i in range(100000): print(i, 'x' * 50); print(i, file=sys.stderr)";
    const { stdout, stderr } = await run({ command: [systemPython, "-c", script] });
    expect(stderr).toEqual(Array.from({ length: 100_000 }, (_, index) => String(index)));
    expect(stdout.at(-1)).toBe(`99999 ${"x".repeat(50)}`);
    expect(stdout).toHaveLength(100_000);
  });

  test("ends with all that it has started", async () => {
    const mark = temporaryFolder();
    const script = 'setsid sh -c "sleep 60; true" "$1" & echo $!; exit 3';
    expect(await run({ command: shell(script, mark) })).toMatchObject({ exitCode: 3 });
    expect(processesNaming(mark)).toBe(0);
  });

  test("gets SIGTERM when it is stopped, as do all its processes, and may save what it has", async () => {
    const controller = new AbortController();
    const script = `
trap 'echo first; wait; exit 4' TERM
setsid sh -c 'trap "echo second; exit" TERM; echo ready; while :; do sleep 0.05; done' &
wait
`;
    const ended = await run({
      command: shell(script),
      signal: controller.signal,
      onLine: (line) => (line === "ready" ? controller.abort() : undefined),
    });
    expect(ended).toMatchObject({ exitCode: 4, stopped: "aborted" });
    expect(ended.stdout.toSorted()).toEqual(["first", "ready", "second"]);
  });

  test("that is stopped at once gets it too", async () => {
    const signal = AbortSignal.abort();
    const ended = await run({ command: ["sleep", "60"], signal });
    expect(ended).toEqual({ exitCode: 143, stopped: "aborted", stdout: [], stderr: [] });
  });

  test("cannot end the process that waits for it", async () => {
    // The last of them goes to the process group that it is in.
    const script =
      "trap '' INT; kill -TERM 1; kill -KILL 1; kill -CHLD 1; kill -INT 0; sleep 0.2; echo here";
    expect(await run({ command: shell(script) })).toMatchObject({ exitCode: 0, stdout: ["here"] });
  });

  test.skipIf(!canLimitMemory())("is killed with more memory than its limit", async () => {
    const memoryLimitBytes = 64 << 20;
    expect(await run({ command: take(20), memoryLimitBytes })).toMatchObject({ stdout: ["kept"] });
    expect(await run({ command: take(200), memoryLimitBytes })).toMatchObject({
      exitCode: 137,
      stopped: "max-memory",
    });
  });

  test("runs beside others, each with its own", async () => {
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        run({ command: shell(`echo ${index} > mine; sleep 0.1; cat mine; ls | wc -l`) }),
      ),
    );
    expect(all.map(({ stdout }) => stdout)).toEqual(all.map((__, index) => [`${index}`, "1"]));
  });

  test("that is killed ends as by the signal, and nothing of it is left", async () => {
    const mark = temporaryFolder();
    let first = 0;
    const ended = await run({
      command: shell('sh -c "echo ready; sleep 60; true" "$1"; true', mark),
      onLine: () => process.kill(first, "SIGKILL"),
      onStart: (pid) => void (first = pid),
    });
    expect(ended.exitCode).toBe(137);
    expect(processesNaming(mark)).toBe(0);
  });
});

describe.skipIf(launcher === undefined)("a launcher that may not have more files", () => {
  test("says so of the jobs that it cannot start, and starts others later", async () => {
    const few = await findLauncher(sandbox, systemPython, temporaryFolder());
    if (few === undefined) throw new Error("skipped");
    onTestFinished(() => few.close());
    const pid = Math.max(...launchers());
    const files = (): number => readdirSync(`/proc/${pid}/fd`).length;
    const limit = (most: number): Buffer =>
      execFileSync("prlimit", ["--pid", `${pid}`, `--nofile=${most}:`]);
    const before = files();
    // Room for one of the pipes of a job.
    limit(before + 3);
    for (let index = 0; index < 3; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await launch(few, { command: ["true"] })).toMatchObject({
        exitCode: 1,
        stderr: ["sandbox: Too many open files"],
      });
    }
    expect(files()).toBe(before);
    limit(1000);
    expect(await launch(few, { command: shell("echo a") })).toMatchObject({ stdout: ["a"] });
  });
});

describe.skipIf(launcher === undefined)("a launcher that is killed", () => {
  test("takes its jobs with it; jobs that come later get another one", async () => {
    const mark = folderElsewhere();
    const again = {
      RetryPolicies: [
        { ExceptionType: ["SageMaker.JOB_INTERNAL_ERROR"], IntervalSeconds: 1, MaxAttempts: 1 },
      ],
    };
    const script = `if mkdir ${mark}/once; then echo ready; sleep 60; else echo again; fi; : ${mark}`;
    const { statuses, events } = await runHere(definition([step("A", script, again)]), {
      onEvent: (event) => {
        if (event.type === "log" && event.line === "ready") {
          process.kill(launcherOf(mark), "SIGKILL");
        }
      },
    });
    expect(statuses).toEqual({ A: "Succeeded" });
    expect(events).toContainEqual(expect.objectContaining({ type: "log", line: "again" }));
    await vi.waitFor(() => expect(processesNaming(mark)).toBe(0), 10_000);
  });
});

describe("where there can be none", () => {
  test.each([
    ["the sandbox is none that it can make", { ...sandbox, launchedAs: undefined }, systemPython],
    ["Python cannot be run", { ...sandbox, launchedAs: "own" as const }, "/no/such/python"],
    [
      "Python cannot even be looked for",
      { ...sandbox, launchedAs: "own" as const },
      "/etc/passwd/x",
    ],
    ["Python is something else", { ...sandbox, launchedAs: "own" as const }, "/bin/true"],
  ])("none is found: %s", async (_, { launchedAs, ...rest }, python) => {
    const given = launchedAs === undefined ? rest : { ...rest, launchedAs };
    expect(await findLauncher(given, python, temporaryFolder())).toBeUndefined();
  });

  test("none is found where it cannot be tried, and none is left running", async () => {
    const folder = join(textFile(temporaryFolder(), "file", ""), "below");
    expect(await findLauncher(sandbox, systemPython, folder)).toBeUndefined();
    await vi.waitFor(
      () => expect(launchers()).toHaveLength(launcher === undefined ? 0 : 1),
      10_000,
    );
  });

  test("a job that is asked of one that has ended is not started", async () => {
    const ended = new Launcher(systemPython, "own");
    onTestFinished(() => ended.close());
    ended.close();
    await vi.waitFor(() => expect(ended.isGone).toBe(true));
    await expect(launch(ended, { command: ["true"] })).rejects.toMatchObject({ syscall: "spawn" });
  });
});

/** The launchers of this process; not the first processes of jobs, which are copies of them. */
function launchers(): readonly number[] {
  return descendants(process.pid)
    .filter(({ depth }) => depth === 1)
    .map(({ pid }) => pid)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("nacre_launcher\0"));
}

/** A folder that is not below /tmp, of which jobs have one of their own. */
function folderElsewhere(): string {
  const folder = mkdtempSync("/var/tmp/nacre-test-");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The launcher below which a process names a text. */
function launcherOf(text: string): number {
  const names = ({ pid }: { readonly pid: number }): boolean =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
  const children = descendants(process.pid).filter(({ depth }) => depth === 1);
  const found = children.find(({ pid }) => descendants(pid).some(names));
  if (found === undefined) throw new Error(`no launcher of a job that names ${text}`);
  return found.pid;
}
