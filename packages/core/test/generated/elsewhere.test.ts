import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { coreRoot } from "./compile.ts";

const tsc = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
  "bin/tsc",
);
const published = join(
  coreRoot,
  "../../../shared/schema/published-pipeline-definition.schema.json",
);
if (!existsSync(published)) console.warn("SKIPPED: the published schema is not here.");

test.each([
  { what: "ours", args: [] },
  ...(existsSync(published) ? [{ what: "the published", args: ["--schema", published] }] : []),
])(
  "from $what schema into any folder: type-checks with the setting that codegen prints",
  { timeout: 60_000 },
  ({ args }) => {
    const folder = mkdtempSync(join(tmpdir(), "nacre-elsewhere-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const bin = join(coreRoot, "../codegen/src/bin.ts");
    const { stdout } = run([bin, ...args, "--out", join(folder, "out")]);
    const compilerOptions: unknown = JSON.parse(
      stdout.match(/"compilerOptions": (.*)$/m)?.[1] ?? "",
    );
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(coreRoot, "../../tsconfig.base.json"),
        include: ["out"],
        compilerOptions: {
          ...(compilerOptions as object),
          noEmit: true,
          typeRoots: [join(coreRoot, "node_modules/@types")],
        },
      }),
    );
    expect(run([tsc, "-p", folder, "--pretty", "false"])).toMatchObject({ stdout: "", status: 0 });
  },
);

function run(args: readonly string[]) {
  return spawnSync(process.execPath, args, { encoding: "utf8" });
}
