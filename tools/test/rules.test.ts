import { Project } from "ts-morph";
import { describe, expect, it } from "vitest";
import { rules } from "../src/rules/index.ts";
import { loadRepository } from "../src/rules/load.ts";
import type { Repository } from "../src/rules/rule.ts";

const repository = loadRepository();

describe("this repository keeps its rules", () => {
  it.each(rules)("$name", (rule) => {
    const found = rule.check(repository);
    expect(found.length === 0 ? "" : `${rule.why}:\n${found.join("\n")}`).toBe("");
  });
});

/** A repository of one package, whose only module is this one. */
function broken(path: string, text: string): Repository {
  const sources = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  sources.createSourceFile(
    "/packages/a/src/index.ts",
    'export { f } from "./f.ts";\nexport * from "./f.ts";\n',
  );
  sources.createSourceFile(`/${path}`, text);
  return { files: [{ path, text }], sources };
}

describe("a rule finds what breaks it", () => {
  const host = ["registry", "npmjs", "org"].join(".");
  const cases: Record<string, readonly [string, number]> = {
    "an `as` says why it holds": [
      "\n\nexport function f(x: unknown): number {\n\n  return x as number;\n}\n",
      1,
    ],
    "every exported item has a doc comment": ["export function f(): void {}\n", 1],
    "the public API is an explicit list": ["/** F. */\nexport function f(): void {}\n", 1],
    "no file names a machine's path or a registry's host": [`// see https://${host}/x\n`, 1],
  };

  it.each(rules)("$name", (rule) => {
    const [text, count] = cases[rule.name] ?? ["", 0];
    expect(rule.check(broken("packages/a/src/f.ts", text))).toHaveLength(count);
  });

  it("and leaves explained assertions alone", () => {
    const text =
      "/** F. */\nexport function f(x: unknown): number {\n  // a number, since g made it\n  return x as number;\n}\n";
    const [rule] = rules;
    expect(rule?.check(broken("packages/a/src/f.ts", text))).toEqual([]);
  });
});
