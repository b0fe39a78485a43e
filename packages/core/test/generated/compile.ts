import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The root of @nacre/core. */
export const coreRoot = fileURLToPath(new URL("../..", import.meta.url));

const tsc = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
  "bin/tsc",
);

/** A copy of this package's sources in a temporary folder, ready to be type-checked and run. */
export function copyOfCore(): string {
  const folder = mkdtempSync(join(tmpdir(), "nacre-generated-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(coreRoot, "src"), join(folder, "src"), { recursive: true });
  symlinkSync(join(coreRoot, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const base = join(coreRoot, "../../tsconfig.base.json");
  const compilerOptions = { noEmit: true, noUnusedLocals: false };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: base, files: ["program.ts"], compilerOptions }),
  );
  return folder;
}

/** One message of the compiler. */
export interface Diagnostic {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

/** Type-checks `program.ts` of a folder, and all that it imports, with the settings of this repository. */
export function compile(folder: string, program: string): Diagnostic[] {
  writeFileSync(join(folder, "program.ts"), program);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [tsc, "-p", folder, "--pretty", "false"],
    {
      encoding: "utf8",
      cwd: folder,
    },
  );
  const found = [...stdout.matchAll(/^(.+?)\((\d+),\d+\): error TS(\d+): (.*)$/gm)].map(
    ([, file = "", line, code, message = ""]) => ({
      file,
      line: Number(line),
      code: Number(code),
      message,
    }),
  );
  // What is not understood must not pass for "no errors".
  if (status !== 0 && found.length === 0) throw new Error(stdout + stderr);
  return found;
}

/** Runs `program.ts` of a folder and gives what it prints. */
export function run(folder: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, "program.ts")], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
