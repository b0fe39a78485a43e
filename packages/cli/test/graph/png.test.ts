import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { folderWith, nacre } from "../support/nacre.ts";

const abalone = fileURLToPath(
  new URL("../../../abalone/test/fixtures/abalone-definition.json", import.meta.url),
);

/** Draws Abalone as PNG, and gives its size and its pixels. */
async function draw(...args: readonly string[]) {
  const cwd = folderWith({});
  const { code, stderr } = await nacre(["graph", abalone, "-o", "graph.png", ...args], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "wrote graph.png\n" });
  const bytes = readFileSync(`${cwd}/graph.png`);
  return { bytes, ...readPng(bytes) };
}

/** The size of a PNG and the bytes of its pixels, each row after the number of its filter. */
function readPng(bytes: Buffer) {
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (type === "IDAT") data.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const pixels = inflateSync(Buffer.concat(data));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), pixels };
}

async function svgSize(): Promise<[number, number]> {
  const { stdout } = await nacre(["graph", abalone, "--format", "svg"]);
  const [, width = 0, height = 0] = (/viewBox="0 0 (\S+) (\S+)"/.exec(stdout) ?? []).map(Number);
  return [width, height];
}

describe("png", () => {
  it("is the SVG's size, twice or as --scale says", async () => {
    const [width, height] = await svgSize();
    expect(await draw()).toMatchObject({ width: 2 * width, height: 2 * height });
    expect(await draw("--scale", "1")).toMatchObject({ width, height });
  });

  it("is the same bytes every time, whatever fonts and settings the machine has", async () => {
    const [one, two] = await Promise.all([draw(), draw()]);
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });

  it("is light or dark, and holds letters", async () => {
    const [light, dark] = await Promise.all([draw(), draw("--theme", "dark")]);
    // The first pixel after the filter of the first row: the paper, with nothing drawn on it.
    expect([...light.pixels.subarray(1, 4)]).toEqual([0xff, 0xff, 0xff]);
    expect([...dark.pixels.subarray(1, 4)]).toEqual([0x12, 0x16, 0x1d]);
    expect(light.bytes.equals(dark.bytes)).toBe(false);
    expect(light.bytes.length).toBeGreaterThan(20_000);
  });

  it("goes to a pipe as it is", async () => {
    const { stdout, code } = await nacre(["graph", abalone, "--format", "png", "--scale", "0.5"]);
    expect(code).toBe(0);
    expect(stdout).toContain("PNG");
  });

  it.each([
    [["--scale", "0"], "BAD_OPTION", "0.1 to 8"],
    [["--scale", "big"], "BAD_OPTION", "0.1 to 8"],
    [["--scale", ""], "BAD_OPTION", "0.1 to 8"],
    [["--theme", "blue"], "BAD_OPTION", "light, dark"],
  ])("%j is refused", async (args, code, says) => {
    const { stderr, code: exit } = await nacre(["graph", abalone, "--format", "png", ...args]);
    expect(stderr).toMatch(new RegExp(`^error ${code}: `));
    expect(stderr).toContain(says);
    expect(exit).toBe(2);
  });

  it("of too many pixels is refused with a scale that is not", async () => {
    const Steps = Array.from({ length: 400 }, (_, i) => ({
      Name: `Step${i}`,
      Type: "Lambda",
      Arguments: {},
    }));
    const cwd = folderWith({ "wide.json": JSON.stringify({ Version: "2020-12-01", Steps }) });
    const args = ["graph", "wide.json", "-o", "wide.png", "--scale"];
    const { stderr, code } = await nacre([...args, "8"], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error PICTURE_TOO_LARGE: /)]);
    const [, scale = ""] = /--scale (\S+) or less/.exec(stderr) ?? [];
    expect((await nacre([...args, scale], { cwd })).code).toBe(0);
  });
});

/** One of nacre's fonts that has a single letter, of which the glyph is that of an A. */
function fontOf(letter: string): Buffer {
  const file = createRequire(import.meta.url).resolve(
    "dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf",
  );
  const font = readFileSync(file);
  const code = letter.codePointAt(0) ?? 0;
  const table = Buffer.alloc(40);
  table.writeUInt16BE(1, 2);
  [3, 10].forEach((id, i) => table.writeUInt16BE(id, 4 + 2 * i));
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(12, 12);
  [28, 0, 1, code, code, 36].forEach((value, i) => table.writeUInt32BE(value, 16 + 4 * i));
  const record = font.indexOf("cmap", 0, "latin1");
  font.writeUInt32BE(font.length, record + 8);
  font.writeUInt32BE(table.length, record + 12);
  return Buffer.concat([font, table]);
}

function definition(DisplayName: string): string {
  const step = { Name: "A", DisplayName, Type: "Lambda", Arguments: {} };
  return JSON.stringify({ Version: "2020-12-01", Steps: [step] });
}

async function drawn(name: string, ...args: readonly string[]) {
  const cwd = folderWith({ "d.json": definition(name) });
  writeFileSync(`${cwd}/one.ttf`, fontOf("数"));
  const { stderr } = await nacre(["graph", "d.json", "-o", "d.png", ...args], { cwd });
  return { stderr, bytes: readFileSync(`${cwd}/d.png`) };
}

describe("a letter that nacre's fonts do not have", () => {
  it("is a box, and is told", async () => {
    const { stderr, bytes } = await drawn("数 数 🚀 Ж ت e\u200f");
    expect(stderr).toBe(
      "no font has 数 (U+6570), 🚀 (U+1F680): boxes stand for them. --font FILE takes a font that has\nwrote d.png\n",
    );
    // Of the same width, whichever letter it is.
    const other = await drawn("据 据 🚂 Ж ت e\u200f");
    expect(bytes.equals(other.bytes)).toBe(true);
  });

  it("is drawn with a font that has it", async () => {
    const { stderr, bytes } = await drawn("数", "--font", "one.ttf");
    expect(stderr).toBe("wrote d.png\n");
    expect(bytes.equals((await drawn("据", "--font", "one.ttf")).bytes)).toBe(false);
  });

  it("is refused a font that is none", async () => {
    const cwd = folderWith({ "d.json": definition("x"), "font.ttf": "no font", "empty.ttf": "" });
    const refused = async (font: string) =>
      (await nacre(["graph", "d.json", "-o", "d.png", "--font", font], { cwd })).stderr;
    expect(await refused("font.ttf")).toMatch(/^error BAD_FONT: font\.ttf is no TrueType/);
    expect(await refused("empty.ttf")).toMatch(/^error BAD_FONT: empty\.ttf is no TrueType/);
    expect(await refused("none.ttf")).toMatch(/^error BAD_FONT: cannot read the font: /);
  });
});
