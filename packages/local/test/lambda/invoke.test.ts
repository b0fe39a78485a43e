import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readLocalConfig } from "../../src/config/local-config.ts";
import { findFunction } from "../../src/lambda/find-function.ts";
import { invoke, type InvocationResult } from "../../src/lambda/invoke.ts";
import { outputList, typedOutputs } from "../../src/lambda/output-parameters.ts";
import { temporaryFolder, textFile } from "../machine.ts";

const functionArn = "arn:aws:lambda:us-east-1:111122223333:function:f";
const arn = functionArn;

beforeAll(() => {
  process.env["NACRE_TEST_SECRET"] = "secret";
});

interface Called {
  readonly result: InvocationResult;
  readonly log: string;
  readonly lines: readonly string[];
  readonly folder: string;
}

/** Calls a function that a file holds. */
async function call(
  entry: object,
  files: Readonly<Record<string, string>> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Called> {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) textFile(folder, name, content);
  const program = findFunction(
    readLocalConfig({ lambda: { f: entry } }, { file: join(folder, "nacre.json"), folder }),
    functionArn,
  );
  if (program === undefined) throw new Error("f is configured");
  const lines: string[] = [];
  const logFile = join(folder, "log.txt");
  const result = await invoke(program, {
    functionArn,
    event: { who: "ops", runs: 2, rate: 0.5 },
    folder: join(folder, "call"),
    logFile,
    region: "eu-west-1",
    graceSeconds: 1,
    signal,
    onLine: (line) => lines.push(line),
  });
  return { result, lines, log: readFileSync(logFile, "utf8"), folder };
}

const python = { module: "f.py:handler" };
const typescript = { module: "f.ts#handler" };

describe("a function", () => {
  test.each<[string, object, Record<string, string>, unknown]>([
    [
      "is a command that reads its event and prints its result",
      { command: ["python3", "f.py"] },
      {
        "f.py":
          "import json,sys\nevent = json.load(sys.stdin)\nprint(json.dumps({'runs': event['runs'] + 1}))",
      },
      { runs: 3 },
    ],
    [
      "is a handler of Python, with modules beside it",
      python,
      {
        "f.py":
          "import words\ndef handler(event, context):\n    return {'text': words.hello(event['who']), 'arn': context.invoked_function_arn}",
        "words.py": "def hello(who):\n    return 'hello ' + who",
      },
      { text: "hello ops", arn },
    ],
    [
      "is a handler of TypeScript, with modules beside it",
      typescript,
      {
        "f.ts":
          "import { hello } from './words.ts';\nexport async function handler(event: { who: string }, context: { functionName: string }) {\n  console.log('working');\n  return { text: hello(event.who), name: context.functionName };\n}",
        "words.ts": "export function hello(who: string): string {\n  return `hello ${who}`;\n}",
      },
      { text: "hello ops", name: "f" },
    ],
    [
      "has the variables of its entry and the region, none of the user's own",
      { ...python, environment: { STAGE: "dev" } },
      {
        "f.py":
          "import os\ndef handler(event, context):\n    return [os.environ.get(n) for n in ('STAGE', 'AWS_REGION', 'AWS_LAMBDA_FUNCTION_NAME', 'NACRE_TEST_SECRET')]",
      },
      ["dev", "eu-west-1", "f", null],
    ],
    ["may give nothing", python, { "f.py": "def handler(event, context):\n    pass" }, null],
  ])("%s", async (_, entry, files, payload) => {
    const { result, folder } = await call(entry, files);
    expect(result).toEqual({ payload });
    expect(existsSync(join(folder, "call"))).toBe(false);
  });

  test("prints to the log, apart from its result", async () => {
    const { lines, log } = await call(typescript, {
      "f.ts": "export const handler = () => {\n  console.log('one');\n  console.error('two');\n};",
    });
    expect(lines.toSorted()).toEqual(["one", "two"]);
    expect(log.split("\n").toSorted()).toEqual(["", "one", "two"]);
  });

  test.each<[string, object, Record<string, string>, object]>([
    [
      "that raises",
      python,
      { "f.py": "def handler(event, context):\n    raise KeyError('who')" },
      { errorType: "KeyError", errorMessage: "'who'" },
    ],
    [
      "that throws",
      typescript,
      { "f.ts": "export function handler() {\n  throw new RangeError('too much');\n}" },
      { errorType: "RangeError", errorMessage: "too much" },
    ],
    [
      "that is not there",
      typescript,
      { "f.ts": "export const other = 1;" },
      { errorType: "TypeError", errorMessage: "f.ts exports no function handler" },
    ],
    [
      "that ends with another exit code",
      { command: ["sh", "-c", "echo oh no >&2; exit 3"] },
      {},
      { errorType: "Runtime.ExitError", errorMessage: "exit code 3: oh no" },
    ],
    [
      "that prints no JSON",
      { command: ["sh", "-c", "echo fine"] },
      {},
      {
        errorType: "Runtime.MarshalError",
        errorMessage: expect.stringMatching(/^The result is not JSON/),
      },
    ],
    [
      "that takes too long",
      { command: ["sleep", "60"], timeout: 0.2 },
      {},
      { errorType: "Sandbox.Timedout", errorMessage: "Task timed out after 0.20 seconds" },
    ],
    [
      "whose program is not there",
      { command: ["./no-such-program"] },
      {},
      { errorType: "Runtime.ExitError", errorMessage: expect.stringContaining("exit code 127") },
    ],
  ])("%s gives a FunctionError", async (_, entry, files, functionError) => {
    expect((await call(entry, files)).result).toEqual({ functionError });
  });

  test("is stopped with the run", async () => {
    const controller = new AbortController();
    const calling = call({ command: ["sleep", "60"] }, {}, controller.signal);
    controller.abort();
    expect((await calling).result).toEqual({ stopped: true });
  });
});

describe("output parameters", () => {
  const declared = [
    { OutputName: "text", OutputType: "String" },
    { OutputName: "whole", OutputType: "Integer" },
    { OutputName: "number", OutputType: "Float" },
    { OutputName: "flag", OutputType: "Boolean" },
  ];
  const good = { text: "a", whole: 1, number: 0.5, flag: true };

  test.each([
    [good, good],
    [
      { text: 1, whole: "2", number: "-1e3", flag: "False", more: [] },
      { text: "1", whole: 2, number: -1000, flag: false },
    ],
  ])("%j are %j", (given, wanted) => {
    expect(typedOutputs(declared, given)).toEqual(wanted);
  });

  test("are listed as texts", () => {
    expect(outputList(good)).toEqual([
      { Name: "text", Value: "a" },
      { Name: "whole", Value: "1" },
      { Name: "number", Value: "0.5" },
      { Name: "flag", Value: "true" },
    ]);
  });

  test.each([
    [{ ...good, whole: 1.5 }, "The output parameter whole is of type Integer, 1.5 is not."],
    [{ ...good, whole: true }, "The output parameter whole is of type Integer, true is not."],
    [{ ...good, number: "" }, 'The output parameter number is of type Float, "" is not.'],
    [{ ...good, flag: "yes" }, 'The output parameter flag is of type Boolean, "yes" is not.'],
    [{ ...good, text: ["a"] }, 'The output parameter text is of type String, ["a"] is not.'],
    [{ ...good, text: undefined }, "The answer has no output parameter text."],
    [
      { ...good, text: "x".repeat(1025) },
      "The output parameter text has 1025 characters, more than 1024.",
    ],
  ])("%j fail: %s", (given, message) => {
    expect(() => typedOutputs(declared, given)).toThrow(`ClientError: ${message}`);
  });
});
