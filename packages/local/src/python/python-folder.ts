import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The folder of Python files that belongs to this package: `requirements.lock` and the package
 * `nacre_jobs`, which is importable with this folder on PYTHONPATH.
 */
export function pythonFolder(): string {
  // Seen from dist/index.js, and from src/python/ when the sources run as they are.
  for (const relative of ["../python/", "../../python/"]) {
    const folder = fileURLToPath(new URL(relative, import.meta.url));
    if (existsSync(`${folder}requirements.lock`)) return folder;
  }
  throw new Error(`@nacre/local is incomplete: no python folder beside ${import.meta.url}`);
}
