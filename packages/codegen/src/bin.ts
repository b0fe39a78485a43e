#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Most of the time goes into loading the TypeScript parser: keep its compiled form between runs.
enableCompileCache();
const { main } = await import("./main.ts");
process.exitCode = main(process.argv.slice(2));
