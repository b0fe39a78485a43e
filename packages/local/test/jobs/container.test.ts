import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  containerCommand,
  removal,
  type ContainerJob,
} from "../../src/jobs/container/container-command.ts";
import {
  findContainerEngine,
  requireImages,
  type ContainerEngine,
} from "../../src/jobs/container/container-engine.ts";
import { JobProcess, type JobProcessResult } from "../../src/jobs/job-process.ts";
import { killLeftOver } from "../../src/jobs/left-over.ts";
import { temporaryFolder } from "../machine.ts";
import { makeStandIn } from "./stand-in.ts";

const image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/own-image:1";

function job(changes: Partial<ContainerJob> = {}): ContainerJob {
  const ml = join(temporaryFolder(), "ml");
  mkdirSync(ml);
  return {
    name: "pipelines-abcdefghijkl-A-0123456789",
    image,
    entrypoint: ["sh", "/opt/ml/run.sh"],
    args: [],
    env: {},
    ml,
    network: true,
    ...changes,
  };
}

async function run(
  engine: ContainerEngine,
  asked: ContainerJob,
  controller = new AbortController(),
  graceSeconds = 5,
): Promise<JobProcessResult & { lines: string[] }> {
  const lines: string[] = [];
  const command = containerCommand(engine, asked);
  const result = await JobProcess.spawn({
    command,
    depth: 0,
    env: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
  }).run({
    maxRuntimeSeconds: 60,
    graceSeconds,
    signal: controller.signal,
    onLine: (line) => {
      lines.push(line);
      if (line === "ready") controller.abort();
    },
  });
  return { ...result, lines };
}

describe("the command of a container", () => {
  const engine: ContainerEngine = { program: "docker", isRootful: false };
  const first = ["run", "--rm", "--pull", "never", "--name", job().name, "--hostname", "algo-1"];

  test.each<[string, Partial<ContainerJob>, string[]]>([
    ["as the image has it", { entrypoint: [] }, [image]],
    ["with arguments alone", { entrypoint: [], args: ["train"] }, [image, "train"]],
    [
      "with an entrypoint of several parts",
      { entrypoint: ["python3", "-u"], args: ["a b", "$(x)"] },
      ["--entrypoint", "python3", image, "-u", "a b", "$(x)"],
    ],
    ["without network", { entrypoint: [], network: false }, ["--network", "none", image]],
    [
      "with a memory limit",
      { entrypoint: [], memoryLimitMb: 512 },
      ["--memory", "512m", "--memory-swap", "512m", image],
    ],
    [
      "with variables",
      { entrypoint: [], env: { A: "1", B: "x=y\nz" } },
      ["--env", "A=1", "--env", "B=x=y\nz", image],
    ],
  ])("%s", (_, changes, wanted) => {
    const asked = job({ ...changes, ml: "/somewhere/ml" });
    const mount = ["--mount", "type=bind,source=/somewhere/ml,target=/opt/ml"];
    expect(containerCommand(engine, asked)).toMatchObject({
      file: "docker",
      args: [...first, ...mount, ...wanted],
      end: expect.arrayContaining(["docker", asked.name]),
    });
  });

  test("any folder can be mounted", () => {
    const { args } = containerCommand(engine, job({ ml: '/a,b"c' }));
    expect(args[args.indexOf("--mount") + 1]).toBe('type=bind,"source=/a,b""c",target=/opt/ml');
  });
});

describe("a container engine", () => {
  test("is looked for, and how to get one is said where there is none", async () => {
    vi.stubEnv("PATH", temporaryFolder());
    try {
      await expect(findContainerEngine()).rejects.toMatchObject({
        code: "CONTAINER_RUNTIME_NOT_FOUND",
        message: expect.stringMatching(/docker: not installed; podman: not installed/),
        help: expect.stringContaining("runtime python"),
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("that does not work is none", async () => {
    await expect(findContainerEngine("false")).rejects.toMatchObject({
      code: "CONTAINER_RUNTIME_NOT_FOUND",
    });
  });

  test.each([
    [image, /aws ecr get-login-password --region us-east-1 \| .*docker login .*&& .*docker pull/],
    ["my-image:2", /Pull or build it: .*docker pull my-image:2$/],
  ])("that lacks the image %s says how to get it", async (uri, help) => {
    const { program } = makeStandIn("another");
    const engine = await findContainerEngine(program);
    await expect(requireImages(engine, [{ step: "A", uri }])).rejects.toMatchObject({
      code: "CONTAINER_IMAGE_MISSING",
      message: expect.stringContaining(`Step A needs the image ${uri}`),
      help: expect.stringMatching(help),
      at: { step: "A" },
    });
  });

  test("that has the images is content", async () => {
    const engine = await findContainerEngine(makeStandIn(image).program);
    await expect(requireImages(engine, [{ step: "A", uri: image }])).resolves.toBeUndefined();
  });
});

/** What every engine must do, told by scripts that `sh` in the image runs. */
function behaves(find: () => Promise<{ engine: ContainerEngine; uri: string }>): void {
  let engine: ContainerEngine;
  let uri: string;
  beforeEach(async () => {
    ({ engine, uri } = await find());
  });
  const asked = (script: string, changes: Partial<ContainerJob> = {}): ContainerJob => {
    const made = job({ image: uri, name: `nacre-test-${process.pid}-${Date.now()}`, ...changes });
    writeFileSync(join(made.ml, "run.sh"), script);
    return made;
  };

  test("gives lines, files and the exit code", async () => {
    const made = asked('echo "$1 $WHO"; echo no >&2; mkdir "$2/out"; echo x > "$2/out/f"; exit 7', {
      args: ["hello", "/opt/ml"],
      env: { WHO: "you & me" },
    });
    const { lines, exitCode } = await run(engine, made);
    expect({ lines: lines.toSorted(), exitCode }).toEqual({
      lines: ["hello you & me", "no"],
      exitCode: 7,
    });
    expect(readFileSync(join(made.ml, "out/f"), "utf8")).toBe("x\n");
  });

  test("lets a stopped job save what it has", async () => {
    const script = "trap 'echo saving; exit 3' TERM\necho ready\nwhile true; do sleep 0.1; done";
    const { lines, ...ended } = await run(engine, asked(script), new AbortController(), 20);
    expect({ lines, ended }).toEqual({
      // The shell may have something to say of its own about the signal.
      lines: expect.arrayContaining(["ready", "saving"]),
      ended: { exitCode: 3, stopped: "aborted" },
    });
  });

  test("ends a job that does not listen when its grace is over", async () => {
    const made = asked("trap '' TERM\necho ready\nwhile true; do sleep 0.1; done");
    const ended = await run(engine, made, new AbortController(), 0.3);
    expect(ended).toMatchObject({ stopped: "aborted" });
    expect(
      await killLeftOver({ pid: undefined, pidStart: undefined, end: removal(engine, made.name) }),
    ).toBe(true);
    const names = execFileSync(engine.program, [
      "ps",
      "--all",
      "--format",
      "{{.Names}}",
    ]).toString();
    expect(names).not.toContain(made.name);
  });
}

describe("a program that stands in for Docker", () => {
  behaves(async () => ({
    engine: await findContainerEngine(makeStandIn(image).program),
    uri: image,
  }));
});

/** A real engine: the one that NACRE_TEST_CONTAINER names, else one that works, with a small image made of this machine's own files. */
async function realEngine(): Promise<{ engine: ContainerEngine; uri: string } | undefined> {
  try {
    const engine = await findContainerEngine(process.env["NACRE_TEST_CONTAINER"]);
    const root = temporaryFolder();
    const script = fileURLToPath(new URL("make-image.sh", import.meta.url));
    execFileSync("sh", [script, engine.program, root, "nacre-test-sh:1"], { stdio: "pipe" });
    const uri = "nacre-test-sh:1";
    execFileSync(engine.program, ["run", "--rm", "--entrypoint", "sh", uri, "-c", "true"], {
      stdio: "pipe",
    });
    return { engine, uri };
  } catch {
    return undefined;
  }
}

const real = await realEngine();
if (real === undefined) console.warn("SKIPPED: no Docker or Podman that works on this machine");
describe.skipIf(real === undefined)("a real container engine", () => {
  behaves(async () => real ?? { engine: { program: "none", isRootful: false }, uri: "" });
});
