import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Internals } from "../../src/engine/means.ts";
import { ensurePythonEnvironment } from "../../src/python/environment.ts";
import { pythonFolder } from "../../src/python/python-folder.ts";
import { pathRewriting } from "../../src/sandbox/path-rewriting.ts";
import { archiveOf } from "../archives/archives.ts";
import {
  bucket,
  definition,
  image,
  logLines,
  runHere,
  systemPython,
  temporaryFolder,
  textFile,
  type Heard,
} from "../pipelines.ts";

const sklearnImage =
  "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3";
const archiveUri = `${bucket}/code/sourcedir.tar.gz`;

/** Runs a Training step whose archive has these files; `train.py` is its program. */
function train(
  files: Readonly<Record<string, string>>,
  { hyperparameters = {}, trainingImage = image, program = "train.py" } = {},
  internals: Internals = {},
): Promise<Heard> {
  const entries = Object.entries(files).map(([name, content]) => ({ name, content }));
  const step = {
    Name: "Train",
    Type: "Training",
    Arguments: {
      AlgorithmSpecification: { TrainingImage: trainingImage, TrainingInputMode: "File" },
      HyperParameters: {
        // As the Python SDK writes them.
        sagemaker_program: JSON.stringify(program),
        sagemaker_submit_directory: JSON.stringify(archiveUri),
        sagemaker_container_log_level: "20",
        sagemaker_region: '"us-east-1"',
        ...hyperparameters,
      },
      InputDataConfig: [
        {
          ChannelName: "train",
          ContentType: "text/csv",
          DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: `${bucket}/data/` } },
        },
      ],
      OutputDataConfig: { S3OutputPath: `${bucket}/models` },
      ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 5 },
      StoppingCondition: { MaxRuntimeInSeconds: 600 },
    },
  };
  const objects = [
    { uri: archiveUri, file: archiveOf(entries) },
    { uri: `${bucket}/data/a.csv`, file: textFile(temporaryFolder(), "a.csv", "1,2\n") },
  ];
  return runHere(definition([step]), { objects }, internals);
}

test.each([
  { of: "XGBoost", trainingImage: image, internals: {} },
  { of: "scikit-learn", trainingImage: sklearnImage, internals: {} },
  { of: "XGBoost without a sandbox", trainingImage: image, internals: { sandbox: pathRewriting } },
])(
  "a program runs for the image of $of as the image starts it",
  async ({ trainingImage, internals }) => {
    const program = `
import json, os, sys
import helper
print(json.dumps([sys.argv, os.path.basename(os.getcwd())]))
names = "SM_HPS SM_CHANNELS SM_HP_DEPTH SM_HP_NAME SM_USER_ENTRY_POINT SM_HOSTS SM_CURRENT_HOST SM_MODULE_DIR SM_NUM_GPUS SM_USER_ARGS".split()
print(json.dumps({name: os.environ[name] for name in names}))
print(open(os.path.join(os.environ["SM_CHANNEL_TRAIN"], "a.csv")).read().strip(), helper.word)
print("nacre_jobs is hidden", not any("nacre_jobs" in os.listdir(p) for p in sys.path if os.path.isdir(p)))
open(os.path.join(os.environ["SM_MODEL_DIR"], "model.txt"), "w").write("m")
open(os.path.join(os.environ["SM_OUTPUT_DATA_DIR"], "more.txt"), "w").write("o")
`;
    const hyperparameters = { depth: "5", name: '"a b; $(c)"', raw: "not json", n: "1.5" };
    const files = { "train.py": program, "helper.py": "word = 'helped'" };
    const { execution } = await train(files, { hyperparameters, trainingImage }, internals);
    expect(execution.failureReason).toBeUndefined();
    const [argv = "", variables = "", ...rest] = logLines(execution, "Train");
    const args = ["--depth", "5", "-n", "1.5", "--name", "a b; $(c)", "--raw", "not json"];
    expect(JSON.parse(argv)).toEqual([["train.py", ...args], "code"]);
    expect(JSON.parse(variables)).toEqual({
      SM_HPS: '{"depth":5,"n":1.5,"name":"a b; $(c)","raw":"not json"}',
      SM_CHANNELS: '["train"]',
      SM_HP_DEPTH: "5",
      SM_HP_NAME: "a b; $(c)",
      SM_USER_ENTRY_POINT: "train.py",
      SM_HOSTS: '["algo-1"]',
      SM_CURRENT_HOST: "algo-1",
      SM_MODULE_DIR: archiveUri,
      SM_NUM_GPUS: "0",
      SM_USER_ARGS: JSON.stringify(args),
    });
    expect(rest).toEqual(["1,2 helped", "nacre_jobs is hidden True"]);
    expect(execution.steps[0]?.outputs.map(({ name }) => name)).toEqual(["model", "output"]);
  },
);

test.each([
  {
    what: "an exception",
    files: { "train.py": "raise ValueError('no data')" },
    reason:
      /^AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "ValueError: no data"\nCommand "python3 train\.py", exit code: 1$/,
  },
  {
    what: "an exit code",
    files: { "train.py": "import sys; sys.exit(3)" },
    reason: /ExitCode 3\n/,
  },
  {
    what: "a program that is not in the archive",
    files: { "other.py": "" },
    reason: /There is no train\.py in sagemaker_submit_directory/,
  },
  {
    what: "an archive that leads out of its folder",
    files: { "train.py": "", "../../escape.py": "" },
    reason: /^ClientError: Failed to extract/,
  },
])("$what fails the step in the image's words", async ({ files, reason }) => {
  const { execution } = await train(files);
  expect(execution.status).toBe("Failed");
  expect(execution.steps[0]?.failureReason).toMatch(reason);
});

test("a shell script is a program too, and its name is no command", async () => {
  const program = "a; echo b.sh";
  const { execution } = await train(
    { [program]: 'echo "$0 $*"\n' },
    { program, hyperparameters: { x: "$(id)" } },
  );
  expect(logLines(execution, "Train")).toEqual(["./a; echo b.sh -x $(id)"]);
});

/** A folder that jobs see, with the wheel of a package of one module, and what that needs. */
function wheels(name: string, content: string, needs = ""): string {
  const folder = mkdtempSync("/var/tmp/nacre-test-");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(import.meta.dirname, "make-wheel.py");
  execFileSync(systemPython, [program, folder, name, "1.0", content, needs]);
  return folder;
}

/** A cache of this test alone, which jobs see. */
function ownCache(): string {
  const cache = mkdtempSync("/var/tmp/nacre-test-");
  onTestFinished(() => rmSync(cache, { recursive: true, force: true }));
  vi.stubEnv("NACRE_CACHE_DIR", cache);
  onTestFinished(() => void vi.unstubAllEnvs());
  return cache;
}

describe("the packages of a requirements.txt", () => {
  const program = `
import os, subprocess, sys
import numpy
import nacre_test_package
print(nacre_test_package.word, numpy.__name__, [name for name in os.environ if name.startswith("NACRE_")])
subprocess.run(["python3", "-c", "import nacre_test_package, pandas; print('in a subprocess')"], check=True)
`;

  test("are looked for while another job puts its own in place", () => {
    const folder = temporaryFolder();
    symlinkSync("made", join(folder, "kept.done"));
    const look = `
import os, sys
from nacre_jobs import requirements
def gone(path):
    raise FileNotFoundError(path)
os.readlink = gone
requirements._remove_left_over(sys.argv[1])
`;
    const options = { encoding: "utf8", env: { PYTHONPATH: pythonFolder() } } as const;
    expect(execFileSync(systemPython, ["-c", look, folder], options)).toBe("");
  });

  test("are installed before the program begins, over those of all jobs, once for a file", async () => {
    const { python } = await ensurePythonEnvironment();
    const cache = ownCache();
    const folder = wheels("nacre_test_package", "word = 'found'", "numpy");
    const requirements = `--no-index\n--find-links ${folder}\nnacre-test-package==1.0\n`;
    const files = { "train.py": program, "requirements.txt": requirements };
    const first = await train(files, {}, { python });
    expect(first.execution.failureReason).toBeUndefined();
    const lines = logLines(first.execution, "Train");
    expect(lines).toEqual(
      expect.arrayContaining([expect.stringContaining("Requirement already satisfied: numpy")]),
    );
    expect(lines.slice(-2)).toEqual(["found numpy []", "in a subprocess"]);
    expect(first.execution.steps[0]?.warnings).toEqual([]);
    // What was installed is enough now.
    rmSync(folder, { recursive: true });
    const second = await train(files, {}, { python });
    expect(logLines(second.execution, "Train")).toEqual(["found numpy []", "in a subprocess"]);
    const kept = readdirSync(join(cache, "requirements"), { withFileTypes: true });
    expect(kept.map((entry) => entry.isSymbolicLink()).toSorted()).toEqual([false, true]);
  }, 120_000);

  test("are those of files that it names: other files, another environment", async () => {
    const cache = ownCache();
    const folder = wheels("nacre_test_package", "word = 'found'");
    const requirements = `--no-index\n--find-links ${folder}\n-r more.txt\n`;
    const files = { "train.py": "print('ran')", "requirements.txt": requirements };
    await train({ ...files, "more.txt": "" });
    await train({ ...files, "more.txt": "nacre-test-package" });
    const names = readdirSync(join(cache, "requirements"));
    expect(names).toHaveLength(4);
  }, 120_000);

  test("that cannot be had fail the step in pip's words, and nothing is kept", async () => {
    const cache = ownCache();
    const requirements = "--no-index\nno-such-package\n";
    const { execution } = await train({ "train.py": "", "requirements.txt": requirements });
    expect(execution.steps[0]?.failureReason).toMatch(
      /^AlgorithmError: InstallRequirementsError:\nExitCode 1\nErrorMessage "ERROR: Could not find a version that satisfies the requirement no-such-package[^]*"\nCommand "python3 -m pip install -r requirements\.txt", exit code: 1$/,
    );
    expect(logLines(execution, "Train").join("\n")).toContain("No matching distribution found");
    expect(readdirSync(join(cache, "requirements"))).toEqual([]);
  }, 120_000);
});

test("a program that is not in S3 is refused before the start", async () => {
  const hyperparameters = { sagemaker_submit_directory: '"file:///tmp/code"' };
  await expect(train({}, { hyperparameters })).rejects.toMatchObject({ code: "LOCAL_UNSUPPORTED" });
});
