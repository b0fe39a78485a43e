/**
 * An engine with one job, to be killed: `node engine-program.ts FOLDER SANDBOX COMMAND…`, where SANDBOX
 * is the place of a sandbox in the list. Writes the job's identity as JSON to stdout, then its lines.
 */
import { join } from "node:path";
import { runJobProcess } from "../../src/jobs/job-process.ts";
import { sandboxes } from "../../src/sandbox/choose-sandbox.ts";
import { commandIn } from "./command-in.ts";

const [, , folder = "", index = "", ...command] = process.argv;
const sandbox = sandboxes()[Number(index)];
if (sandbox === undefined) throw new Error(`no sandbox ${index}`);
const { command: inSandbox, depth } = commandIn(sandbox, folder, command);
await runJobProcess({
  // What a container's job has to do at its end, too.
  command: { ...inSandbox, end: ["touch", join(folder, "it's ended")] },
  depth,
  env: { PATH: process.env["PATH"] ?? "", TRAINING_JOB_NAME: process.env["JOB_NAME"] ?? "" },
  maxRuntimeSeconds: 60,
  graceSeconds: 5,
  signal: new AbortController().signal,
  onStart: (pid, pidStart) => process.stdout.write(`${JSON.stringify({ pid, pidStart })}\n`),
  onLine: (line) => process.stdout.write(`${line}\n`),
});
