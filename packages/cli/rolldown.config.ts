import { readFileSync, readdirSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { type Plugin, defineConfig } from "rolldown";
import { bundledLicenses } from "../../tools/src/bundled-licenses.ts";
import { builtinsWithoutGetters, quickToLoad } from "../../tools/src/quick-to-load.ts";

/** Every file in src/commands becomes a file of its own, loaded when its command is called. */
const commands = readdirSync(new URL("src/commands/", import.meta.url))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));

/** What runs pipelines on this machine is loaded by the commands that do. */
const needsLocal = new Set(["src/app/local-config.ts"]);

/** What every command loads must not load what few need: that would be felt at every start. */
const smallStart: Plugin = {
  name: "small-start",
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk" || chunk.name !== "shared") continue;
      const large = chunk.imports.filter((name) => /^@(?!nacre\/core)/.test(name));
      if (large.length > 0) this.error(`every command would load ${large.join(", ")}`);
    }
  },
};

function isShared(id: string): boolean {
  const file = relative(import.meta.dirname, id).replaceAll(sep, "/");
  return (
    (file.startsWith("src/app/") && !needsLocal.has(file)) ||
    (/^src\/[^/]+$/.test(file) &&
      !["command-line.ts", "help.ts", "completion.ts"].includes(basename(file)))
  );
}

/** What all clients of AWS need; ways to sign in that few take stay in files of their own. */
function isAwsRuntime(id: string): boolean {
  return /node_modules\/(?:@smithy\/(?:core|node-http-handler)|@aws-sdk\/core)\//.test(id);
}

/** The two fonts of PNG pictures, of some twenty that their package has, and their license. */
const fonts: Plugin = {
  name: "fonts",
  generateBundle() {
    const folder = join(import.meta.dirname, "node_modules/dejavu-fonts-ttf");
    for (const file of [
      "LICENSE",
      "ttf/DejaVuSansCondensed.ttf",
      "ttf/DejaVuSansCondensed-Bold.ttf",
    ]) {
      const source = readFileSync(join(folder, file));
      this.emitFile({ type: "asset", fileName: `fonts/${basename(file)}`, source });
    }
  },
};

/** What `nacre init` copies: the templates, and Abalone's from the package of that name. */
const templates: Plugin = {
  name: "templates",
  generateBundle() {
    const folders = {
      "": "templates",
      "abalone/src/": "../abalone/src",
      "abalone/python/": "../abalone/python",
    };
    for (const [target, source] of Object.entries(folders)) {
      const folder = join(import.meta.dirname, source);
      const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
      for (const name of names.filter((file) => /\.(?:ts|py)$/.test(file)).toSorted()) {
        const fileName = `templates/${target}${name.replaceAll(sep, "/")}`;
        this.emitFile({ type: "asset", fileName, source: readFileSync(join(folder, name)) });
      }
    }
  },
};

export default defineConfig({
  input: {
    main: "src/command-line.ts",
    ...Object.fromEntries(commands.map((name) => [`commands/${name}`, `src/commands/${name}.ts`])),
  },
  platform: "node",
  // @nacre/core is the one that the app loads too; @nacre/local has its Python folder
  // beside it, @nacre/studio its page.
  // @resvg/resvg-wasm reads its 2.5 MB from its own folder.
  external: ["@nacre/core", "@nacre/local", "@nacre/studio", "@resvg/resvg-wasm"],
  // The AWS SDK ships CommonJS as well, of which nothing can be left out: the modules load in half
  // the time, and a client comes without the operations that nacre does not call.
  resolve: { mainFields: ["module", "main"], conditionNames: ["module"] },
  plugins: [builtinsWithoutGetters, smallStart, templates, fonts, bundledLicenses("LICENSES.txt")],
  output: {
    dir: "dist",
    format: "esm",
    ...quickToLoad,
    cleanDir: true,
    chunkFileNames: "[name]-[hash].js",
    // What every call or most of them need lies in one file: opening many small ones takes time.
    codeSplitting: {
      groups: [
        { name: "shared", test: isShared },
        { name: "paint", test: /\/cli\/src\/run\/paint\.ts$/ },
        { name: "validate", test: /\/cli\/src\/validate\// },
        { name: "aws", test: isAwsRuntime },
      ],
    },
  },
});
