import { spawn } from "node:child_process";
import { printNote } from "../output.ts";

/** What opens an address on each platform. */
const openers: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  darwin: ["open"],
  // `start` is a command of the shell, and takes its first quoted argument for a title.
  win32: ["cmd", "/c", "start", '""'],
};

/** After so many milliseconds what opens it runs well: some openers are the browser itself. */
const patience = 1000;

/**
 * Opens an address of ours in the browser. That there is none is no fault: the link, or the name of the
 * file, is printed too.
 *
 * @returns when it has opened, or is known to have not
 */
export function openBrowser(
  url: string,
  { what = "link" }: { readonly what?: "link" | "file" } = {},
): Promise<void> {
  const [program, ...args] = openers[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  child.unref();
  return new Promise((done) => {
    const timer = setTimeout(done, patience);
    const end = (isOpen: boolean): void => {
      if (!isOpen) printNote(`No browser could be opened: open the ${what} yourself.`);
      clearTimeout(timer);
      done();
    };
    child.on("error", () => end(false));
    child.on("exit", (code) => end(code === 0 || code === null));
  });
}
