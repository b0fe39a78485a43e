/**
 * Packs the package of the current folder as it would be published and checks the tarball:
 * publint (is the manifest right for every runtime?) and attw (do the types resolve?).
 */
import { createPackageFromTarballData, checkPackage } from "@arethetypeswrong/core";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

// The packages are ES modules for Node >= 22.18, which can require() them; these two findings are
// about readers we do not serve (CommonJS before that, and TypeScript's "node10" resolution).
const notServed = new Set(["CJSResolvesToESM", "NoResolution:node10"]);

const work = mkdtempSync(join(tmpdir(), "nacre-check-"));
try {
  const pack = spawnSync("pnpm", ["pack", "--pack-destination", work], { encoding: "utf8" });
  if (pack.status !== 0) throw new Error(`pnpm pack failed:\n${pack.stdout}${pack.stderr}`);
  const name = readdirSync(work).find((file) => file.endsWith(".tgz"));
  if (name === undefined) throw new Error("pnpm pack wrote no tarball");
  const tarball = readFileSync(join(work, name));
  const bytes = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength);
  const problems: string[] = [];

  const lint = await publint({ pack: { tarball: bytes }, strict: true });
  for (const message of lint.messages) {
    problems.push(`publint: ${formatMessage(message, lint.pkg, { color: false })}`);
  }

  const types = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  if (types.types !== false && isImported()) {
    for (const problem of types.problems) {
      const where = "resolutionKind" in problem ? `:${problem.resolutionKind}` : "";
      if (notServed.has(problem.kind) || notServed.has(problem.kind + where)) continue;
      problems.push(`attw: ${JSON.stringify(problem)}`);
    }
  }

  for (const problem of problems) console.error(problem);
  console.log(`${name}: ${problems.length === 0 ? "publishable" : `${problems.length} problems`}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Whether programs import it; one that is a command alone has no types, whatever its templates hold. */
function isImported(): boolean {
  // publint has checked that it is a manifest.
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;
  return "exports" in manifest || "main" in manifest;
}
