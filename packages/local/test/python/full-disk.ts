// Run by environment.test.ts with a tiny file system as the cache: prints the error as JSON.
import { ensurePythonEnvironment } from "../../src/python/environment.ts";

try {
  await ensurePythonEnvironment({ cacheDir: process.argv[2] ?? "" });
} catch (error) {
  console.log(
    JSON.stringify(error instanceof Error ? { ...error, message: error.message } : error),
  );
}
