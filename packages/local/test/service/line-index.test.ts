import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LineIndex } from "../../src/service/logs/line-index.ts";
import { inOrder, readLines } from "../../src/service/logs/merged-lines.ts";
import { temporaryFolder } from "../pipelines.ts";

/** The index of a new file with this text. */
async function indexOf(text: string): Promise<{ file: string; lines: LineIndex }> {
  const file = join(temporaryFolder(), "log");
  writeFileSync(file, text);
  const lines = new LineIndex(file);
  await lines.update();
  return { file, lines };
}

function numbers(lines: LineIndex): number[] {
  return Array.from({ length: lines.count }, (_, line) => lines.numberOf(line));
}

describe("the lines of a log file", () => {
  it.each([
    ["", [], []],
    ["\n\n", [], []],
    ["one", ["one"], [0]],
    ["one\n", ["one"], [0]],
    ["one\n\n\ntwo\n\nthree", ["one", "two", "three"], [0, 3, 5]],
    ["\nä\n€uro\n", ["ä", "€uro"], [1, 2]],
    [`${"x".repeat(1_048_575)}\nsecond piece\n`, ["x".repeat(1_048_575), "second piece"], [0, 1]],
    [`${"é".repeat(1_500_000)}\nafter`, ["é".repeat(1_500_000), "after"], [0, 1]],
  ])("%#", async (text, wanted, at) => {
    const { lines } = await indexOf(text);
    expect(numbers(lines)).toEqual(at);
    expect(await lines.read(0, lines.count)).toEqual(wanted);
    const each = await Promise.all(wanted.map((_, line) => lines.read(line, line + 1)));
    expect(each.flat()).toEqual(wanted);
  });

  it("that were written since are found, and the end of one that had none", async () => {
    const { file, lines } = await indexOf("one\ntw");
    expect(await lines.read(0, 2)).toEqual(["one", "tw"]);
    appendFileSync(file, "o\n\nthree");
    await Promise.all([lines.update(), lines.update()]);
    expect(await lines.read(0, lines.count)).toEqual(["one", "two", "three"]);
    expect(numbers(lines)).toEqual([0, 1, 3]);
    expect([0, 1, 2, 3, 4].map((number) => lines.firstFrom(number))).toEqual([0, 1, 2, 2, 3]);
    writeFileSync(file, "anew\n");
    await lines.update();
    expect(await lines.read(0, lines.count)).toEqual(["anew"]);
  });

  it("of several logs come by their times, from any place on", async () => {
    const [a, b] = await Promise.all([indexOf("a0\na1\n\na3\n"), indexOf("b0\nb1\n")]);
    const logs = [
      { startTime: 10, lines: a.lines },
      { startTime: 12, lines: b.lines },
    ].map(({ startTime, lines }) => ({
      stream: { name: "", startTime, file: "" },
      lines,
      start: 0,
      end: lines.count,
    }));
    const all = ["a0", "a1", "b0", "a3", "b1"];
    const from = await Promise.all(
      [...all.keys(), all.length].map((skipped) => readLines(inOrder(logs, skipped), 3)),
    );
    expect(from.map((read) => read.map(({ message }) => message))).toEqual(
      from.map((_, skipped) => all.slice(skipped, skipped + 3)),
    );
  });
});
