import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Builds the page into `dist/page` before the first test, unless what is there is newer than all that it
 * is made of.
 */
export default async function buildPage(): Promise<void> {
  const built = join(root, "dist/page/index.html");
  const sources = ["src/page", "src/table", "src/api.ts", "src/json.ts", "vite.config.ts"];
  const changed = Math.max(...sources.map((path) => newest(join(root, path))));
  if (existsSync(built) && statSync(built).mtimeMs > changed) return;
  const { build } = await import("vite");
  await build({
    root: join(root, "src/page"),
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
  });
}

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
