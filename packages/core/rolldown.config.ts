import { defineConfig } from "rolldown";
import { nodeFsWithoutStreams } from "../../tools/src/node-fs.ts";

export default defineConfig({
  input: "src/index.ts",
  platform: "node",
  plugins: [nodeFsWithoutStreams],
  output: { dir: "dist", format: "esm" },
});
