import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "nacre-packed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));

/** As a user has it: nothing of the test run, of pnpm or of this repository; npm's own settings stay. */
const env: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:npm_(?!config_)|pnpm_|NODE_(?:ENV|OPTIONS)|NACRE_TEST|VITEST)/i.test(name),
    ),
  ),
  NO_COLOR: "1",
  // What npm has on this machine is not asked for again; who has no network shall hear it soon.
  npm_config_prefer_offline: "true",
  npm_config_fetch_retries: "1",
  npm_config_fetch_retry_mintimeout: "1000",
  npm_config_fetch_timeout: "20000",
};

function run(cwd: string, program: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(program, args, { cwd, env, encoding: "utf8", timeout: 240_000 });
}

/** The same, where all must go well; gives what was printed. */
function ok(cwd: string, program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = run(cwd, program, ...args);
  if (status === 0) return stdout;
  throw new Error(
    `${program} ${args.join(" ")}: ${status} ${String(error ?? "")}\n${stdout}${stderr}`,
  );
}

/** Packs a package as it would be published, and gives the tarball. */
function pack(name: string): string {
  const source = join(import.meta.dirname, "../../..", name);
  const target = join(folder, "tarballs", name);
  mkdirSync(target, { recursive: true });
  const args = ["pack", "--pack-destination", target];
  const packed = run(source, "pnpm", ...args);
  if (packed.error !== undefined) ok(source, "npx", "-y", "pnpm@12", ...args);
  const [tarball = ""] = readdirSync(target);
  return join(target, tarball);
}

function sizeOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

describe("the packages as they are published", { timeout: 600_000 }, () => {
  it("install in an empty folder, make a project, and run it", ({ skip }) => {
    const project = join(folder, "first-pipeline");
    mkdirSync(project);
    ok(project, "npm", "init", "-y");
    const tarballs = ["core", "local", "studio", "cli"].map(pack);
    const installed = run(project, "npm", "install", "--no-audit", "--no-fund", ...tarballs);
    if (
      /ENOTFOUND|EAI_AGAIN|ECONN|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|SOCKET_TIMEOUT|FETCH_ERROR|ENOTCACHED/.test(
        installed.stderr,
      )
    ) {
      console.warn("SKIPPED: npm cannot reach its registry");
      return skip("npm cannot reach its registry");
    }
    expect(installed.stderr).not.toContain("npm error");

    // As the README says it, without what a project brings for its author: TypeScript and Node's types.
    const readme = readFileSync(join(import.meta.dirname, "../../../../README.md"), "utf8");
    const [, size, count] = /installed \| (\d+) MB, (\d+) packages/.exec(readme) ?? [];
    // Machines differ in what is native, and versions grow.
    expect(sizeOf(join(project, "node_modules")) / 1e6).toBeLessThan(Number(size) * 1.25);
    const lock: { packages: object } = JSON.parse(
      readFileSync(join(project, "node_modules/.package-lock.json"), "utf8"),
    );
    expect(Object.keys(lock.packages).length).toBeLessThan(Number(count) * 1.25);

    ok(project, "npx", "nacre", "init", "--template", "minimal", "--name", "First");
    ok(project, "npm", "test");
    expect(ok(project, "npx", "nacre", "validate")).toContain("no findings");
    const ran = ok(project, "npm", "start");
    expect(ran).toMatch(/^First: Succeeded in /m);
    expect(ran).toMatch(/^metric +rows 12 /m);
    ok(project, "npx", "nacre", "deploy", "--local", "--yes");
    expect(ok(project, "npx", "nacre", "describe", "--local")).toMatch(/^Summarize +Processing$/m);
  });
});
