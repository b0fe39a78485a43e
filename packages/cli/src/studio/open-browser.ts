import { spawn } from "node:child_process";
import { printNote } from "../output.ts";

/** What opens an address on each platform. */
const openers: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  darwin: ["open"],
  // `start` is a command of the shell, and takes its first quoted argument for a title.
  win32: ["cmd", "/c", "start", '""'],
};

/** Opens an address of ours in the browser. That there is none is no fault: the link is printed too. */
export function openBrowser(url: string, platform: string = process.platform): void {
  const [program, ...args] = openers[platform] ?? ["xdg-open"];
  const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", missed);
  child.on("exit", (code) => {
    if (code !== 0 && code !== null) missed();
  });
  child.unref();
}

function missed(): void {
  printNote("No browser could be opened: open the link yourself.");
}
