import { defineConfig } from "rolldown";
import { builtinsWithoutGetters, quickToLoad } from "../../tools/src/quick-to-load.ts";

export default defineConfig({
  input: "src/index.ts",
  platform: "node",
  plugins: [builtinsWithoutGetters],
  output: { dir: "dist", format: "esm", ...quickToLoad },
});
