import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runJobProcess, type JobProcessResult } from "../../src/jobs/job-process.ts";
import { canLimitMemory } from "../../src/jobs/memory-limit.ts";
import { processIdentity } from "../../src/jobs/process-identity.ts";
import { descendants } from "../../src/jobs/process-tree.ts";
import { pathRewriting } from "../../src/sandbox/path-rewriting.ts";
import { systemPython, temporaryFolder } from "../machine.ts";
import { definition, image, runHere } from "../pipelines.ts";
import { commandIn } from "./command-in.ts";
import { sandboxesHere } from "./sandboxes-here.ts";

/** Path rewriting runs nothing but Python; {@link runJobProcess} does nothing of its own for it. */
const here = (await sandboxesHere()).filter(
  ({ isHere, sandbox }) => isHere && sandbox !== pathRewriting,
);

async function run(
  sandbox: (typeof here)[number]["sandbox"],
  script: string,
  memoryLimitBytes?: number,
): Promise<JobProcessResult & { lines: string[] }> {
  const lines: string[] = [];
  const result = await runJobProcess({
    ...commandIn(sandbox, temporaryFolder(), ["sh", "-c", script, systemPython]),
    env: { PATH: process.env["PATH"] ?? "" },
    maxRuntimeSeconds: 60,
    graceSeconds: 5,
    memoryLimitBytes,
    signal: new AbortController().signal,
    onLine: (line) => lines.push(line),
  });
  return { ...result, lines };
}

const megabytes = (count: number): string =>
  `"$0" -c 'import time; x = b"x" * (${count} << 20); time.sleep(0.5); print("kept")'`;

describe.each(here)("$name", ({ sandbox }) => {
  test("gives the job none of the engine's files", async () => {
    const script = "for fd in 0 1 2 3 4; do test -e /proc/self/fd/$fd && echo $fd; done; echo end";
    const { lines } = await run(sandbox, script);
    expect(lines.join(" ")).toMatch(process.platform === "linux" ? /^0 1 2 end$/ : /end$/);
  });

  test.skipIf(!canLimitMemory())("kills a job with more memory than its limit", async () => {
    const limit = 64 << 20;
    const fine = await run(sandbox, megabytes(20), limit);
    expect(fine).toEqual({ exitCode: 0, lines: ["kept"] });
    const one = await run(sandbox, megabytes(200), limit);
    expect(one).toEqual({ exitCode: 137, stopped: "max-memory", lines: [] });
    const together = [1, 2, 3].map(() => megabytes(40)).join(" & ");
    expect(await run(sandbox, `${together} & wait`, limit)).toMatchObject({
      stopped: "max-memory",
    });
  });
});

test("a process is told from a later one with its number by its start", () => {
  const own = processIdentity(process.pid);
  expect(own.pidStart).toBeTruthy();
  expect(processIdentity(process.pid)).toEqual(own);
  expect(processIdentity(2 ** 22 + 1).pidStart).toBeUndefined();
});

/** The command of a process, empty when it has ended meanwhile, as those of others may. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** The processes of this one that have a text in their command line, the outermost first. */
function processesOf(text: string): number[] {
  return descendants(process.pid)
    .filter(({ pid }) => commandOf(pid).includes(text))
    .toSorted((a, b) => a.depth - b.depth)
    .map(({ pid }) => pid);
}

describe.each(here)("$name", ({ sandbox, name }) => {
  test.each(Array.from({ length: sandbox.depth + 1 }, (_, index) => index))(
    "says that a job was killed from outside, whichever of its processes was: %i below the first",
    async (index) => {
      const mark = `echo ${name.replaceAll(/\W/g, "")}-${index}`;
      const step = {
        Name: "Sleep",
        Type: "Processing",
        Arguments: {
          AppSpecification: {
            ImageUri: image,
            ContainerEntrypoint: ["sh", "-c", `${mark}; sleep 60; true`],
          },
        },
      };
      const { execution } = await runHere(
        definition([step]),
        {
          onEvent: (event) => {
            if (event.type !== "log") return;
            const pid = processesOf(mark)[index];
            if (pid !== undefined) process.kill(pid, "SIGKILL");
          },
        },
        { sandbox },
      );
      expect(execution.steps[0]?.failureReason).toMatch(
        /^InternalServerError: The job was killed from outside.*, exit code: 137$/,
      );
    },
  );
});
