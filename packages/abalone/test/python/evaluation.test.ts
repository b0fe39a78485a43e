import { rm } from "node:fs/promises";
import { ensurePythonEnvironment } from "@nacre/local";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createSampleData } from "../../src/sample/sample-data.ts";
import { JobFolder, runPython } from "./scripts.ts";

vi.setConfig({ testTimeout: 60_000 });

let job: JobFolder;

beforeAll(async () => {
  await ensurePythonEnvironment();
  job = await JobFolder.create();
  await job.preprocess(createSampleData({ rows: 300 }).csv);
  await job.train();
}, 600_000);
afterAll(() => job.remove());

async function mse(): Promise<unknown> {
  expect(await job.script("evaluation.py")).toMatchObject({ status: 0, stderr: "" });
  return JSON.parse(await job.read("evaluation/evaluation.json"));
}

/** Packs another archive, by a Python program in which `tar` is open and `model` is the Booster. */
async function pack(program: string): Promise<void> {
  const script = `
import io, os, pickle, sys, tarfile
from nacre_jobs.light_xgboost import xgboost
archive, folder = sys.argv[1], os.path.dirname(sys.argv[1])
kept = os.path.join(folder, "kept.tar.gz")
if not os.path.exists(kept):
    os.rename(archive, kept)
model = pickle.load(tarfile.open(kept).extractfile("xgboost-model"))
def member(name, data=b"", **fields):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in fields.items():
        setattr(info, field, value)
    tar.addfile(info, io.BytesIO(data))
with tarfile.open(archive, "w:gz") as tar:
${program.replace(/^/gm, "    ")}
`;
  const { stderr } = await runPython(["-c", script, job.path("model/model.tar.gz")]);
  if (stderr !== "") throw new Error(stderr);
}

describe("evaluation.py", () => {
  it("writes the mean squared error and the errors' standard deviation", async () => {
    const script = `
import json, pickle, sys, tarfile
import numpy, xgboost
from sklearn.metrics import mean_squared_error
model = pickle.load(tarfile.open(sys.argv[1]).extractfile("xgboost-model"))
rows = numpy.genfromtxt(sys.argv[2], delimiter=",")
found = model.predict(xgboost.DMatrix(rows[:, 1:]))
print(json.dumps([mean_squared_error(rows[:, 0], found), numpy.std(rows[:, 0] - found)]))`;
    const { stdout } = await runPython([
      "-c",
      script,
      job.path("model/model.tar.gz"),
      job.path("test/test.csv"),
    ]);
    const [value, deviation] = JSON.parse(stdout) as [number, number];
    expect(await mse()).toEqual({
      regression_metrics: {
        mse: { value: expect.closeTo(value, 9), standard_deviation: expect.closeTo(deviation, 9) },
      },
    });
  });

  it.each(["json", "ubj"])("reads a model in xgboost's own format, %s", async (format) => {
    const wanted = await mse();
    await pack(`member("xgboost-model.${format}", bytes(model.save_raw("${format}")))`);
    expect(await mse()).toEqual(wanted);
  });

  it("passes over folders beside the model", async () => {
    await pack(`
member("code", type=tarfile.DIRTYPE)
member("code/xgboost-model", b"not a model")
member("./xgboost-model", pickle.dumps(model))`);
    expect(await mse()).toHaveProperty("regression_metrics.mse.value");
  });

  it.each([
    ["a path that leads out", `member("../evil", b"x")`, "../evil would be unpacked elsewhere"],
    ["an absolute path", `member("/tmp/evil", b"x")`, "/tmp/evil would be unpacked elsewhere"],
    [
      "a symbolic link",
      `member("xgboost-model", type=tarfile.SYMTYPE, linkname="/etc/passwd")`,
      "is a link or a device",
    ],
    [
      "a hard link",
      `member("xgboost-model", type=tarfile.LNKTYPE, linkname="/etc/passwd")`,
      "is a link or a device",
    ],
    ["a device", `member("xgboost-model", type=tarfile.CHRTYPE)`, "is a link or a device"],
    [
      "a file of eight gigabytes",
      `info = tarfile.TarInfo("xgboost-model")\ninfo.size = 8 << 30\ntar.fileobj.write(info.tobuf())`,
      "it unpacks to more than",
    ],
    ["no model", `member("readme.txt", b"x")`, "there is no xgboost-model in it, but readme.txt"],
    ["nothing", "pass", "there is no xgboost-model in it, but nothing"],
    [
      "a model that is none",
      `member("xgboost-model", b"x")`,
      "xgboost-model is neither a pickled model",
    ],
  ])("refuses an archive with %s", async (_case, program, wanted) => {
    await pack(program);
    await rm(job.path("evaluation"), { recursive: true, force: true });
    const { status, stderr } = await job.script("evaluation.py");
    expect(status).toBe(1);
    expect(stderr).toContain(`ERROR: ${job.path("model/model.tar.gz")}: `);
    expect(stderr).toContain(wanted);
    await expect(job.read("evaluation/evaluation.json")).rejects.toThrow("ENOENT");
  });

  it("refuses what is no archive", async () => {
    await job.write("model/model.tar.gz", "hello");
    expect(await job.script("evaluation.py")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^ERROR: .*model\.tar\.gz: .*could not be opened/),
    });
  });
});
