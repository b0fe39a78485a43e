import { describe, expect, test } from "vitest";
import { terminalRuns } from "../../src/page/log/ansi.ts";
import { levelOf } from "../../src/page/log/level.ts";

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
