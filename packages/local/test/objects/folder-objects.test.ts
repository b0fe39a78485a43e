import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FolderObjects } from "../../src/objects/folder-objects.ts";
import { systemPython, temporaryFolder, textFile } from "../machine.ts";

function folder(): { root: string; aside: string; objects: FolderObjects } {
  const home = temporaryFolder();
  const [root, aside] = [join(home, "s3"), join(home, "tmp")];
  return { root, aside, objects: new FolderObjects(root, aside) };
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe("objects in a folder", () => {
  test("are listed in the order of their UTF-8 bytes, with size and time", async () => {
    const { objects } = folder();
    const keys = ["b", "a/z", "a.x", "ä", "\u{1f600}", "\uffee", "B", " ", "a+b%20"];
    for (const key of keys) {
      // oxlint-disable-next-line no-await-in-loop -- a few small files
      await objects.put(`s3://a-bucket/${key}`, bytes(key));
    }
    const found = await objects.list("s3://a-bucket");
    const wanted = [" ", "B", "a+b%20", "a.x", "a/z", "b", "ä", "\uffee", "\u{1f600}"];
    expect(found.map(({ key }) => key)).toEqual(wanted);
    expect(found.map(({ uri }) => uri)).toEqual(wanted.map((key) => `s3://a-bucket/${key}`));
    expect(found.map(({ size }) => size)).toEqual(wanted.map((key) => bytes(key).length));
    expect(found.every(({ lastModified }) => lastModified.getTime() > 0)).toBe(true);
  });

  test("are copied out of it into files with their folders", async () => {
    const { root, objects } = folder();
    await objects.put("s3://a-bucket/x", bytes("text"));
    const file = join(root, "..", "deep", "er", "file");
    expect(await objects.fetch("s3://a-bucket/x", file)).toBe(true);
    expect(readFileSync(file, "utf8")).toBe("text");
    expect(await objects.fetch("s3://a-bucket/y", join(root, "none"))).toBe(false);
    expect(existsSync(join(root, "none"))).toBe(false);
  });

  test("a file that is taken stays where it is, and may be taken again", async () => {
    const { root, aside, objects } = folder();
    const file = textFile(join(root, ".."), "model", "text");
    await objects.take("s3://a-bucket/x", file);
    await objects.take("s3://a-bucket/x", file);
    expect(statSync(join(root, "a-bucket/x")).ino).toBe(statSync(file).ino);
    expect(readdirSync(aside)).toEqual([]);
  });

  test("nothing is left of one that could not be written", async () => {
    const { root, aside, objects } = folder();
    await expect(objects.put("s3://a-bucket/x", join(root, "no-such-file"))).rejects.toThrow(
      "ENOENT",
    );
    expect(readdirSync(aside)).toEqual([]);
    expect(await objects.list("s3://a-bucket")).toEqual([]);
  });

  test("a bucket is no object", async () => {
    const { objects } = folder();
    const code = "S3_URI_INVALID";
    await expect(objects.put("s3://a-bucket", bytes(""))).rejects.toMatchObject({ code });
    expect(await objects.has("s3://a-bucket/")).toBe(false);
    expect(await objects.readText("s3://a-bucket/")).toBeUndefined();
  });
});

function withLink(path: string): { objects: FolderObjects; outside: string } {
  const { root, objects } = folder();
  const outside = join(root, "../outside");
  textFile(outside, "secret", "text");
  mkdirSync(join(root, path, ".."), { recursive: true });
  symlinkSync(path.endsWith("file") ? join(outside, "secret") : outside, join(root, path));
  return { objects, outside };
}

describe("a symbolic link among the objects is not followed", () => {
  const refused = { code: "LOCAL_STORE_LINK", message: expect.stringContaining("symbolic link") };

  test.each([
    ["a-bucket/file", "s3://a-bucket/file"],
    ["a-bucket/folder", "s3://a-bucket/folder/secret"],
    ["a-bucket", "s3://a-bucket/secret"],
  ])("%s", async (path, uri) => {
    const { objects, outside } = withLink(path);
    await expect(objects.readText(uri)).rejects.toMatchObject(refused);
    await expect(objects.has(uri)).rejects.toMatchObject(refused);
    await expect(objects.fetch(uri, join(outside, "copy"))).rejects.toMatchObject(refused);
    await expect(objects.list(uri)).rejects.toMatchObject(refused);
    await expect(objects.list("s3://a-bucket/")).rejects.toMatchObject(refused);
    expect(readdirSync(outside)).toEqual(["secret"]);
  });

  test.each([
    ["a-bucket/folder", "s3://a-bucket/folder/new"],
    ["a-bucket/folder", "s3://a-bucket/folder/more/new"],
    ["a-bucket", "s3://a-bucket/new"],
  ])("%s to write %s", async (path, uri) => {
    const { objects, outside } = withLink(path);
    await expect(objects.put(uri, bytes("text"))).rejects.toMatchObject(refused);
    expect(readdirSync(outside)).toEqual(["secret"]);
  });

  test("and one that stands where an object goes is replaced, not written through", async () => {
    const { objects, outside } = withLink("a-bucket/file");
    await objects.put("s3://a-bucket/file", bytes("new"));
    expect(readFileSync(join(outside, "secret"), "utf8")).toBe("text");
    expect(await objects.readText("s3://a-bucket/file")).toBe("new");
  });

  test("one that is to be taken is refused", async () => {
    const { root, objects } = folder();
    const link = join(root, "../link");
    symlinkSync("/etc/passwd", link);
    await expect(objects.take("s3://a-bucket/x", link)).rejects.toMatchObject(refused);
  });
});

test.skipIf(process.platform === "darwin")("a name that is not UTF-8 is refused", async () => {
  const { root, objects } = folder();
  mkdirSync(join(root, "a-bucket"), { recursive: true });
  const code = "import sys, os; open(os.fsencode(sys.argv[1]) + b'/\\xff', 'w').close()";
  execFileSync(systemPython, ["-c", code, join(root, "a-bucket")]);
  await expect(objects.list("s3://a-bucket/")).rejects.toMatchObject({
    code: "S3_KEY_UNSUPPORTED",
    message: expect.stringContaining("is not UTF-8"),
  });
});
