import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { JobFolder } from "../../src/jobs/job-folder.ts";
import { FolderObjects } from "../../src/objects/folder-objects.ts";
import type { Objects } from "../../src/objects/objects.ts";
import { S3Objects } from "../../src/objects/s3-objects.ts";
import { systemPython, temporaryFolder, textFile } from "../machine.ts";

async function jobWith(...keys: readonly string[]): Promise<{
  home: string;
  objects: Objects;
  folder: JobFolder;
}> {
  const home = temporaryFolder();
  const objects = new FolderObjects(join(home, "s3"), join(home, "tmp"));
  for (const key of keys) {
    // oxlint-disable-next-line no-await-in-loop -- a few small objects
    await objects.put(`s3://a-bucket/${key}`, Buffer.from(key));
  }
  return { home, objects, folder: await JobFolder.create(join(home, "job"), objects) };
}

const input = "/opt/ml/processing/input";
const output = "/opt/ml/processing/output";

describe("inputs", () => {
  test("are copies, with folders as their keys have them", async () => {
    const { objects, folder } = await jobWith("d/a.csv", "d/sub/b.csv", "d/empty/", "other");
    await folder.download("s3://a-bucket/d/", input);
    const path = folder.path(input);
    expect(readdirSync(path, { recursive: true }).toSorted()).toEqual(
      ["a.csv", "empty", "sub", join("sub", "b.csv")].toSorted(),
    );
    writeFileSync(join(path, "a.csv"), "changed by the job");
    expect(await objects.readText("s3://a-bucket/d/a.csv")).toBe("d/a.csv");
  });

  test("that are not there fail the step in SageMaker's words", async () => {
    const { folder } = await jobWith("x");
    await expect(folder.download("s3://a-bucket/d/", input)).rejects.toMatchObject({
      name: "StepFailure",
      message: `ClientError: No S3 objects found under S3 URL "s3://a-bucket/d/" given in input data source.`,
    });
  });

  test.each(["d/../../../escaped", "d/./x", "d/sub//x", "d//x", "d/.."])(
    "the key %s, which is no path, fails the step",
    async (key) => {
      const { home, folder } = await jobWith(key);
      const failed = folder.download("s3://a-bucket/d/", input);
      await expect(failed).rejects.toMatchObject({ name: "StepFailure" });
      await expect(failed).rejects.toThrow(
        /^ClientError: Data download failed:Failed to download data\. S3 key: s3:\/\/a-bucket\/d\/.* has an illegal char sub-sequence '\/\.{0,2}\/' in it$/,
      );
      expect(existsSync(join(home, "escaped"))).toBe(false);
    },
  );

  test("that S3 refuses fail the step, with its reason", async () => {
    const home = temporaryFolder();
    const aside = join(home, "tmp");
    const objects = new S3Objects({ endpoint: "http://127.0.0.1:1", region: "us-east-1", aside });
    const folder = await JobFolder.create(join(home, "job"), objects);
    await expect(folder.download("s3://a-bucket/d/", input)).rejects.toMatchObject({
      name: "StepFailure",
      message: expect.stringMatching(
        /^ClientError: Data download failed:ListObjectsV2 failed for s3:\/\/a-bucket\/d\/ \(/,
      ),
    });
  });
});

describe("outputs", () => {
  test("are every file below the folder, and stay where they are", async () => {
    const { objects, folder } = await jobWith();
    await folder.makeFolder(output);
    const path = folder.path(output);
    textFile(path, "a b+c%.csv", "a");
    textFile(join(path, "sub/deep"), "b.csv", "b");
    const result = await folder.upload(output, "s3://a-bucket/out");
    expect(result).toEqual({ count: 2, left: [] });
    // Done again, as after a crash, it gives the same.
    expect(await folder.upload(output, "s3://a-bucket/out")).toEqual(result);
    const found = await objects.list("s3://a-bucket/out/");
    expect(found.map(({ name }) => name)).toEqual(["a b+c%.csv", "sub/deep/b.csv"]);
  });

  test("links and pipes are not among them", async () => {
    const { home, objects, folder } = await jobWith();
    await folder.makeFolder(output);
    const path = folder.path(output);
    textFile(home, "secret", "text");
    symlinkSync(join(home, "secret"), join(path, "link"));
    symlinkSync(home, join(path, "folder-link"));
    execFileSync(systemPython, [
      "-c",
      "import os, sys; os.mkfifo(sys.argv[1])",
      join(path, "pipe"),
    ]);
    textFile(path, "x", "text");
    expect(await folder.upload(output, "s3://a-bucket/out/")).toEqual({
      count: 1,
      left: ["folder-link", "link", "pipe"],
    });
    const found = await objects.list("s3://a-bucket/");
    expect(found.map(({ key }) => key)).toEqual(["out/x"]);
  });

  test("a folder that the job made a link fails the step", async () => {
    const { home, folder } = await jobWith();
    mkdirSync(join(home, "elsewhere"));
    mkdirSync(join(folder.path(output), ".."), { recursive: true });
    symlinkSync(join(home, "elsewhere"), folder.path(output));
    await expect(folder.upload(output, "s3://a-bucket/out")).rejects.toMatchObject({
      name: "StepFailure",
      message: `ClientError: the job removed ${output} or made it a link.`,
    });
  });

  test.skipIf(process.platform === "darwin")(
    "a name that is not UTF-8 fails the step, and nothing is put",
    async () => {
      const { objects, folder } = await jobWith();
      await folder.makeFolder(output);
      textFile(folder.path(output), "a", "text");
      const code = "import sys, os; open(os.fsencode(sys.argv[1]) + b'/caf\\xe9.csv', 'w').close()";
      execFileSync(systemPython, ["-c", code, folder.path(output)]);
      await expect(folder.upload(output, "s3://a-bucket/out")).rejects.toMatchObject({
        name: "StepFailure",
        message: `ClientError: Artifact upload failed:the file name "${output}/caf\ufffd.csv" is not UTF-8, and S3 keys are.`,
      });
      expect(await objects.list("s3://a-bucket/")).toEqual([]);
    },
  );

  test("a name longer than a key can be fails the step", async () => {
    const { folder } = await jobWith();
    await folder.makeFolder(output);
    const deep = Array.from({ length: 5 }, () => "n".repeat(250)).join("/");
    textFile(join(folder.path(output), deep), "x", "text");
    await expect(folder.upload(output, "s3://a-bucket/out")).rejects.toMatchObject({
      name: "StepFailure",
      message: expect.stringMatching(/^ClientError: Artifact upload failed:.* is not an S3 URI/),
    });
  });

  test("a file that has two names is put under both", async () => {
    const { objects, folder } = await jobWith();
    await folder.makeFolder(output);
    const path = folder.path(output);
    linkSync(textFile(path, "a", "text"), join(path, "b"));
    await folder.upload(output, "s3://a-bucket/out");
    expect(await objects.readText("s3://a-bucket/out/b")).toBe("text");
    expect(lstatSync(join(path, "a")).isFile()).toBe(true);
    expect(readFileSync(join(path, "a"), "utf8")).toBe("text");
  });
});
