import { readdirSync } from "node:fs";
import { defineConfig } from "rolldown";

/** Every file in src/commands becomes a file of its own, loaded when its command is called. */
const commands = readdirSync(new URL("src/commands/", import.meta.url))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));

export default defineConfig({
  input: {
    main: "src/main.ts",
    ...Object.fromEntries(commands.map((name) => [`commands/${name}`, `src/commands/${name}.ts`])),
  },
  platform: "node",
  // @nacre/core is the one that the app loads too; @nacre/local has its Python folder beside it.
  external: [/^@nacre\//],
  output: { dir: "dist", format: "esm", cleanDir: true, chunkFileNames: "[name]-[hash].js" },
});
