import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { readDefinition, writeDefinition } from "@nacre/core";
import { nacre } from "../support/nacre.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const tsc = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
  "bin/tsc",
);

/** A folder like that of a user: @nacre/core installed, strict compiler settings. */
export function userFolder(whenDone: (removeFolder: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "nacre-import-"));
  whenDone(() => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));
  mkdirSync(join(folder, "node_modules/@nacre"), { recursive: true });
  symlinkSync(join(root, "packages/core"), join(folder, "node_modules/@nacre/core"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  // The settings of this repository, but with the built @nacre/core, as a user has it.
  const compilerOptions = { noEmit: true, types: [], customConditions: [] };
  const base = join(root, "tsconfig.base.json");
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: base, include: ["*.ts"], compilerOptions }),
  );
  return folder;
}

/** Writes a definition into the folder and imports it as NAME.ts with the real command. */
export async function importInto(folder: string, name: string, definition: string): Promise<void> {
  writeFileSync(join(folder, `${name}.json`), definition);
  const { code, stderr } = await nacre(["import", `${name}.json`, "-o", `${name}.ts`], {
    cwd: folder,
  });
  if (code !== 0) throw new Error(stderr);
}

/** What `nacre synth` prints for NAME.ts. */
export async function synth(folder: string, name: string): Promise<string> {
  const { code, stdout, stderr } = await nacre(["synth", "--app", `${name}.ts`], { cwd: folder });
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** A definition in the form that synth prints: values, order and numbers as they are in the text. */
export function inOneForm(definition: string): string {
  return `${writeDefinition(readDefinition(definition))}\n`;
}

/** Type-checks every program of the folder: messages by program. */
export function typeCheck(folder: string): Map<string, string[]> {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [tsc, "-p", ".", "--pretty", "false"],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  const messages = new Map<string, string[]>();
  for (const [, name = "", message = ""] of stdout.matchAll(/^(\S+)\.ts(\(\d+,\d+\): .*)$/gm)) {
    messages.set(name, [...(messages.get(name) ?? []), message]);
  }
  // What is not understood must not pass for "no errors".
  if (status !== 0 && messages.size === 0) throw new Error(stdout + stderr);
  return messages;
}
