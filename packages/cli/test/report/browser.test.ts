import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import { describe, expect, it } from "vitest";
import { browser, newPage } from "../../../studio/test/browser/support/browser.ts";
import { seriousFaults } from "../../../studio/test/browser/support/faults.ts";
import { reportPage } from "../../src/report/page.ts";
import { folderWith } from "../support/nacre.ts";
import { largeSample, options, sample } from "./samples.ts";

/** Where pictures go, when it is set, to look at. */
const pictures = process.env["NACRE_REPORT_PICTURES"];

const reports = {
  failed: reportPage(sample("Failed"), options),
  running: reportPage(sample("Executing"), options),
  succeeded: reportPage(sample("Succeeded"), options),
  large: reportPage(largeSample(), options),
} as const;

describe("the HTML of a report", () => {
  it.each(["failed", "running", "succeeded"] as const)("is valid (%s)", async (name) => {
    const checker = new HtmlValidate({
      extends: ["html-validate:standard", "html-validate:a11y"],
      rules: {
        // What is in an SVG is none of HTML.
        "text-content": "off",
      },
    });
    const report = await checker.validateString(reports[name]);
    const messages = report.results.flatMap((result) =>
      result.messages.map(({ ruleId, message, line }) => `${ruleId}: ${message} (line ${line})`),
    );
    expect(messages).toEqual([]);
  });
});

describe.skipIf(browser === undefined)("A report in a browser", { timeout: 180_000 }, () => {
  it.each(["failed", "running", "succeeded", "large"] as const)(
    "asks for nothing, runs nothing, and fits wide windows and phones (%s)",
    async (name) => {
      const file = join(folderWith({ "report.html": reports[name] }), "report.html");
      for (const [size, width] of [
        ["wide", 1280],
        ["phone", 390],
      ] as const) {
        // oxlint-disable-next-line no-await-in-loop -- one window after the other
        const page = await newPage({ viewport: { width, height: 900 } });
        const asked: string[] = [];
        page.on("request", (request) => asked.push(request.url()));
        // oxlint-disable-next-line no-await-in-loop -- one window after the other
        await page.goto(pathToFileURL(file).href);
        // oxlint-disable-next-line no-await-in-loop -- one window after the other
        const seen = await page.evaluate(
          "({ scripts: document.scripts.length, over: document.documentElement.scrollWidth - innerWidth })",
        );
        expect(asked).toEqual([pathToFileURL(file).href]);
        expect({ size, seen }).toEqual({ size, seen: { scripts: 0, over: 0 } });
      }
    },
  );

  it.each([
    ["failed", "light"],
    ["failed", "dark"],
    ["running", "light"],
    ["succeeded", "dark"],
  ] as const)("has no fault of accessibility (%s, %s)", async (name, colorScheme) => {
    const file = join(folderWith({ "report.html": reports[name] }), "report.html");
    // axe is a script, which the policy of the report refuses.
    const page = await newPage({ colorScheme, bypassCSP: true });
    await page.goto(pathToFileURL(file).href);
    for (const summary of await page.locator("summary").all()) {
      // oxlint-disable-next-line no-await-in-loop -- one click after the other
      await summary.click();
    }
    expect(await seriousFaults(page)).toEqual([]);
  });

  it("shows on paper what is folded on the screen", async () => {
    const file = join(folderWith({ "report.html": reports.succeeded }), "report.html");
    const page = await newPage();
    await page.goto(pathToFileURL(file).href);
    const log = page.getByText("4177 rows");
    expect(await log.isVisible()).toBe(false);
    await page.emulateMedia({ media: "print" });
    await expect.poll(() => log.isVisible()).toBe(true);
  });

  it.runIf(pictures !== undefined)("is drawn, to be looked at", async () => {
    const folder = pictures ?? "";
    mkdirSync(folder, { recursive: true });
    for (const [name, html] of Object.entries(reports)) {
      writeFileSync(join(folder, `${name}.html`), html);
      for (const [size, width] of [
        ["wide", 1280],
        ["phone", 390],
      ] as const) {
        for (const colorScheme of ["light", "dark"] as const) {
          // oxlint-disable-next-line no-await-in-loop -- one picture after the other
          const page = await newPage({ colorScheme, viewport: { width, height: 900 } });
          // oxlint-disable-next-line no-await-in-loop -- one picture after the other
          await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
          const path = join(folder, `${name}-${size}-${colorScheme}.png`);
          // oxlint-disable-next-line no-await-in-loop -- one picture after the other
          await page.screenshot({ path, fullPage: name !== "large" });
          if (colorScheme !== "light" || size !== "wide") continue;
          // oxlint-disable-next-line no-await-in-loop -- one picture after the other
          await page.emulateMedia({ media: "print" });
          // oxlint-disable-next-line no-await-in-loop -- one picture after the other
          await page.screenshot({
            path: join(folder, `${name}-print.png`),
            fullPage: name !== "large",
          });
          if (name === "large") continue;
          // oxlint-disable-next-line no-await-in-loop -- one picture after the other
          await page.pdf({
            path: join(folder, `${name}.pdf`),
            format: "A4",
            printBackground: true,
          });
        }
      }
    }
    expect(readFileSync(join(folder, "failed-wide-light.png")).length).toBeGreaterThan(10_000);
  });
});
