import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pack } from "../../src/archives/pack.ts";
import { unpack } from "../../src/archives/unpack.ts";
import { systemPython, temporaryFolder, textFile } from "../machine.ts";
import { entriesIn } from "./archives.ts";

const jobPath = "/opt/ml/model";

function folder(): { model: string; archive: string } {
  const around = temporaryFolder();
  mkdirSync(join(around, "model"));
  return { model: join(around, "model"), archive: join(around, "model.tar.gz") };
}

describe("a folder is packed", () => {
  test("as SageMaker does: names from the folder on, modes and times of the files, no owner", async () => {
    const { model, archive } = folder();
    textFile(model, "xgboost-model", "the model");
    textFile(join(model, "code"), "run.sh", "echo");
    for (const [name, mode] of [
      ["code", 0o755],
      ["code/run.sh", 0o755],
      ["xgboost-model", 0o644],
    ] as const) {
      chmodSync(join(model, name), mode);
    }
    symlinkSync("../xgboost-model", join(model, "code/latest"));
    for (const name of ["xgboost-model", "code/run.sh"]) {
      utimesSync(join(model, name), 1_700_000_000, 1_700_000_000);
    }
    await pack(model, archive, jobPath);
    const time = 1_700_000_000;
    const linkTime = Math.floor(lstatSync(join(model, "code/latest")).mtimeMs / 1000);
    expect(entriesIn(archive)).toEqual([
      ["code", "5", "0o755", 0, 0, "", 0],
      ["code/latest", "2", expect.any(String), linkTime, 0, "../xgboost-model", 0],
      ["code/run.sh", "0", "0o755", time, 0, "", 4],
      ["xgboost-model", "0", "0o644", time, 0, "", 9],
    ]);
  });

  test("again to the same bytes", async () => {
    const { model, archive } = folder();
    for (const name of ["b", "a", "c/d", "c/a", "é", "Z"]) {
      textFile(join(model, name, ".."), name.split("/").at(-1) ?? "", name);
    }
    await pack(model, archive, jobPath);
    await pack(model, `${archive}.2`, jobPath);
    expect(readFileSync(archive).equals(readFileSync(`${archive}.2`))).toBe(true);
  });

  test.each([
    "@archive",
    "-C",
    "--checkpoint-action=exec=touch x",
    "c:/x",
    "a b\n*?$(touch x)",
    "\\..\\x",
    `${"long".repeat(50)}/${"n".repeat(200)}`,
  ])("with a file named %j", async (name) => {
    const { model, archive } = folder();
    mkdirSync(join(model, name, ".."), { recursive: true });
    textFile(join(model, name, ".."), name.split("/").at(-1) ?? "", "text");
    await pack(model, archive, jobPath);
    const copy = join(archive, "../copy");
    await unpack(archive, copy, "s3://a-bucket/x");
    expect(readFileSync(join(copy, name), "utf8")).toBe("text");
  });

  test("with files of any size, empty ones and nothing at all", async () => {
    const { model, archive } = folder();
    await pack(model, archive, jobPath);
    expect(entriesIn(archive)).toEqual([]);
    await unpack(archive, join(archive, "../empty"), "s3://a-bucket/x");
    const large = "0123456789".repeat(500_000);
    textFile(model, "large", large);
    textFile(model, "none", "");
    linkSync(join(model, "large"), join(model, "same"));
    await pack(model, archive, jobPath);
    const copy = join(archive, "../copy");
    await unpack(archive, copy, "s3://a-bucket/x");
    expect(readFileSync(join(copy, "large"), "utf8")).toBe(large);
    expect(readFileSync(join(copy, "same"), "utf8")).toBe(large);
    expect(readFileSync(join(copy, "none"), "utf8")).toBe("");
  });

  test("so that GNU tar and bsdtar read it too", async () => {
    const { model, archive } = folder();
    textFile(join(model, "x".repeat(90)), "é".repeat(60), "text");
    await pack(model, archive, jobPath);
    const { stdout } = spawnSync("tar", ["-xzf", archive, "-O"]);
    expect(stdout.toString()).toBe("text");
  });
});

test("what is another name of the archive before stays as it was", async () => {
  const { model, archive } = folder();
  await pack(model, archive, jobPath);
  linkSync(archive, `${archive}.kept`);
  const before = readFileSync(archive);
  textFile(model, "x", "text");
  await pack(model, archive, jobPath);
  expect(readFileSync(`${archive}.kept`).equals(before)).toBe(true);
  expect(readFileSync(archive).equals(before)).toBe(false);
});

describe("a link", () => {
  test("by an absolute path inside becomes relative", async () => {
    const { model, archive } = folder();
    textFile(model, "checkpoint-2", "text");
    mkdirSync(join(model, "sub"));
    symlinkSync("/opt/ml/model/checkpoint-2", join(model, "sub/last"));
    symlinkSync(join(model, "checkpoint-2"), join(model, "last"));
    await pack(model, archive, jobPath);
    const copy = join(archive, "../copy");
    await unpack(archive, copy, "s3://a-bucket/x");
    expect(readFileSync(join(copy, "sub/last"), "utf8")).toBe("text");
    expect(readFileSync(join(copy, "last"), "utf8")).toBe("text");
  });

  test.each([
    "/etc/passwd",
    "../secret",
    "/opt/ml/model/../input",
    "/opt/ml/models",
    "/opt/ml/input/data/train/x.csv",
  ])("to %s is refused, and nothing of it is read", async (target) => {
    const { model, archive } = folder();
    symlinkSync(target, join(model, "x"));
    await expect(pack(model, archive, jobPath)).rejects.toMatchObject({
      name: "StepFailure",
      message: `ClientError: Artifact upload failed:"/opt/ml/model/x" is a link to ${target}, out of /opt/ml/model; an archive cannot hold it.`,
    });
  });
});

const refused = [
  ["a pipe", "os.mkfifo(f + b'/sub/x')", `"/opt/ml/model/sub/x" is neither a file`],
  ["a socket", "socket.socket(1).bind(f + b'/sub/s')", `"/opt/ml/model/sub/s" is neither a file`],
  ["a name that is not UTF-8", "open(f + b'/sub/\\xff', 'w')", "is not UTF-8"],
] as const;

// macOS has no such names.
const here = process.platform === "darwin" ? refused.slice(0, 1) : refused;

test.each(here)("%s is refused", async (_, code, words) => {
  const { model, archive } = folder();
  mkdirSync(join(model, "sub"));
  const program = `import os, socket, sys; f = os.fsencode(sys.argv[1]); ${code}`;
  execFileSync(systemPython, ["-c", program, model]);
  await expect(pack(model, archive, jobPath)).rejects.toMatchObject({
    name: "StepFailure",
    message: expect.stringContaining(words),
  });
});
