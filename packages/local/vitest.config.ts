import { vitestConfig } from "../../vitest.shared.ts";

// Most tests start processes; on a busy machine these take their time.
export default vitestConfig({ testTimeout: 120_000 });
