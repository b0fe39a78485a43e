import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { archiveLimits } from "../../src/archives/limits.ts";
import { unpack } from "../../src/archives/unpack.ts";
import { temporaryFolder } from "../machine.ts";
import { archiveOf, type Entry, type Making } from "./archives.ts";

const uri = "s3://a-bucket/model.tar.gz";

/** A folder to unpack into, which lies in one that nothing may be written to. */
function target(): { around: string; folder: string } {
  const around = temporaryFolder();
  return { around, folder: join(around, "model") };
}

/** Every path below a folder, folders with a slash. */
function pathsUnder(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => {
      const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
      return entry.isDirectory() ? `${path}/` : path;
    })
    .toSorted();
}

describe("a good archive is unpacked", () => {
  test.each(["pax", "gnu", "ustar"] as const)("made in the format %s", async (format) => {
    const { folder } = target();
    const long = `${"long/".repeat(25)}${"n".repeat(90)}`;
    const entries: Entry[] = [
      { name: "./", type: "folder" },
      { name: "./xgboost-model", content: "the model" },
      { name: "code/", type: "folder", mode: 0o700 },
      { name: "code/inference.py", content: "print()", mode: 0o755 },
      { name: long, content: "deep" },
      { name: "empty" },
      { name: "code/again.py", type: "hardlink", target: "code/inference.py" },
      { name: "code/latest", type: "symlink", target: "../xgboost-model" },
      { name: "contiguous", type: "contiguous", content: "as a file" },
    ];
    await unpack(archiveOf(entries, { format }), folder, uri);
    expect(readFileSync(join(folder, "xgboost-model"), "utf8")).toBe("the model");
    expect(readFileSync(join(folder, "code/again.py"), "utf8")).toBe("print()");
    expect(readFileSync(join(folder, "code/latest"), "utf8")).toBe("the model");
    expect(readFileSync(join(folder, long), "utf8")).toBe("deep");
    expect(readFileSync(join(folder, "empty"), "utf8")).toBe("");
    expect(readFileSync(join(folder, "contiguous"), "utf8")).toBe("as a file");
    expect(lstatSync(join(folder, "xgboost-model")).mtimeMs).toBe(1_700_000_000_000);
  });

  test("an empty one too", async () => {
    const { folder } = target();
    await unpack(archiveOf([]), folder, uri);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ["0644", 0o644, 0o644],
    ["0755", 0o755, 0o755],
    ["0000, which we could not read again", 0o000, 0o600],
    ["4777, which changes who runs it and who may write it", 0o4777, 0o755],
  ])("a file's mode of %s", async (_, mode, wanted) => {
    const { folder } = target();
    await unpack(archiveOf([{ name: "x", mode }]), folder, uri);
    const stat = lstatSync(join(folder, "x"));
    expect((stat.mode & 0o7777).toString(8)).toBe(wanted.toString(8));
    expect(stat.uid).toBe(process.getuid?.());
  });

  test("a NUL ends a name", async () => {
    const { folder } = target();
    await unpack(archiveOf([{ name: "x", pax: { path: "a\0/../b" } }]), folder, uri);
    expect(pathsUnder(folder)).toEqual(["a"]);
  });

  test("where two entries have one name, the last counts", async () => {
    const { folder } = target();
    const entries: Entry[] = [
      { name: "x", content: "first" },
      { name: "y", type: "hardlink", target: "x" },
      { name: "x", content: "last" },
      { name: "z", type: "symlink", target: "x" },
      { name: "z", content: "a file" },
    ];
    await unpack(archiveOf(entries), folder, uri);
    const texts = ["x", "y", "z"].map((name) => readFileSync(join(folder, name), "utf8"));
    expect(texts).toEqual(["last", "first", "a file"]);
  });
});

const outside = "/tmp/nacre-test-escaped";

const hostile: readonly (readonly [string, readonly Entry[], string])[] = [
  ["an absolute name", [{ name: outside }], "is absolute"],
  ["an absolute folder", [{ name: `${outside}/`, type: "folder" }], "is absolute"],
  ["..", [{ name: "../escaped" }], "leads out of it"],
  [".. in the middle", [{ name: "a/../../escaped" }], "leads out of it"],
  [".. that stays inside", [{ name: "a/../x" }], "leads out of it"],
  ["a folder ..", [{ name: "..", type: "folder" }], "leads out of it"],
  ["no name but a slash", [{ name: "." }], "without a name"],
  ["a pax header's name", [{ name: "x", pax: { path: "../escaped" } }], "leads out of it"],
  [
    "a symbolic link to an absolute path",
    [{ name: "x", type: "symlink", target: "/etc/passwd" }],
    "leads out of it, to",
  ],
  [
    "a symbolic link to ..",
    [{ name: "a/x", type: "symlink", target: "../../escaped" }],
    "leads out of it, to",
  ],
  [
    "a file written through a link",
    [
      { name: "x", type: "symlink", target: ".." },
      { name: "x/escaped", content: "text" },
    ],
    "leads out of it",
  ],
  [
    "a file written through a link that stays inside",
    [
      { name: "a/", type: "folder" },
      { name: "x", type: "symlink", target: "a" },
      { name: "x/escaped", content: "text" },
    ],
    "cannot be written: EEXIST",
  ],
  [
    "links that lead out together",
    [
      { name: "x", type: "symlink", target: "." },
      { name: "y", type: "symlink", target: "x/x/x/../../.." },
      { name: "y/escaped", content: "text" },
    ],
    "leads out of it",
  ],
  [
    "a link by a pax header",
    [{ name: "x", type: "symlink", target: "a", pax: { linkpath: "../escaped" } }],
    "leads out of it",
  ],
  [
    "a hard link to an absolute path",
    [{ name: "x", type: "hardlink", target: "/etc/passwd" }],
    "is absolute",
  ],
  [
    "a hard link out of it",
    [{ name: "x", type: "hardlink", target: "../around" }],
    "leads out of it",
  ],
  [
    "a hard link to a symbolic link",
    [
      { name: "x", type: "symlink", target: "a" },
      { name: "y", type: "hardlink", target: "x" },
    ],
    "no file before it",
  ],
  ["a hard link to nothing", [{ name: "x", type: "hardlink", target: "y" }], "no file before it"],
  ["a pipe", [{ name: "x", type: "fifo" }], "of the type FIFO"],
  ["a device", [{ name: "x", type: "character device" }], "of the type CharacterDevice"],
  ["a disk", [{ name: "x", type: "block device" }], "of the type BlockDevice"],
  ["a file below a file", [{ name: "x" }, { name: "x/y" }], "cannot be written"],
  ["a file in place of a folder", [{ name: "x/y" }, { name: "x" }], "cannot be written: EEXIST"],
  ["a name that is too long", [{ name: "x".repeat(300) }], "cannot be written: ENAMETOOLONG"],
];

describe("a hostile archive is refused", () => {
  test.each(hostile)("%s", async (_, entries, words) => {
    const { around, folder } = target();
    const refused = unpack(archiveOf(entries), folder, uri);
    await expect(refused).rejects.toMatchObject({ name: "StepFailure" });
    await expect(refused).rejects.toThrow(
      /^ClientError: Failed to extract model data archive from URL "s3:\/\/a-bucket\/model\.tar\.gz": /,
    );
    await expect(refused).rejects.toThrow(words);
    expect(readdirSync(around)).toEqual(["model"]);
    expect(existsSync(outside)).toBe(false);
    expect(
      pathsUnder(folder).filter((path) => lstatSync(join(folder, path)).isSymbolicLink()),
    ).toEqual([]);
  });

  test.each<readonly [string, Entry, Making, string]>([
    [
      "a name in another encoding",
      { name: "\u00e4" },
      { format: "gnu", encoding: "latin-1" },
      "is not UTF-8",
    ],
    ["an archive that ends early", { name: "x", size: 1_000_000 }, { cut: 500 }, ""],
    ["an archive without gzip", { name: "x" }, { mode: "w:" }, "not gzip-compressed"],
    ["an archive with bzip2", { name: "x" }, { mode: "w:bz2" }, "not gzip-compressed"],
  ])("%s", async (_, entry, making, words) => {
    const { folder } = target();
    const refused = unpack(archiveOf([entry], making), folder, uri);
    await expect(refused).rejects.toMatchObject({ name: "StepFailure" });
    await expect(refused).rejects.toThrow(words);
  });

  test.each([
    ["nothing", ""],
    ["text", "this is not an archive"],
    ["gzip of text", Buffer.from("H4sIAAAAAAAAA0tNSSxJBQCtQIF6BgAAAA==", "base64")],
  ])("a file with %s", async (_, content) => {
    const { around, folder } = target();
    writeFileSync(join(around, "archive"), content);
    await expect(unpack(join(around, "archive"), folder, uri)).rejects.toThrow(
      "Please ensure that the object located at the URL is a valid tar.gz archive.",
    );
  });
});

describe("a bomb is refused", () => {
  test("by its bytes, before they are on the disk", async () => {
    const { folder } = target();
    const archive = archiveOf([{ name: "zeros", size: 50_000_000 }]);
    expect(lstatSync(archive).size).toBeLessThan(1_000_000);
    await expect(unpack(archive, folder, uri, { bytes: 1_000_000, entries: 10 })).rejects.toThrow(
      "unpacked it has more than 1000000 bytes (NACRE_ARCHIVE_MAX_BYTES)",
    );
    expect(lstatSync(join(folder, "zeros")).size).toBeLessThanOrEqual(1_000_000);
  });

  test("by the number of its entries", async () => {
    const { folder } = target();
    const archive = archiveOf(Array.from({ length: 12 }, (_, index) => ({ name: `${index}` })));
    await expect(unpack(archive, folder, uri, { bytes: 1, entries: 10 })).rejects.toThrow(
      "it has more than 10 entries (NACRE_ARCHIVE_MAX_ENTRIES)",
    );
    expect(readdirSync(folder).length).toBeLessThanOrEqual(10);
  });

  test.each([
    [{}, { bytes: 20 * 1024 ** 3, entries: 100_000 }],
    [
      { NACRE_ARCHIVE_MAX_BYTES: "5", NACRE_ARCHIVE_MAX_ENTRIES: "6" },
      { bytes: 5, entries: 6 },
    ],
  ])("the limits that %o gives", (env, wanted) => {
    expect(archiveLimits(env)).toEqual(wanted);
  });

  test.each(["0", "-1", "1.5", "many"])("the limit %s is none", (text) => {
    expect(() => archiveLimits({ NACRE_ARCHIVE_MAX_BYTES: text })).toThrow(
      expect.objectContaining({ code: "LOCAL_OPTION_INVALID" }),
    );
  });
});

test("links inside stay links", async () => {
  const { folder } = target();
  const links: readonly (readonly [string, string])[] = [
    ["1", "model"],
    ["2", "./sub/../model"],
    ["sub/3", "../model"],
    ["sub/deep/4", "../../sub/3"],
    ["5", "not-there"],
  ];
  const good = links.filter(([name]) => name !== "2");
  const entries: Entry[] = good.map(([name, to]) => ({ name, type: "symlink", target: to }));
  await unpack(archiveOf([...entries, { name: "model", content: "text" }]), folder, uri);
  expect(good.map(([name]) => [name, readlinkSync(join(folder, name))])).toEqual(good);
  expect(readFileSync(join(folder, "sub/deep/4"), "utf8")).toBe("text");
});
