import { mkdirSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, userError } from "./errors.ts";

/**
 * Prints what was asked for on stdout, which carries nothing else. The file is written to, and not the
 * stream of Node: that takes longer to open than all of `nacre synth` takes to print.
 */
export function printOut(text: string | Uint8Array): void {
  isPrinted = true;
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  if (needsStream) openStdout()(bytes);
  else writeToFile(bytes);
}

/** True for a console of Windows, which takes no UTF-8, and for a full pipe that nobody may wait for. */
let needsStream = process.platform === "win32";

function writeToFile(bytes: Uint8Array): void {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    if (isFault(error, "EPIPE")) return;
    if (!isFault(error, "EAGAIN")) throw error;
    needsStream = true;
    openStdout()(rest);
  }
}

let writeToStdout: ((bytes: Uint8Array) => void) | undefined;

/** Opens the stream of stdout and gives how it writes, whatever {@link keepStdoutClean} has others do. */
function openStdout(): (bytes: Uint8Array) => void {
  const { stdout } = process;
  if (writeToStdout !== undefined) return writeToStdout;
  stdout.on("error", (error) => {
    if (!isFault(error, "EPIPE")) throw error;
  });
  writeToStdout = stdout.write.bind(stdout);
  return writeToStdout;
}

/** `nacre synth | head` closes the pipe early (EPIPE): that is no fault. */
function isFault(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
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
  const own = Object.getOwnPropertyDescriptor(process, "stdout") ?? {};
  // Neither stream is opened before somebody asks for one.
  const get = (): typeof process.stdout => {
    Object.defineProperty(process, "stdout", own);
    openStdout();
    process.stdout.write = process.stderr.write.bind(process.stderr);
    return process.stdout;
  };
  Object.defineProperty(process, "stdout", { configurable: true, enumerable: true, get });
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
