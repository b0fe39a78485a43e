import { existsSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keyToPath, nameToSegment } from "../../src/objects/key-path.ts";
import type { ExecutionObjects } from "../../src/objects/execution-objects.ts";
import { executionObjects, openObjects } from "../../src/objects/open-objects.ts";
import { joinS3Uri, nameUnderPrefix, parseS3Uri } from "../../src/objects/s3-uri.ts";
import { temporaryFolder, textFile } from "../machine.ts";

describe("S3 URIs", () => {
  test.each([
    ["s3://a-bucket/a/b.csv", { bucket: "a-bucket", key: "a/b.csv" }],
    ["s3://a-bucket", { bucket: "a-bucket", key: "" }],
    ["s3://a-bucket/", { bucket: "a-bucket", key: "" }],
    ["s3://a-bucket//x", { bucket: "a-bucket", key: "/x" }],
  ])("%s is taken apart", (uri, wanted) => {
    expect(parseS3Uri(uri)).toEqual(wanted);
  });

  test.each([
    "a/b",
    "s3://",
    "s3://../x",
    "s3://A_Bucket/x",
    "https://a-bucket/x",
    "s3://a-bucket/\0",
    "s3://a-bucket/\ud800",
    `s3://a-bucket/${"ä".repeat(513)}`,
  ])("%j is refused", (uri) => {
    expect(() => parseS3Uri(uri)).toThrow(expect.objectContaining({ code: "S3_URI_INVALID" }));
  });

  test("are joined by one slash", () => {
    expect(joinS3Uri("s3://a-bucket/x/", "y", "z.csv")).toBe("s3://a-bucket/x/y/z.csv");
  });

  test.each([
    ["out/train/train.csv", "out/train", "train.csv"],
    ["out/train/a/b.csv", "out/train/", "a/b.csv"],
    ["data/abalone.csv", "data/abalone.csv", "abalone.csv"],
    ["data/abalone-1.csv", "data/abalone", "abalone-1.csv"],
    ["a/b.csv", "", "a/b.csv"],
  ])("the key %s under the prefix %s is the file %s", (key, prefix, wanted) => {
    expect(nameUnderPrefix(key, prefix)).toBe(wanted);
  });
});

describe("keys as paths", () => {
  test.each([
    ["a/b.csv", "/root/a/b.csv"],
    ["../../etc/passwd", "/root/%2E%2E/%2E%2E/etc/passwd"],
    ["/etc/passwd", "/root/%/etc/passwd"],
    ["a//b/./c", "/root/a/%/b/%2E/c"],
    ["%2E%2E/x", "/root/%252E%2E/x"],
    ["%", "/root/%25"],
  ])("%s lies in %s", (key, wanted) => {
    expect(keyToPath("/root", key)).toBe(wanted);
    const segments = wanted.slice("/root/".length).split("/");
    expect(segments.map(nameToSegment).join("/")).toBe(key);
  });

  test("a segment too long for a file name is refused", () => {
    const code = "S3_KEY_UNSUPPORTED";
    expect(() => keyToPath("/root", "x".repeat(256))).toThrow(expect.objectContaining({ code }));
  });
});

function stores(count: number): { home: string; stores: ExecutionObjects[] } {
  const home = temporaryFolder();
  const shared = openObjects({ home, kind: "folder" });
  const make = (_: unknown, index: number): ExecutionObjects =>
    executionObjects(
      shared,
      join(home, "executions", String(index)),
      Date.now() - 1000,
      join(home, "tmp"),
    );
  return { home, stores: Array.from({ length: count }, make) };
}

describe("an execution's objects", () => {
  test("a prefix finds every key that starts with it", async () => {
    const {
      home,
      stores: [store],
    } = stores(1);
    for (const key of ["d/train/1.csv", "d/train-2.csv", "d/test.csv", "d/train/x/2.csv"]) {
      // oxlint-disable-next-line no-await-in-loop -- the one file is written anew for each
      await store?.put(`s3://a-bucket/${key}`, textFile(home, "f", key));
    }
    const found = await store?.list("s3://a-bucket/d/train");
    expect(found?.map(({ name }) => name)).toEqual(["train-2.csv", "1.csv", "x/2.csv"]);
    expect(await store?.list("s3://a-bucket/nothing")).toEqual([]);
    expect(await store?.list("s3://other-bucket/d")).toEqual([]);
  });

  test("keys that would leave the folder stay in it, and are found again", async () => {
    const {
      home,
      stores: [store],
    } = stores(1);
    await store?.put("s3://a-bucket/../../../escaped", textFile(home, "f", "text"));
    expect(await store?.readText("s3://a-bucket/../../../escaped")).toBe("text");
    expect(existsSync(join(home, "..", "escaped"))).toBe(false);
    expect((await store?.list("s3://a-bucket/.."))?.map(({ key }) => key)).toEqual([
      "../../../escaped",
    ]);
  });

  test("an object with the name of another's folder is refused, in words", async () => {
    const {
      home,
      stores: [store],
    } = stores(1);
    const file = textFile(home, "f", "text");
    await store?.put("s3://a-bucket/a/b", file);
    await expect(store?.put("s3://a-bucket/a", file)).rejects.toMatchObject({
      code: "S3_KEY_UNSUPPORTED",
      message: expect.stringContaining("s3://a-bucket/a cannot be kept"),
    });
    await expect(store?.put("s3://a-bucket/a/b/c", file)).rejects.toMatchObject({
      code: "S3_KEY_UNSUPPORTED",
    });
  });

  test("each reads what it wrote, whatever others write to the same key", async () => {
    const {
      home,
      stores: [one, two],
    } = stores(2);
    await one?.put("s3://a-bucket/out/x", textFile(home, "f", "one"));
    await two?.put("s3://a-bucket/out/x", textFile(home, "f", "two"));
    expect(await one?.readText("s3://a-bucket/out/x")).toBe("one");
    expect(await two?.readText("s3://a-bucket/out/x")).toBe("two");
    expect(readFileSync(join(home, "s3/a-bucket/out/x"), "utf8")).toBe("two");
  });

  test("under a prefix that it wrote to, what others wrote since it started is not seen", async () => {
    const {
      home,
      stores: [one, two],
    } = stores(2);
    await two?.put("s3://a-bucket/out/early", textFile(home, "f", ""));
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(join(home, "s3/a-bucket/out/early"), longAgo, longAgo);
    await two?.put("s3://a-bucket/out/late", textFile(home, "f", ""));
    const names = async (): Promise<string[] | undefined> =>
      (await one?.list("s3://a-bucket/out/"))?.map(({ name }) => name);
    expect(await names()).toEqual(["early", "late"]);
    await one?.put("s3://a-bucket/out/own", textFile(home, "f", ""));
    expect(await names()).toEqual(["early", "own"]);
  });

  test("an object that is replaced leaves the file of those who read it as it was", async () => {
    const {
      home,
      stores: [one, two],
    } = stores(2);
    await one?.put("s3://a-bucket/x", textFile(home, "f", "old"));
    const file = one?.ownPath("s3://a-bucket/x") ?? "";
    await two?.put("s3://a-bucket/x", textFile(home, "f", "new"));
    expect(readFileSync(file, "utf8")).toBe("old");
  });
});
