import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { unpack } from "../../src/archives/unpack.ts";
import { StepFailure } from "../../src/step-failure.ts";
import { temporaryFolder } from "../machine.ts";
import { archiveOf, type Entry } from "./archives.ts";

const entries: readonly Entry[] = [
  { name: "a/", type: "folder" },
  { name: "a/model", content: "x".repeat(700) },
  { name: "link", type: "symlink", target: "a/model" },
  { name: "same", type: "hardlink", target: "a/model" },
  { name: `${"deep/".repeat(25)}file`, content: "text" },
  { name: "noted", pax: { comment: "words" }, content: "y".repeat(20_000) },
];

/** Where a header has its name, link, size, type and prefix. */
const fields = [0, 100, 124, 156, 157, 345];
const texts = ["../", "..", "/etc/", "/", "\0", "\u00ff", "1", "2", "5", "g", "x", "L", "K", "S"];

test("archives that are broken at random are unpacked inside, or refused in words", async () => {
  const below = numbers(20_261_123);
  const good = (["pax", "gnu", "ustar"] as const).map((format) =>
    gunzipSync(readFileSync(archiveOf(entries, { format }))),
  );
  const around = join(temporaryFolder(), "around");
  const [folder, file] = [join(around, "model"), join(around, "../archive")];
  const outcomes = new Set<string>();
  for (let round = 0; round < 120; round += 1) {
    mkdirSync(around);
    writeFileSync(file, broken(Buffer.from(good[round % 3] ?? ""), below));
    // oxlint-disable-next-line no-await-in-loop -- one folder for all
    outcomes.add(await outcome(file, folder));
    expect(readdirSync(around)).toEqual(["model"]);
    expect(strangers(folder)).toEqual([]);
    // Whoever hears that it failed may remove what there is: nothing is written any more.
    rmSync(around, { recursive: true });
  }
  expect([...outcomes].toSorted()).toEqual(["refused", "unpacked"]);
}, 120_000);

async function outcome(file: string, folder: string): Promise<string> {
  try {
    await unpack(file, folder, "s3://a-bucket/x", { bytes: 1_000_000, entries: 100 });
    return "unpacked";
  } catch (error) {
    if (error instanceof StepFailure) return "refused";
    throw error;
  }
}

/** Some changes of an archive; mostly with checksums that hold. */
function broken(tar: Buffer, below: (most: number) => number): Buffer {
  for (let changes = 1 + below(4); changes > 0; changes -= 1) {
    const block = below(Math.min(24, tar.length / 512)) * 512;
    const at = block + (fields[below(fields.length + 1)] ?? below(512));
    if (below(2) === 0) tar[at] = below(256);
    else tar.write(texts[below(texts.length)] ?? "", at, "latin1");
  }
  if (below(4) > 0) mendChecksums(tar);
  const packed = gzipSync(tar);
  if (below(10) === 0) return packed.subarray(0, below(packed.length));
  if (below(10) === 0) packed[below(packed.length)] = below(256);
  return packed;
}

function mendChecksums(tar: Buffer): void {
  for (let block = 0; block + 512 <= tar.length; block += 512) {
    if (tar.toString("latin1", block + 257, block + 262) !== "ustar") continue;
    tar.write(" ".repeat(8), block + 148, "latin1");
    const sum = tar.subarray(block, block + 512).reduce((total, byte) => total + byte, 0);
    tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, block + 148, "latin1");
  }
}

/** What must not be in a folder that an archive was unpacked to. */
function strangers(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => {
    const path = join(folder, name);
    const found = lstatSync(path);
    if (found.isSymbolicLink()) {
      return !resolve(dirname(path), readlinkSync(path)).startsWith(folder);
    }
    return (!found.isFile() && !found.isDirectory()) || (found.mode & 0o7000) !== 0;
  });
}

/** Whole numbers below a limit, the same for each seed. */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % most;
  };
}
