import { describe, expect, test, vi } from "vitest";
import type { LogView } from "../../src/api.ts";
import { RequestError } from "../../src/page/data/request.ts";
import { terminalRuns } from "../../src/page/log/ansi.ts";
import { levelOf } from "../../src/page/log/level.ts";
import { type Log, LogReader } from "../../src/page/log/log-reader.ts";

const esc = "\u001B";

describe("a line", () => {
  test.each<readonly [string, readonly (readonly [string, string])[]]>([
    ["plain", [["plain", ""]]],
    ["", [["", ""]]],
    [
      `${esc}[32mgreen${esc}[0m plain`,
      [
        ["green", "ansi-green"],
        [" plain", ""],
      ],
    ],
    [
      `${esc}[1;91mbad${esc}[22;39mno`,
      [
        ["bad", "ansi-red ansi-bold"],
        ["no", ""],
      ],
    ],
    [
      `${esc}[38;5;4mblue${esc}[38;5;200mpink`,
      [
        ["blue", "ansi-blue"],
        ["pink", ""],
      ],
    ],
    [`${esc}[38;2;1;31;32;4mline`, [["line", "ansi-underline"]]],
    [`${esc}[48;5;31mground`, [["ground", ""]]],
    [`${esc}[2K${esc}[1Aup${esc}(B`, [["up", ""]]],
    [`${esc}]0;title\u0007text`, [["text", ""]]],
    [`${esc}[3mthin`, [["thin", "ansi-italic"]]],
    ["1%\r2%\r3%\r", [["3%", ""]]],
  ])("%j is shown as a terminal does", (line, wanted) => {
    expect(terminalRuns(line).map((run) => [run.text, run.class])).toEqual(wanted);
  });

  test.each([
    ["ERROR it broke", "bad"],
    ["2026-11-23 12:00:00,123 - root - CRITICAL - x", "bad"],
    ["[ERROR] x", "bad"],
    ["[error] x", "bad"],
    ["error: x", "bad"],
    ['{"level": "error", "message": "x"}', "bad"],
    ["time=1 level=fatal x", "bad"],
    ["Traceback (most recent call last):", "bad"],
    ["botocore.exceptions.ClientError: no", "bad"],
    ["ValueError: bad", "bad"],
    ["KeyboardInterrupt", undefined],
    ["mean absolute error 0.31", undefined],
    ["0 errors, no exception", undefined],
    ["error rate 0.1", undefined],
    ["ERRORS=0", undefined],
    ["fatal_rate:0.2", undefined],
    ["WARNING: x", "warning"],
    ["/a/b.py:3: UserWarning: x", "warning"],
    ["warning: x", "warning"],
    ["no warnings", undefined],
  ])("%j has the level %s", (line, wanted) => {
    expect(levelOf(line)).toBe(wanted);
  });
});

/** A log of so many lines, two in an answer; what is asked for it. */
function twoByTwo(count: number, job = "job"): (query: Asked) => Promise<LogView> {
  return async ({ from, before }) => {
    const place = Number(before ?? from ?? count);
    const isBack = from === undefined;
    const start = isBack ? Math.max(0, place - 2) : place;
    const end = isBack ? place : Math.min(count, place + 2);
    const lines = Array.from({ length: end - start }, (_, index) => ({ text: `${start + index}` }));
    const earlier = start === 0 ? {} : { earlier: String(start) };
    return { lines, job, next: String(end), ...earlier, ended: end === count };
  };
}

interface Asked {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

const textsOf = ({ chunks }: Log): string[] =>
  chunks.flatMap(({ lines }) => lines.map(({ text }) => text));
const shown = (reader: LogReader, until: (log: Log) => boolean): Promise<Log> =>
  vi.waitFor(() => {
    expect(until(reader.log)).toBe(true);
    return reader.log;
  });

describe("a log", () => {
  test("is read from its end, follows it, and goes back to its start", async () => {
    let count = 5;
    const reader = new LogReader(
      (query) => twoByTwo(count)(query),
      () => undefined,
    );
    reader.follow();
    expect(textsOf(await shown(reader, ({ isRead }) => isRead))).toEqual(["3", "4"]);
    count = 9;
    reader.follow();
    const all = await shown(reader, (log) => log.count === 6);
    expect(textsOf(all)).toEqual(["3", "4", "5", "6", "7", "8"]);
    await reader.earlier();
    await reader.earlier();
    expect(textsOf(reader.log)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
    expect(reader.log.chunks[0]?.before).toBeUndefined();
  });

  test("begins anew when its step is tried again", async () => {
    let ask = twoByTwo(3, "first");
    const reader = new LogReader(
      (query) => ask(query),
      () => undefined,
    );
    reader.follow();
    await shown(reader, ({ isRead }) => isRead);
    ask = async () => twoByTwo(1, "second")({});
    reader.follow();
    expect(textsOf(await shown(reader, ({ count }) => count === 1))).toEqual(["0"]);
  });

  test("keeps what was read when the server does not answer, and goes on when it does", async () => {
    let isAway = false;
    let count = 2;
    const reader = new LogReader(
      async (query) => {
        if (isAway) throw new RequestError(0, { code: "Unreachable", message: "away" });
        return twoByTwo(count)(query);
      },
      () => undefined,
    );
    reader.follow();
    await shown(reader, ({ isRead }) => isRead);
    isAway = true;
    reader.follow();
    const away = await shown(reader, ({ error }) => error !== undefined);
    expect(textsOf(away)).toEqual(["0", "1"]);
    isAway = false;
    count = 3;
    reader.follow();
    const back = await shown(reader, (log) => log.count === 3);
    expect(back.error).toBeUndefined();
  });

  test("that is gone says so", async () => {
    const gone = { lines: [], next: "", ended: true, note: "It was deleted." };
    const reader = new LogReader(
      async () => gone,
      () => undefined,
    );
    reader.follow();
    expect(await shown(reader, ({ isRead }) => isRead)).toMatchObject({ note: "It was deleted." });
  });
});
