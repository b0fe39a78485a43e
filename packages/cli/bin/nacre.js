#!/usr/bin/env node
// The launcher: plain JavaScript that any Node can read, so that an old one gets a sentence instead of a crash.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `error NODE_TOO_OLD: nacre needs Node.js 22.18 or later; this is ${process.version} (${process.execPath})\n` +
      "  help: in a clone of the Nacre repository use pnpm, which brings its own Node 24: npx -y pnpm@12 exec nacre …\n" +
      "        elsewhere install Node.js 24 from https://nodejs.org, or add it to your project: npm install --save-dev node@24\n",
  );
  process.exitCode = 2;
} else {
  // Not imported: an import of node:fs loads all of node:stream.
  const { existsSync } = process.getBuiltinModule("node:fs");
  const main = new URL("../dist/main.js", import.meta.url);
  if (existsSync(main)) {
    if (/^(?:--version|-V)$/.test(process.argv[2] ?? "")) printVersion();
    else await start(main);
  } else {
    process.stderr.write(
      "error NOT_BUILT: the nacre command has not been built in this clone\n" +
        "  help: run `pnpm build` at the root of the repository, then try again\n",
    );
    process.exitCode = 2;
  }
}

/** Says the version without loading anything else: scripts ask for it before each thing that they do. */
function printVersion() {
  const { readFileSync } = process.getBuiltinModule("node:fs");
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  process.stdout.on("error", ({ code, message }) => {
    if (code === "EPIPE") return;
    process.stderr.write(`error CANNOT_WRITE: cannot write to stdout: ${message}\n`);
    process.exitCode = 2;
  });
  process.stdout.write(`${version}\n`);
}

async function start(main) {
  const v8 = process.getBuiltinModule("node:v8");
  const { enableCompileCache } = process.getBuiltinModule("node:module");
  // The cache keeps what is compiled when a module is loaded, which are not the functions in it. Those of
  // core and of the CLI, most of which every run needs, are compiled then too, the first time, and kept.
  v8.setFlagsFromString("--no-lazy");
  // Keeps compiled code, and the app with its types stripped, between calls: half of the start-up time.
  enableCompileCache(process.env.NODE_COMPILE_CACHE ?? `${cacheFolder()}/compile`);
  const { runCommandLine } = await import(main.href);
  v8.setFlagsFromString("--lazy");
  await runCommandLine(process.argv.slice(2));
}

/** The folder for what may be thrown away at any time; the Python environments lie there too. */
function cacheFolder() {
  const { NACRE_CACHE_DIR, XDG_CACHE_HOME, HOME } = process.env;
  if (NACRE_CACHE_DIR) return NACRE_CACHE_DIR;
  // node:os is loaded only where it is needed.
  const home = HOME || process.getBuiltinModule("node:os").homedir();
  return `${XDG_CACHE_HOME || `${home}/.cache`}/nacre`;
}
