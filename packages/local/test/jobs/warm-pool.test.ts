import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { processesNaming } from "../machine.ts";
import { sandboxesHere } from "./sandboxes-here.ts";
import { python, scriptPath, WarmBench, type Changes, type Ended } from "./warm-bench.ts";

const here = (await sandboxesHere()).filter(({ isHere, sandbox }) => isHere && sandbox.depth === 2);
if (here.length === 0) console.warn("SKIPPED: no sandbox here that processes can wait in");

/** All that a script can easily see of how it was started. */
const probe = `"""A script."""
from __future__ import annotations
import os, sys
import numpy as np
from numpy import linalg, random as chance
import gc, json, signal, threading

def about(value):
    return [type(value).__name__, getattr(value, "name", None), getattr(value, "path", None)]

print(json.dumps({
    "argv": sys.argv, "orig_argv": sys.orig_argv, "path": sys.path, "flags": str(sys.flags),
    "environ": dict(os.environ), "cwd": os.getcwd(), "globals": sorted(globals()), "name": __name__,
    "file": __file__, "spec": __spec__, "package": __package__, "doc": __doc__, "cached": __cached__,
    "loader": about(__loader__), "main": sys.modules["__main__"].__dict__ is globals(),
    "modules": sorted(sys.modules), "importers": [path for path in sorted(sys.path_importer_cache) if not path.startswith("/opt/ml")],
    "finders": [str(finder) for finder in sys.meta_path], "files": sorted(os.listdir("/proc/self/fd")),
    "threads": [thread.name for thread in threading.enumerate()],
    "tasks": len(os.listdir("/proc/self/task")),
    "signals": [str(signal.getsignal(number)) for number in (2, 13, 15)],
    "hooks": [sys.excepthook is sys.__excepthook__, sys.displayhook is sys.__displayhook__],
    "streams": [str(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)],
    "buffered": [sys.stdout.line_buffering, sys.stderr.line_buffering, os.isatty(0)],
    "collects": gc.isenabled(), "random": np.random.get_state()[0], "model": linalg.__name__,
    "ml": sorted(os.listdir("/opt/ml")), "orders": os.getpid() > 0, "umask": os.umask(0),
}))
`;

/** Where a line names something that is new in each run. */
const withoutNumbers = ({ lines, ...ended }: Ended): Ended => ({
  ...ended,
  lines: lines.map((line) => line.replaceAll(/0x[0-9a-f]+/g, "0x")),
});

const local = { "processing/code/helper.py": "print('helps', __name__)" };

/** Scripts, and jobs, whose run must be the same with waiting and without. */
const alike: readonly (readonly [string, string, Changes])[] = [
  ["what it sees", probe, {}],
  ["unbuffered", probe, { job: { command: [python, "-u", scriptPath] } }],
  [
    "variables that Python reads",
    probe,
    { job: { env: { PYTHONUNBUFFERED: "1", PYTHONHASHSEED: "7" } } },
  ],
  ["an uncaught exception", "import numpy\ndef f():\n    raise ValueError('no')\nf()\n", {}],
  ["an exit code", "import sys\nsys.exit(7)", {}],
  ["an exit message", "import sys, numpy\nprint('out')\nsys.exit('not good')", {}],
  ["a signal", "import os, numpy\nos.kill(os.getpid(), 9)", {}],
  ["a syntax error", "import numpy\nx = = 1\n", {}],
  ["a module that is not there", "import numpy\nimport nothing_like_it\n", {}],
  ["a module of its own", "import numpy\nimport helper\n", { files: local }],
  ["atexit", "import atexit, numpy\natexit.register(print, 'end')\nprint('x')", {}],
  [
    "subprocesses",
    "import subprocess, sys, numpy\nprint(subprocess.check_output([sys.executable, '-c', 'import sys; print(sys.path)']))",
    {},
  ],
  [
    "multiprocessing",
    "import multiprocessing, numpy\ndef f(x): return x * 2\nif __name__ == '__main__':\n    multiprocessing.set_start_method('spawn')\n    print(multiprocessing.Pool(2).map(f, [1, 2]))",
    {},
  ],
];

describe.each(here)("$name", ({ sandbox }) => {
  test.each(alike)("waiting changes nothing: %s", async (_, script, changes) => {
    const cold = await new WarmBench(sandbox, script, changes).run({ files: changes.files ?? {} });
    const bench = new WarmBench(sandbox, script, changes);
    expect(bench.prepare()).toBe(true);
    const warm = await bench.run({ files: changes.files ?? {} });
    expect(cold.wasWarm).toBe(false);
    expect({ ...withoutNumbers(warm), wasWarm: false }).toEqual(withoutNumbers(cold));
  });
});

const [first] = here;
describe.skipIf(first === undefined)("a waiting process", () => {
  const sandbox = first?.sandbox;
  if (sandbox === undefined) return;
  const isEarly = "import sys\nprint('numpy' in sys.modules)\n";

  test("has imported what the script's head imports", async () => {
    const bench = new WarmBench(sandbox, `${isEarly}import numpy\n`);
    bench.prepare();
    expect(await bench.run()).toMatchObject({ lines: ["False"], wasWarm: true });
    const other = new WarmBench(sandbox, "import sys, numpy\nprint('numpy' in sys.modules)");
    other.prepare();
    expect(await other.run()).toMatchObject({ lines: ["True"], wasWarm: true });
  });

  test("takes arguments and the job's name when they are known", async () => {
    const script =
      "import os, sys\nprint(sys.argv[1:], sys.orig_argv[-2:], os.environ['TRAINING_JOB_NAME'])";
    const env = { TRAINING_JOB_NAME: "not known" };
    const bench = new WarmBench(sandbox, script, { job: { env } });
    bench.prepare();
    const command = [python, scriptPath, "x", "a\nb"];
    const ended = await bench.run({ job: { command, env: { TRAINING_JOB_NAME: "job-2" } } });
    expect(ended).toMatchObject({ lines: ["['x', 'a\\nb'] ['x', 'a\\nb'] job-2"], wasWarm: true });
  });

  test("writes into the job's own folder, and its lines before the start are kept", async () => {
    const script =
      "import tempfile\nopen('/opt/ml/output/x', 'w').write('y')\nprint(tempfile.mkdtemp()[:4])";
    const bench = new WarmBench(sandbox, script);
    bench.prepare();
    expect(await bench.run({ files: { "output/a": "" } })).toMatchObject({
      lines: ["/tmp"],
      wasWarm: true,
    });
    const folders = bench.folders();
    expect(readFileSync(join(folders.ml, "output/x"), "utf8")).toBe("y");
  });

  test.each<[string, string, Changes]>([
    ["its environment is another one", "import numpy", { job: { env: { OMP_NUM_THREADS: "2" } } }],
    ["the network is cut off", "import numpy", { job: { network: false } }],
    ["it is another program", "import numpy", { job: { command: [python, "-u", scriptPath] } }],
    [
      "its script is another one",
      "import numpy",
      { files: { "processing/code/probe.py": "print(1)" } },
    ],
    [
      "a module beside the script has the name of one",
      "import numpy",
      { files: { "processing/code/numbers.py": "" } },
    ],
    [
      "a package beside the script has",
      "import numpy",
      { files: { "processing/code/numpy/__init__.py": "" } },
    ],
    ["its head failed", "import antigravity_that_fails\n", {}],
  ])("is not used where %s, and is gone", async (_, script, changes) => {
    const bench = new WarmBench(sandbox, script);
    expect(bench.prepare()).toBe(true);
    const ended = await bench.run(changes);
    // A module that is not installed is only looked for when the script runs.
    expect(ended.wasWarm).toBe(script.includes("fails"));
    await vi.waitFor(() => expect(processesNaming(join(bench.root, "warm"))).toBe(0));
  });

  test.each<[string, Changes["job"]]>([
    ["an option of Python", { command: [python, "-I", scriptPath] }],
    ["a text as program", { command: [python, "-c", "print()"] }],
    ["no Python", { command: ["bash", "run.sh"] }],
    ["its own PYTHONPATH", { env: { PYTHONPATH: "/opt/ml/code" } }],
    ["its own loader", { env: { LD_PRELOAD: "/opt/ml/x.so" } }],
    ["a folder of the job for a module", { env: { MPLCONFIGDIR: "/opt/ml/processing/config" } }],
  ])("is not started for a job with %s", (_, job = {}) => {
    expect(new WarmBench(sandbox, "", { job }).prepare()).toBe(false);
  });

  test("is one of fewer than there are cores, and ends when it is dropped", async () => {
    const bench = new WarmBench(sandbox, "import numpy");
    const most = availableParallelism() - 1;
    const steps = Array.from({ length: most + 2 }, (_, index) => String(index));
    expect(steps.filter((step) => bench.prepare(step))).toEqual(steps.slice(0, most));
    expect(bench.pool.hasRoom).toBe(false);
    bench.pool.drop("0");
    expect(bench.pool.steps).toEqual(steps.slice(1, most));
    expect(bench.prepare("again")).toBe(true);
    await bench.pool.dispose();
    expect(processesNaming(bench.root)).toBe(0);
    expect(bench.pool.steps).toEqual([]);
  });

  test("is not waited for longer than the job may run", async () => {
    const bench = new WarmBench(sandbox, "import numpy\nprint('ran')");
    bench.prepare();
    expect(await bench.run({}, 0.001)).toMatchObject({ lines: ["ran"], wasWarm: false });
  });

  test("ends when the run is stopped while it is waited for", async () => {
    const bench = new WarmBench(sandbox, "import numpy");
    bench.prepare();
    const controller = new AbortController();
    const taken = bench.pool.take("A", bench.job, bench.folders(), controller.signal, 60);
    controller.abort();
    expect(await taken).toBeUndefined();
    await bench.pool.dispose();
    expect(processesNaming(bench.root)).toBe(0);
  });
});
