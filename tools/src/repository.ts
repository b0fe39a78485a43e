import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds pnpm-workspace.yaml. */
export const repositoryRoot: string = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The folder of every workspace package, sorted: those under packages/, then tools. */
export function packageDirectories(): string[] {
  const packages = join(repositoryRoot, "packages");
  return [
    ...readdirSync(packages)
      .toSorted()
      .map((name) => join(packages, name)),
    join(repositoryRoot, "tools"),
  ].filter((directory) => existsSync(join(directory, "package.json")));
}
