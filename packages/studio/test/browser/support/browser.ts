import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Programs that may be a Chromium: the one that NACRE_CHROMIUM names, installed ones, a package's. */
async function* candidates(): AsyncGenerator<string> {
  const { NACRE_CHROMIUM, PATH = "" } = process.env;
  if (NACRE_CHROMIUM) yield NACRE_CHROMIUM;
  for (const folder of PATH.split(delimiter)) for (const name of names) yield join(folder, name);
  if (process.platform === "darwin") {
    yield "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  }
  const { default: packed } = await import("@sparticuz/chromium");
  // It unpacks itself into the folder for temporary files.
  yield await packed.executablePath();
}

async function start(): Promise<Browser | undefined> {
  const faults: string[] = [];
  try {
    for await (const executablePath of candidates()) {
      if (!existsSync(executablePath)) continue;
      try {
        // Containers have no user namespaces; what is opened is our own page on this machine.
        const args = ["--no-sandbox", "--js-flags=--expose-gc", "--enable-precise-memory-info"];
        return await chromium.launch({ executablePath, args });
      } catch (error) {
        faults.push(`${executablePath}: ${String(error).split("\n", 1)[0]}`);
      }
    }
  } catch (error) {
    faults.push(String(error));
  }
  process.stderr.write(
    `\nSKIPPED: the tests of the page, because no Chromium starts here. NACRE_CHROMIUM names one.\n${faults.join("\n")}\n\n`,
  );
  return undefined;
}

/** A real Chromium, or undefined where none can start, which is told on stderr. */
export const browser = await start();

/**
 * A page of a new visitor; the test fails when something went wrong in it.
 *
 * @param expected - faults that the test makes itself
 */
export async function newPage(
  options: BrowserContextOptions = {},
  expected?: RegExp,
): Promise<Page> {
  if (browser === undefined) throw new Error("there is no browser");
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.stack ?? String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  // The policy of the page stops them; here it shows when one is tried.
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") faults.push(request.url());
  });
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  onTestFinished(async () => {
    await context.close();
    const found = faults.filter((fault) => expected?.test(fault) !== true);
    expect(found, "errors on the console, and what else must not be").toStrictEqual([]);
  });
  return page;
}
