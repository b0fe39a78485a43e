/**
 * The repository's `test` script: every package's tests through turbo, then one line with the sum.
 *
 * Each package's vitest writes `.vitest/report.json`; turbo restores that file when it replays a
 * cached run, so the sum is the same whether a package ran now or was cached.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageDirectories, repositoryRoot } from "./repository.ts";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const directories = packageDirectories();
const reportOf = (directory: string): string => join(directory, ".vitest", "report.json");

// A report of an earlier run must never be counted for a package that did not get to its tests.
for (const directory of directories) rmSync(reportOf(directory), { force: true });

// Each vitest starts several workers, and some tests whole pipelines: half the cores' number of
// packages at a time keeps a small machine from running into time limits.
const args = ["run", "test", "--continue", "--concurrency=50%", ...process.argv.slice(2)];
const turbo = spawnSync("turbo", args, {
  cwd: repositoryRoot,
  stdio: "inherit",
});

let passed = 0;
let failed = 0;
let skipped = 0;
for (const directory of directories) {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(reportOf(directory), "utf8")) as Report; // vitest's own format
  } catch {
    continue; // not reached or not part of a filtered run; turbo's exit code tells
  }
  passed += report.numPassedTests;
  // A file that does not load has no failed test, yet it failed.
  failed += Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0);
  skipped += report.numPendingTests + report.numTodoTests;
}

if (turbo.error) console.error(`turbo could not be started: ${turbo.error.message}`);
const ok = turbo.status === 0 && failed === 0;
if (!ok && failed === 0) failed = 1; // a build or a worker failed before its tests could
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = ok ? 0 : 1;
