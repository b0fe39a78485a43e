/**
 * Runs a definition as a process of its own: `node run-program.ts FILE`, where FILE holds
 * `{ definition, options }`. Writes the execution as JSON to stdout.
 */
import { readFileSync } from "node:fs";
import { readDefinition } from "@nacre/core";
import type { RunOptions } from "../src/execution.ts";
import { runWith } from "../src/run.ts";
import { pathRewriting } from "../src/sandbox/path-rewriting.ts";

const [, , file = ""] = process.argv;
const given = JSON.parse(readFileSync(file, "utf8")) as {
  readonly definition: unknown;
  readonly options: RunOptions;
  readonly python: string;
  /** Without a real sandbox, as on a machine that has none. */
  readonly rewrites?: boolean;
};
const execution = await runWith(
  readDefinition(JSON.stringify(given.definition)),
  {
    ...given.options,
    onEvent: (event) => {
      if (event.type === "log") process.stderr.write(`${event.line}\n`);
    },
  },
  { python: given.python, ...(given.rewrites === true ? { sandbox: pathRewriting } : {}) },
);
process.stdout.write(JSON.stringify(execution));
