import { runCommandLine } from "./command-line.ts";

// For a run from sources; of what is built, the launcher calls it.
await runCommandLine(process.argv.slice(2));
