import { vitestConfig } from "../../vitest.shared.ts";

// Most tests start a browser or a service; on a busy machine these take their time.
export default vitestConfig({
  testTimeout: 60_000,
  globalSetup: "test/browser/support/built-page.ts",
});
