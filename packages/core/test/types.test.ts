import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const packageFolder = join(import.meta.dirname, "..");
const folder = join(import.meta.dirname, "types");
const marker = "// @ts-expect-error ";

interface Expected {
  readonly file: string;
  /** The line that must err, from 1. */
  readonly line: number;
  readonly message: string;
}

/** What the comments in `types/` expect. */
const expected: readonly Expected[] = readdirSync(folder).flatMap((file) =>
  readFileSync(join(folder, file), "utf8")
    .split("\n")
    .flatMap((text, index) => {
      const at = text.indexOf(marker);
      return at === -1 ? [] : [{ file, line: index + 2, message: text.slice(at + marker.length) }];
    }),
);

/** The compiler's answer to the same files without these comments, by `file:line`. */
const errors = new Map<string, string>();
let copies = "";

beforeAll(() => {
  copies = mkdtempSync(join(tmpdir(), "nacre-types-"));
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(copies, file), text.replaceAll(marker, "// "));
  }
  writeFileSync(join(copies, "package.json"), '{ "type": "module" }');
  const config = {
    extends: join(packageFolder, "tsconfig.json"),
    include: [join(copies, "*.ts")],
    compilerOptions: {
      noEmit: true,
      paths: { "@nacre/core": [join(packageFolder, "src/index.ts")] },
      typeRoots: [join(packageFolder, "node_modules/@types")],
    },
  };
  writeFileSync(join(copies, "tsconfig.json"), JSON.stringify(config));
  for (const [key, message] of compile(join(copies, "tsconfig.json"))) errors.set(key, message);
}, 60_000);

afterAll(() => {
  rmSync(copies, { recursive: true });
});

describe("the compiler refuses", () => {
  it.each(expected)("$file:$line $message", ({ file, line, message }) => {
    expect(errors.get(`${file}:${line}`)).toContain(message);
  });

  it("nothing else", () => {
    const wanted = expected.map(({ file, line }) => `${file}:${line}`);
    expect([...errors.keys()].toSorted()).toEqual(wanted.toSorted());
  });
});

/** The errors that tsc reports, each with its further lines, by `file:line`. */
function compile(config: string): Map<string, string> {
  const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  const tsc = join(typescript, "bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "--pretty", "false", "-p", config], {
    encoding: "utf8",
  });
  const found = new Map<string, string>();
  let current = "";
  for (const line of stdout.split("\n")) {
    const [, file, number] = /([^/\\]+\.ts)\((\d+),\d+\): error/.exec(line) ?? [];
    if (file !== undefined) current = `${file}:${number}`;
    if (current !== "") found.set(current, `${found.get(current) ?? ""}${line}\n`);
  }
  return found;
}
