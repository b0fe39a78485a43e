import {
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { exitCodeOf, messageOf, reportError, userError } from "./errors.ts";

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
    if (!isFault(error, "EAGAIN")) throw cannotPrint(error);
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
    if (isFault(error, "EPIPE")) return;
    const fault = cannotPrint(error);
    reportError(fault);
    process.exit(exitCodeOf(fault));
  });
  writeToStdout = stdout.write.bind(stdout);
  return writeToStdout;
}

function cannotPrint(error: unknown): Error {
  return userError("CANNOT_WRITE", `cannot write to stdout: ${messageOf(error)}`, {
    help: "check that what it leads to may be written to and has room",
  });
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
 * Writes a whole file or nothing: aside first, then renamed, so that a reader never sees half of it. A
 * symbolic link stays one, and what it leads to is written; a device or a pipe is written to.
 *
 * @throws NacreError `CANNOT_WRITE`
 */
export function writeFileWhole(
  file: string,
  text: string | Uint8Array,
  help = "check that the folder is there, may be written to and has room",
): void {
  let aside: string | undefined;
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    const isStream = found !== undefined && !found.isFile() && !found.isDirectory();
    // A file in its place would take it away.
    if (isStream || /^\/(?:dev\/(?:fd|stderr)|proc)\b/.test(file)) return writeFileSync(file, text);
    const target = behindLinks(file);
    mkdirSync(dirname(target), { recursive: true });
    aside = `${target}.${process.pid}.tmp`;
    // What only its owner may read stays so.
    writeFileSync(aside, text, { mode: found?.mode ?? 0o666 });
    renameSync(aside, target);
  } catch (error) {
    try {
      if (aside !== undefined) rmSync(aside, { force: true });
    } catch {
      // Where nothing could be written there is nothing to clear away.
    }
    throw userError("CANNOT_WRITE", `cannot write ${file}: ${messageOf(error)}`, { help });
  }
}

/** What a symbolic link leads to, even where that is not there yet; any other file is itself. */
function behindLinks(file: string): string {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return file;
  return behindLinks(resolve(realpathSync(dirname(file)), readlinkSync(file)));
}

/** Whether `-o` names stdout, as it does when it is not given. */
export function isStdout(file: string | undefined): boolean {
  return file === undefined || file === "-" || file === "/dev/stdout";
}

/** Writes the result to the file given with `-o`, or to stdout. */
export function deliver(
  text: string | Uint8Array,
  file: string | undefined,
  { quiet = false }: { readonly quiet?: boolean } = {},
): void {
  if (file === undefined || isStdout(file)) return printOut(text);
  writeFileWhole(file, text);
  if (!quiet) printNote(`wrote ${file}`);
}
