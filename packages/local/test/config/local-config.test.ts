import { NacreError } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { readLocalConfig } from "../../src/config/local-config.ts";
import { findFunction, functionName } from "../../src/lambda/find-function.ts";

const origin = { file: "/app/nacre.json", folder: "/app" };

describe("the local config", () => {
  test("has functions and queues with their defaults", () => {
    const config = readLocalConfig(
      {
        app: "src/app.ts",
        lambda: {
          notify: { command: ["node", "notify.js"] },
          score: { module: "score.py:handler", python: "venv/bin/python", timeout: 3 },
          tell: { module: "./src/tell.ts#default_1", environment: { A: "1" } },
        },
        callback: { "https://sqs.us-east-1.amazonaws.com/1/q": { command: ["./ask"] } },
      },
      origin,
    );
    expect(config).toEqual({
      lambda: {
        notify: { folder: "/app", command: ["node", "notify.js"], environment: {}, timeout: 600 },
        score: {
          folder: "/app",
          file: "score.py",
          handler: "handler",
          runtime: "python",
          python: "venv/bin/python",
          environment: {},
          timeout: 3,
        },
        tell: {
          folder: "/app",
          file: "./src/tell.ts",
          handler: "default_1",
          runtime: "node",
          python: "python3",
          environment: { A: "1" },
          timeout: 600,
        },
      },
      callback: {
        "https://sqs.us-east-1.amazonaws.com/1/q": {
          folder: "/app",
          command: ["./ask"],
          environment: {},
          timeout: 60,
        },
      },
    });
  });

  test.each([
    [{}, { lambda: {}, callback: {} }],
    [{ lambda: {} }, { lambda: {}, callback: {} }],
  ])("%j is %j", (value, wanted) => {
    expect(readLocalConfig(value, origin)).toEqual(wanted);
  });

  const list = 'a list of texts, such as ["node", "notify.js"]';
  test.each([
    [[], "nacre's configuration is []; it must be an object."],
    [{ lambda: [] }, "lambda is []; it must be an object."],
    [{ lambda: { f: "x" } }, 'lambda["f"] is "x"; it must be an object.'],
    [{ lambda: { f: {} } }, `lambda["f"].command is missing; it must be ${list}.`],
    [{ lambda: { f: { command: "node" } } }, `lambda["f"].command is "node"; it must be ${list}.`],
    [{ lambda: { f: { command: [] } } }, `lambda["f"].command is []; it must be ${list}.`],
    [
      { lambda: { f: { command: ["a", 1] } } },
      `lambda["f"].command is ["a",1]; it must be ${list}.`,
    ],
    [
      { lambda: { f: { module: "notify.py" } } },
      'lambda["f"].module is "notify.py"; it must be a file and a function in it, such as "notify.py:handler".',
    ],
    [
      { lambda: { f: { command: ["a"], timeout: 601 } } },
      'lambda["f"].timeout is 601; it must be a number of seconds above 0, at most 600.',
    ],
    [
      { lambda: { f: { command: ["a"], timout: 1 } } },
      'lambda["f"] is {"command":["a"],"timout":1}; it must be an object with command, environment, timeout only.',
    ],
    [
      { lambda: { f: { command: ["a"], environment: { A: 1 } } } },
      'lambda["f"].environment["A"] is 1; it must be a text.',
    ],
    [
      { callback: { q: { module: "a.py:b" } } },
      'callback["q"] is {"module":"a.py:b"}; it must be an object with command, environment, timeout only.',
    ],
  ])("%j is refused: %s", (value, message) => {
    let fault: unknown;
    try {
      readLocalConfig(value, origin);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(NacreError);
    expect(fault).toMatchObject({
      code: "LOCAL_CONFIG_INVALID",
      message,
      at: { file: "/app/nacre.json" },
    });
  });
});

const command = (name: string): object => ({ command: [name] });

describe("a function is found", () => {
  const arn = "arn:aws:lambda:us-east-1:111122223333:function:notify";
  test.each([
    ["by its ARN", { [arn]: command("a"), notify: command("b") }, arn, "a"],
    ["by its name", { notify: command("b") }, arn, "b"],
    ["by its ARN without an alias", { [arn]: command("a") }, `${arn}:live`, "a"],
    ["by its name, whatever the alias", { notify: command("b") }, `${arn}:live`, "b"],
    [
      "by the alias first",
      { [arn]: command("a"), [`${arn}:live`]: command("c") },
      `${arn}:live`,
      "c",
    ],
    ["by a name that is no ARN", { notify: command("b") }, "notify", "b"],
    ["nowhere", { other: command("b") }, arn, undefined],
    ["not among what every object has", {}, "constructor", undefined],
  ])("%s", (_, lambda, given, wanted) => {
    const found = findFunction(readLocalConfig({ lambda }, origin), given);
    expect(found === undefined || "file" in found ? undefined : found.command[0]).toBe(wanted);
  });

  test("by its name in China too", () => {
    expect(functionName("arn:aws-cn:lambda:cn-north-1:111122223333:function:f:1")).toBe("f");
  });
});
