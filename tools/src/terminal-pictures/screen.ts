import { spawn } from "node:child_process";
import { join } from "node:path";
// It is CommonJS, so its names come with the default import.
import headless from "@xterm/headless";

/** How wide the terminals of pictures are, in characters: what a README shows without shrinking. */
export const columns = 100;
/** Higher than anything that is printed: nothing scrolls away. */
const rows = 120;

/** A piece of a line in one style. */
export interface Run {
  /** The column it begins in, from 0. */
  readonly column: number;
  readonly text: string;
  /** One of the eight colours of terminals, 0 (black) to 7 (white), or 8 for grey; none is the usual one. */
  readonly color?: number;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

/** What stands on a screen, from its first line to its last one that is not empty. */
export type Screen = readonly (readonly Run[])[];

/** A command to run on a terminal. */
export interface TerminalCommand {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** What is typed when it asks `[y/N]`. */
  readonly answer?: string;
}

/**
 * Runs a command on a real terminal and gives the screen at its end, as a terminal emulator has it.
 *
 * @throws Error when the exit code is another one
 */
export async function runOnTerminal(
  command: TerminalCommand,
  exitCode: number = 0,
): Promise<Screen> {
  const { argv, cwd, env, answer = "y" } = command;
  const script = join(import.meta.dirname, "terminal.py");
  const args = [script, String(columns), String(rows), answer, ...argv];
  const child = spawn("python3", args, {
    cwd,
    env: { ...env, TERM: "xterm-256color", FORCE_COLOR: undefined, NO_COLOR: undefined },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const parts: Uint8Array[] = [];
  child.stdout.on("data", (part: Uint8Array) => parts.push(part));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const output = Buffer.concat(parts);
  if (code !== exitCode) {
    throw new Error(`${argv.join(" ")} ended with ${code}:\n${output.toString()}`);
  }
  return screenOf(output);
}

/** What a terminal shows after it has got these bytes. */
export async function screenOf(output: Uint8Array): Promise<Screen> {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(output, done));
  const lines = Array.from({ length: rows }, (_, row) => runsOf(terminal, row));
  const last = lines.findLastIndex((runs) => runs.length > 0);
  terminal.dispose();
  return lines.slice(0, last + 1);
}

function runsOf(terminal: headless.Terminal, row: number): Run[] {
  const line = terminal.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; column < (line?.length ?? 0); column += 1) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const text = cell.getChars() || " ";
    const style = {
      ...(cell.isFgPalette() ? { color: Math.min(cell.getFgColor(), 8) } : {}),
      isBold: cell.isBold() !== 0,
      isDim: cell.isDim() !== 0,
    };
    const last = runs.at(-1);
    if (last !== undefined && isSame(last, style)) {
      runs[runs.length - 1] = { ...last, text: last.text + text };
    } else runs.push({ column, text, ...style });
  }
  const end = runs.findLastIndex(({ text }) => text.trim() !== "");
  return runs
    .slice(0, end + 1)
    .map((run, index) => (index === end ? { ...run, text: run.text.trimEnd() } : run));
}

function isSame(a: Omit<Run, "text" | "column">, b: Omit<Run, "text" | "column">): boolean {
  return a.color === b.color && a.isBold === b.isBold && a.isDim === b.isDim;
}
