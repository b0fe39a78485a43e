import { defineConfig, type ViteUserConfig } from "vitest/config";

/**
 * The vitest settings every package shares: sources of workspace packages instead of their builds,
 * and a JSON report that the root `test` script adds up.
 */
export function vitestConfig(test: NonNullable<ViteUserConfig["test"]> = {}): ViteUserConfig {
  return defineConfig({
    resolve: { conditions: ["@nacre/source"] },
    ssr: { resolve: { conditions: ["@nacre/source"] } },
    test: {
      include: ["test/**/*.test.ts"],
      // A machine that tests many packages at once is slow; a test that hangs is still found.
      testTimeout: 30_000,
      hookTimeout: 120_000,
      reporters: ["default", ["json", { outputFile: ".vitest/report.json" }]],
      ...test,
    },
  });
}
