// Some tests run the program itself, on a machine that may be busy.
import { vitestConfig } from "../../vitest.shared.ts";

export default vitestConfig({ testTimeout: 30_000 });
