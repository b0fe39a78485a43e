import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { userError } from "../errors.ts";

/**
 * The app file: the one given with `--app`, else the one that the nearest package.json upward with
 * such an entry names as `"nacre": { "app": FILE }`.
 *
 * @throws NacreError `APP_NOT_FOUND`, `PACKAGE_JSON_INVALID`
 */
export function findApp(given: string | undefined, from: string = process.cwd()): string {
  if (given !== undefined) return existing(resolve(from, given), "--app");
  for (const manifest of packageJsonsUpward(from)) {
    const app = readAppEntry(manifest);
    if (app !== undefined) return existing(resolve(dirname(manifest), app), manifest);
  }
  throw userError("APP_NOT_FOUND", "no app file was named", {
    at: { file: from },
    help: 'give --app FILE, or write "nacre": { "app": "src/app.ts" } into package.json',
  });
}

/** The folder that an app keeps its state in: that of its package, else its own. */
export function folderOfApp(app: string): string {
  const [manifest] = packageJsonsUpward(dirname(app));
  return dirname(manifest ?? app);
}

/** The package.json files of a folder and of those above it, the nearest first. */
export function* packageJsonsUpward(from: string): Generator<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) yield file;
    if (dirname(folder) === folder) return;
  }
}

function readAppEntry(manifest: string): string | undefined {
  let value: unknown;
  try {
    const parsed: { nacre?: { app?: unknown } } | null = JSON.parse(readFileSync(manifest, "utf8"));
    value = parsed?.nacre?.app;
  } catch (error) {
    throw userError("PACKAGE_JSON_INVALID", `cannot read package.json: ${String(error)}`, {
      at: { file: manifest },
      help: "mend it, or give --app FILE",
    });
  }
  if (value === undefined || typeof value === "string") return value;
  throw userError("PACKAGE_JSON_INVALID", '"nacre": { "app": … } must be the path of a file', {
    at: { file: manifest },
    help: 'for example "nacre": { "app": "src/app.ts" }',
  });
}

function existing(file: string, namedBy: string): string {
  if (existsSync(file)) return file;
  throw userError("APP_NOT_FOUND", `there is no app file ${file} (named by ${namedBy})`, {
    help: "check the path; it counts from the folder you are in, or from that of package.json",
  });
}
