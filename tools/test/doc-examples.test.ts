import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docExamples, examplesOf } from "../src/doc-examples.ts";
import { repositoryRoot } from "../src/repository.ts";

const run = promisify(execFile);
const examples = docExamples();
// Beside the tools package, so that an example resolves the workspace packages as a user's file would.
const folder = join(repositoryRoot, "tools", ".vitest", "examples");
const fileOf = (index: number): string => `example-${index}.ts`;

describe("the fences of a text", () => {
  it("are found in Markdown and in a doc comment, with their line", () => {
    expect(examplesOf("# A\n```ts\nconst a = 1;\n```\n```json\n{}\n```\n", "a.md")).toEqual([
      { file: "a.md", line: 3, code: "const a = 1;\n" },
    ]);
    expect(
      examplesOf("/**\n * ```ts\n * f({\n *   b: 1,\n * });\n *\n * ```\n */\n", "b.ts"),
    ).toEqual([{ file: "b.ts", line: 3, code: "f({\n  b: 1,\n});\n\n" }]);
  });
});

describe("every example in the documentation", () => {
  let typeErrors = "";
  let work = "";

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [index, example] of examples.entries()) {
      writeFileSync(join(folder, fileOf(index)), `${example.code}export {};\n`);
    }
    const options = {
      extends: "../../../tsconfig.base.json",
      compilerOptions: { noEmit: true, noUnusedLocals: false },
      include: ["*.ts"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
    typeErrors = await run("tsc", ["-p", folder], { cwd: repositoryRoot }).then(
      () => "",
      (error: { stdout: string }) => error.stdout,
    );
    // Examples name the Abalone scripts, as a reader's project would.
    work = mkdtempSync(join(tmpdir(), "nacre-examples-"));
    cpSync(join(repositoryRoot, "packages", "abalone", "python"), work, { recursive: true });
  }, 120_000);

  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it("exists", () => expect(examples.length).toBeGreaterThan(20));

  it.each(examples.map((example, index) => ({ at: `${example.file}:${example.line}`, index })))(
    "$at type-checks and runs",
    async ({ index }) => {
      const own = typeErrors.split("\n").filter((line) => line.includes(fileOf(index)));
      expect(own.join("\n")).toBe("");
      const file = join(folder, fileOf(index));
      const { stderr } = await run("node", ["--conditions=@nacre/source", file], { cwd: work });
      // What an example asserts is printed when it is not so, and is no error.
      expect(stderr).not.toContain("Assertion failed");
    },
  );
});
