import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, userError } from "./errors.ts";

const writeToStdout = process.stdout.write.bind(process.stdout);

// `nacre synth | head` closes the pipe early: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

/** Prints what was asked for on stdout, which carries nothing else. */
export function printOut(text: string | Uint8Array): void {
  isPrinted = true;
  writeToStdout(text);
}

let isPrinted = false;

/** Whether anything was printed on stdout. */
export function hasPrinted(): boolean {
  return isPrinted;
}

/** Prints what a person should know on stderr, so that stdout stays clean for pipes. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Sends what an app prints with `console.log` to stderr: stdout is for the result alone. */
export function keepStdoutClean(): void {
  process.stdout.write = process.stderr.write.bind(process.stderr);
}

/**
 * Writes a whole file or nothing: aside first, then renamed, so that a reader never sees half of it.
 *
 * @throws NacreError `CANNOT_WRITE`
 */
export function writeFileWhole(
  file: string,
  text: string | Uint8Array,
  help = "check that the folder is there, may be written to and has room",
): void {
  const aside = `${file}.${process.pid}.tmp`;
  try {
    // A device or a pipe: a file in its place would take it away.
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile() && !found.isDirectory()) {
      return writeFileSync(file, text);
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(aside, text);
    renameSync(aside, file);
  } catch (error) {
    try {
      rmSync(aside, { force: true });
    } catch {
      // Where nothing could be written there is nothing to clear away.
    }
    throw userError("CANNOT_WRITE", `cannot write ${file}: ${messageOf(error)}`, { help });
  }
}

/** Whether `-o` names stdout, as it does when it is not given. */
export function isStdout(file: string | undefined): boolean {
  return file === undefined || file === "-" || file === "/dev/stdout";
}

/** Writes the result to the file given with `-o`, or to stdout. */
export function deliver(text: string | Uint8Array, file: string | undefined): void {
  if (file === undefined || isStdout(file)) return printOut(text);
  writeFileWhole(file, text);
  printNote(`wrote ${file}`);
}
