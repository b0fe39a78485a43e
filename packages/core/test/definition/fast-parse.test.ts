import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/definition/parse-json.ts";
import { isNumberText } from "../../src/json.ts";
import { NacreError } from "../../src/index.ts";

/** The same text with a space before a colon, which only the careful parser reads. */
function slowly(text: string): string {
  return `{"root" :${text}}`;
}

/** What a text is parsed to, or the code of the fault. */
function read(text: string): unknown {
  try {
    return parseJson(text).value;
  } catch (error) {
    if (error instanceof NacreError) return error.code;
    throw error;
  }
}

function readSlowly(text: string): unknown {
  const value = read(slowly(text));
  return typeof value === "object" && value !== null ? Reflect.get(value, "root") : value;
}

describe("a text is parsed to the same, whichever way", () => {
  it.each([
    ['{"a": 6.0, "b": [1e-7, -0, 12345678901234567890, 0.5]}'],
    ['{"a": "x, 6.0, y", "b": 6.0}'],
    ['{"a": ":", "b": 1}'],
    ['{"a": "\\"b\\": 1", "b": 1.50}'],
    ['{"a": 1, "a": 2}'],
    ['{"a": {"b": 1.0, "b": 1.0}}'],
    ['{"2": 1, "1": 2.0}'],
    ['{"__proto__": 6.0, "constructor": {"__proto__": {"x": 1.0}}}'],
    ['{"a": "\uE000\uE001number 6.0"}'],
    ['{"a": "\uE000\uE001number 6.0", "b": 7.0}'],
    ["[]"],
    ['{"a": 01}'],
    ['{"a": 01.5}'],
    ["[01.5]"],
    ["[00000000000000001]"],
    ["[1, 2, [6.0]]"],
    ['{"a": 1.}'],
    ['{"a": [1,]}'],
    ["6.0"],
  ])("%s", (text) => {
    expect(read(text)).toEqual(readSlowly(text));
  });

  it("keys with quotes, which V8 itself takes for others", () => {
    const keys = ['{"": "a", "\\\\": 1}', '{"": "a", "\\"": 1}'].map((text) =>
      Object.keys(Object(parseJson(text).value)),
    );
    expect(keys).toEqual([
      ["", "\\"],
      ["", '"'],
    ]);
  });

  it("numbers keep their texts", () => {
    const value = parseJson('{"a": [6.0, 6]}').value;
    const [kept, plain]: unknown[] = Reflect.get(Object(value), "a");
    expect(isNumberText(kept) && kept.text).toBe("6.0");
    expect(plain).toBe(6);
  });

  it("any JSON, with numbers and keys of every kind", () => {
    const key = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.constantFrom("a", "b", "1", "__proto__", ":", '":', "\\", '"'),
    );
    const leaf = fc.oneof(
      fc.constantFrom("6.0", "1e5", "-0", "0.10", "1", "true", "null", "9007199254740993"),
      fc
        .oneof(fc.string(), key, fc.constantFrom(", 6.0,", ": 1e5 "))
        .map((one) => JSON.stringify(one)),
    );
    const { text } = fc.letrec<{ text: string }>((tie) => ({
      text: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        fc.array(tie("text"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
        fc
          .array(fc.tuple(key, tie("text")), { maxLength: 4 })
          .map((members) => members.map(([name, value]) => `${JSON.stringify(name)}: ${value}`))
          .map((members) => `{${members.join(",")}}`),
      ),
    }));
    fc.assert(
      fc.property(text, (one) => {
        expect(read(one)).toEqual(readSlowly(one));
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});

it("positions are those of keys and items, however the text is laid out", () => {
  const text = '{ "a\\u0062" :\n  [1, {"x": "}\\\\",\n "y\\"": [ ]} , "last"],\n"c":{}}';
  const { positionsOf } = parseJson(text);
  const places = positionsOf([
    [],
    ["ab"],
    ["ab", 0],
    ["ab", 1, 'y"'],
    ["ab", 2],
    ["c"],
    ["c", "missing"],
    ["ab", 7],
    ["ab", 1, "x", "deeper"],
  ]).map(({ line, column }) => `${line}:${column}`);
  expect(places).toEqual(["1:1", "1:3", "2:4", "3:2", "3:16", "4:1", "4:1", "1:3", "2:8"]);
});
