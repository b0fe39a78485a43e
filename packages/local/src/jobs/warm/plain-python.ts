/** A job's command taken apart, where it is plain Python. */
export interface PlainPython {
  /** What stands before the arguments: the interpreter, its options, and the script or module. */
  readonly program: readonly string[];
  /** The script's path; undefined for a module. */
  readonly script: string | undefined;
  /** What the program is given. */
  readonly args: readonly string[];
}

/**
 * Takes a command apart: `python3 script.py …` or `python3 -m module …`, with no option but `-u`.
 * Undefined for any other: other options may change what Python does at its start.
 */
export function plainPython(command: readonly string[]): PlainPython | undefined {
  const [python = "", ...rest] = command;
  if (!/(^|\/)python[\d.]*$/.test(python)) return undefined;
  const options = rest[0] === "-u" ? 1 : 0;
  const program = rest[options];
  const length = 1 + options + (program === "-m" ? 2 : 1);
  if (program === undefined || command.length < length) return undefined;
  if (program.startsWith("-") && program !== "-m") return undefined;
  return {
    program: command.slice(0, length),
    script: program === "-m" ? undefined : program,
    args: command.slice(length),
  };
}
