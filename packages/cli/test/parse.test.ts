import { describe, expect, test } from "vitest";
import type { Command } from "../src/command.ts";
import { parseArguments } from "../src/parse.ts";

const command: Command = {
  description: "Tries the parser",
  argument: { name: "FILE", description: "two files", most: 2 },
  options: {
    app: { value: "FILE", description: "a text", short: "a" },
    context: { value: "KEY=VALUE", repeat: true, description: "a list" },
    format: { value: "FORMAT", choices: ["text", "svg"], description: "one of two" },
    json: { description: "a switch", short: "j" },
    "no-warm": { description: "a switch that begins with no-" },
  },
  examples: [],
  handler: () => 0,
};

const nothing = { app: undefined, context: [], format: undefined, json: false, "no-warm": false };

test.each([
  { args: [], options: {} },
  { args: ["--app", "a.ts"], options: { app: "a.ts" } },
  { args: ["--app=a=b"], options: { app: "a=b" } },
  { args: ["-a", "a.ts"], options: { app: "a.ts" } },
  { args: ["-aa.ts"], options: { app: "a.ts" } },
  { args: ["--app", "-"], options: { app: "-" } },
  { args: ["--app", "-1"], options: { app: "-1" } },
  { args: ["--context", ""], options: { context: [""] } },
  { args: ["--app", "1", "--app", "2"], options: { app: "2" } },
  { args: ["--context", "a=1", "--context=b=2"], options: { context: ["a=1", "b=2"] } },
  { args: ["--format", "svg"], options: { format: "svg" } },
  { args: ["--json"], options: { json: true } },
  { args: ["-j"], options: { json: true } },
  { args: ["-ja", "a.ts"], options: { json: true, app: "a.ts" } },
  { args: ["--no-warm"], options: { "no-warm": true } },
  { args: ["one", "--json", "two"], options: { json: true }, positional: ["one", "two"] },
  { args: ["--", "--json"], options: {}, positional: ["--json"] },
  { args: ["-"], options: {}, positional: ["-"] },
])("$args are read", ({ args, options, positional = [] }) => {
  expect(parseArguments("try", command, args)).toEqual({
    help: false,
    input: { options: { ...nothing, ...options }, argument: positional[0], positional },
  });
});

test.each([
  { args: ["--help"] },
  { args: ["-h"] },
  { args: ["-jh"] },
  { args: ["a", "b", "c", "--unknown", "--app=x", "--help"] },
])("$args ask for help", ({ args }) => {
  expect(parseArguments("try", command, args)).toEqual({ help: true });
});

describe.each([
  ["UNKNOWN_OPTION", ["--unknown"], "nacre try has no option `--unknown`"],
  ["UNKNOWN_OPTION", ["--unknown=1"], "nacre try has no option `--unknown`"],
  ["UNKNOWN_OPTION", ["-x"], "nacre try has no option `-x`"],
  ["UNKNOWN_OPTION", ["--warm"], "nacre try has no option `--warm`"],
  ["UNKNOWN_OPTION", ["--constructor"], "nacre try has no option `--constructor`"],
  ["UNKNOWN_OPTION", ["--__proto__", "x"], "nacre try has no option `--__proto__`"],
  ["BAD_OPTION", ["--app"], "option '-a, --app <FILE>' argument missing"],
  ["BAD_OPTION", ["--app", ""], "option '-a, --app <FILE>' is empty: it names no file"],
  ["BAD_OPTION", ["--app="], "option '-a, --app <FILE>' is empty"],
  ["BAD_OPTION", ["--context"], "option '--context <KEY=VALUE>' argument missing"],
  ["BAD_OPTION", ["--format", "pdf"], "argument 'pdf' is invalid: allowed are text, svg"],
  ["BAD_OPTION", ["--json=yes"], "option '-j, --json' takes no value, and got 'yes'"],
  ["UNEXPECTED_ARGUMENT", ["a", "b", "c"], "nacre try does not know what to do with `c`"],
])("%s: %j", (code, args, says) => {
  test("is refused", () => {
    const refused = expect.objectContaining({ code, message: expect.stringContaining(says) });
    expect(() => parseArguments("try", command, args)).toThrow(refused);
  });
});
