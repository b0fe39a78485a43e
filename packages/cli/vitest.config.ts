import { vitestConfig } from "../../vitest.shared.ts";

// Most tests run the command several times, each a process of its own.
export default vitestConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
