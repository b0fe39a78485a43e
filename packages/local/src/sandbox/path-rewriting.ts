import { basename } from "node:path";
import { pythonFolder } from "../python/python-folder.ts";
import type { Sandbox } from "./sandbox.ts";

/**
 * The way out where nothing else works (macOS, locked-down containers): a Python job runs under the
 * module `nacre_paths`, which leads every path below `/opt/ml` to the job's folder. Only good for
 * plain Python scripts, and it hides nothing.
 */
export const pathRewriting: Sandbox = {
  name: "path rewriting",
  depth: 0,
  mlPath: ({ ml }) => ml,
  command: ({ ml, command }) => {
    const [program = "", ...args] = command.map((part) => leadTo(part, ml));
    const options = args.findIndex((arg) => arg === "-m" || !arg.startsWith("-"));
    const at = options === -1 ? args.length : options;
    return {
      file: program,
      args: [...args.slice(0, at), "-m", "nacre_paths", ...args.slice(at)],
      env: { NACRE_OPT_ML: ml, PYTHONPATH: pythonFolder() },
      cwd: ml,
    };
  },
};

/** Whether a command is one that {@link pathRewriting} can run: Python with a script or a module. */
export function isPlainPython(command: readonly string[]): boolean {
  const [program = "", ...args] = command;
  const first = args.find((arg) => arg === "-m" || arg === "-c" || !arg.startsWith("-"));
  return /^python[\d.]*$/.test(basename(program)) && first !== undefined && first !== "-c";
}

/** A text with every path below `/opt/ml` in it led to another folder. */
export function leadTo(text: string, ml: string): string {
  return text.replaceAll(/(?<![\w/.-])\/opt\/ml(?![\w.-])/g, ml);
}
