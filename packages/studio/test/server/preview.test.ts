import { describe, expect, it } from "vitest";
import type { PreviewView } from "../../src/api.ts";
import { csvRows } from "../../src/server/objects/csv.ts";
import { previewOf } from "../../src/server/objects/preview.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d", "hex");
const jpeg = Buffer.from("ffd8ffe000104a46", "hex");

function preview(name: string, content: string | Uint8Array): Promise<PreviewView> {
  const bytes = Buffer.from(content);
  return previewOf(`s3://a-bucket/${name}`, {
    size: bytes.length,
    body: new Blob([bytes]).stream(),
  });
}

describe("a preview", () => {
  const cases: readonly (readonly [string, string | Uint8Array, PreviewView])[] = [
    [
      "data.csv",
      "a,b\n1,2\n",
      {
        kind: "table",
        rows: [
          ["a", "b"],
          ["1", "2"],
        ],
        more: false,
        moreColumns: 0,
      },
    ],
    ["data.TSV", "a\tb", { kind: "table", rows: [["a", "b"]], more: false, moreColumns: 0 }],
    ["semi.csv", 'a;"b,c"\n', { kind: "table", rows: [["a", "b,c"]], more: false, moreColumns: 0 }],
    ["report.json", '{"mse": 6.0}', { kind: "json", text: '{"mse": 6.0}' }],
    ["plot.gif", "GIF89a\x01\x00\x01\x00", { kind: "image", type: "image/gif" }],
    ["plot.webp", "RIFF\x1a\x00\x00\x00WEBPVP8L", { kind: "image", type: "image/webp" }],
    ["sound.wav", "RIFF\x1a\x00\x00\x00WAVEfmt ", { kind: "binary", size: 16 }],
    ["broken.json", '{"mse": ', { kind: "text", text: '{"mse": ', more: false }],
    ["notes", "\uFEFFgrün", { kind: "text", text: "grün", more: false }],
    ["plot.png", png, { kind: "image", type: "image/png" }],
    ["plot", jpeg, { kind: "image", type: "image/jpeg" }],
    ["no.png", "<script>", { kind: "text", text: "<script>", more: false }],
    ["plot.svg", "<svg/>", { kind: "text", text: "<svg/>", more: false }],
    ["model.tar.gz", Buffer.from([0x1f, 0x8b, 8, 0, 1]), { kind: "binary", size: 5 }],
    ["latin1.txt", Buffer.from([0x67, 0xfc]), { kind: "binary", size: 2 }],
    ["empty.csv", "", { kind: "table", rows: [], more: false, moreColumns: 0 }],
  ];
  it.each(cases)("of %s is by what it holds", async (name, content, wanted) => {
    expect(await preview(name, content)).toEqual(wanted);
  });

  it("of a long table and a long text is their beginning", async () => {
    const rows = await preview("data.csv", "1,2\n".repeat(200_000));
    const text = await preview("log.txt", "é".repeat(300_000));
    expect(rows).toMatchObject({ kind: "table", more: true, rows: { length: 1_000 } });
    expect(text).toEqual({ kind: "text", more: true, text: "é".repeat(200_000) });
  });

  it("of a wide table has no more columns and cells than a page can show", async () => {
    const row = `${Array.from({ length: 2_000 }, (_, index) => index).join(",")}\n`;
    const wide = await preview("data.csv", row.repeat(50));
    expect(wide).toMatchObject({ kind: "table", more: false, moreColumns: 1_500 });
    const cells = await preview("data.csv", `${"1,".repeat(399)}1\n`.repeat(600));
    expect(cells).toMatchObject({ kind: "table", more: true, rows: { length: 125 } });
    const long = await preview("data.csv", "x".repeat(100_000));
    expect(long).toMatchObject({ rows: [[`${"x".repeat(1_000)}…`]] });
  });

  it("of JSON is its text, however deep it is nested", async () => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    expect(await preview("deep.json", deep)).toEqual({ kind: "json", text: deep });
  });
});

describe("CSV", () => {
  it.each<readonly [string, string[][]]>([
    [
      "a,b\r\nc,d\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a,b\nc,d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ['"a,b","c\nd"', [["a,b", "c\nd"]]],
    ['"say ""hi""",x', [['say "hi"', "x"]]],
    ["a,,\n", [["a", "", ""]]],
    ["a,", [["a", ""]]],
    ["\n\na", [[""], [""], ["a"]]],
    ['"not closed, at all', [["not closed, at all"]]],
    ['"a"b,c', [["ab", "c"]]],
    ["", []],
  ])("%j has the rows %j", (text, rows) => {
    expect(csvRows(text, 100)).toEqual(rows);
  });

  it("has at most the rows that are wanted", () => {
    expect(csvRows("1\n2\n3\n", 2)).toEqual([["1"], ["2"]]);
  });
});
