import { readFileSync } from "node:fs";

/** The version of the package. */
export function ownVersion(): string {
  // One folder up from the sources as from the build.
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const manifest: { version: string } = JSON.parse(text);
  return manifest.version;
}
