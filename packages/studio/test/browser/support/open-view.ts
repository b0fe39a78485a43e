import type { Page } from "playwright-core";

/** Opens a view, and waits until nothing more is read. */
export async function openView(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator("h1").waitFor();
  await page.waitForFunction(() => document.querySelector(".loading, .graph-waiting") === null);
  // What was read is painted, and the graph has its place.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}
