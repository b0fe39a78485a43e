import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { userError } from "../errors.ts";
import { textSetting } from "./config.ts";

/**
 * The app file: the one given with `--app`, else the one that the configuration names, in the nearest
 * nacre.json upward or as `"nacre": { "app": FILE }` in a package.json.
 *
 * @throws NacreError `APP_NOT_FOUND`, `CONFIG_INVALID`
 */
export function findApp(given: string | undefined, from: string = process.cwd()): string {
  if (given !== undefined) return existing(resolve(from, given), "--app");
  const app = textSetting("app", from);
  if (app !== undefined) return existing(resolve(app.folder, app.value), app.file);
  throw userError("APP_NOT_FOUND", "no app file was named", {
    at: { file: from },
    help: 'give --app FILE, or write { "app": "src/app.ts" } into nacre.json',
  });
}

/** The folder that an app keeps its state in: that of its package, else its own. */
export function folderOfApp(app: string): string {
  const [manifest] = packageJsonsUpward(dirname(app));
  return dirname(manifest ?? app);
}

/** The package.json files of a folder and of those above it, the nearest first. */
function* packageJsonsUpward(from: string): Generator<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) yield file;
    if (dirname(folder) === folder) return;
  }
}

function existing(file: string, namedBy: string): string {
  if (existsSync(file)) return file;
  throw userError("APP_NOT_FOUND", `there is no app file ${file} (named by ${namedBy})`, {
    help: "check the path; it counts from the folder you are in, or from that of the file that names it",
  });
}
