import { defineConfig } from "vite";
import { bundledLicenses } from "../../tools/src/bundled-licenses.ts";

// The page: static files that the server of src/server gives out below /studio/.
export default defineConfig({
  root: "src/page",
  base: "/studio/",
  // The sources of workspace packages, so that no build of them has to come first.
  resolve: { conditions: ["@nacre/source", "browser", "module", "import", "default"] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../../dist/page",
    emptyOutDir: true,
    target: "es2024",
    // Data URLs are refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Bundled packages ask for their licenses to be handed on with them.
    license: { fileName: "LICENSES.md" },
  },
  // A worker is a bundle of its own.
  worker: { format: "es", plugins: () => [bundledLicenses("LICENSES-worker.txt")] },
});
