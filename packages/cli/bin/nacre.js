#!/usr/bin/env node
// The launcher: plain JavaScript that any Node can read, so that an old one gets a sentence instead of a crash.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const main = new URL("../dist/main.js", import.meta.url);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `error NODE_TOO_OLD: nacre needs Node.js 22.18 or later; this is ${process.version} (${process.execPath})\n` +
      "  help: in a clone of the Nacre repository use pnpm, which brings its own Node 24: npx -y pnpm@12 exec nacre …\n" +
      "        elsewhere install Node.js 24 from https://nodejs.org, or add it to your project: npm install --save-dev node@24\n",
  );
  process.exitCode = 2;
} else if (existsSync(main)) {
  const { enableCompileCache } = await import("node:module");
  // Keeps compiled code, and the app with its types stripped, between calls: half of the start-up time.
  enableCompileCache(process.env.NODE_COMPILE_CACHE ?? join(cacheFolder(), "compile"));
  await import(main.href);
} else {
  process.stderr.write(
    "error NOT_BUILT: the nacre command has not been built in this clone\n" +
      "  help: run `pnpm build` at the root of the repository, then try again\n",
  );
  process.exitCode = 2;
}

/** The folder for what may be thrown away at any time; the Python environments lie there too. */
function cacheFolder() {
  const { NACRE_CACHE_DIR, XDG_CACHE_HOME } = process.env;
  return NACRE_CACHE_DIR || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "nacre");
}
