import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { browser, newPage } from "./support/browser.ts";
import { seriousFaults } from "./support/faults.ts";
import { executionId, scriptedStudio } from "./support/scripted-studio.ts";

/** The smallest GIF: one point. */
const gif = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");

/** Opens the preview of a file. */
async function previewOf(name: string, content: string | Buffer<ArrayBuffer>): Promise<Page> {
  const studio = await scriptedStudio({
    pipeline: "Files",
    definition: { Version: "2020-12-01", Steps: [] },
    steps: [],
    source: {
      openObject: async () => {
        const body = new Blob([content]);
        return { size: body.size, body: body.stream() };
      },
    },
  });
  // axe is a script of its own, which the policy of the page refuses.
  const page = await newPage({ bypassCSP: name === "names.csv" });
  const object = encodeURIComponent(`s3://bucket/${name}`);
  await page.goto(
    `${studio.link}pipelines/Files/executions/${executionId}?view=artifacts&object=${object}`,
  );
  await page.locator(".dialog-body > :nth-child(2):not(.loading)").waitFor();
  return page;
}

/** How many elements the preview has. */
const elements = (page: Page): Promise<number> => page.locator(".dialog-body *").count();

const row = (length: number, cell: (index: number) => unknown): string =>
  Array.from({ length }, (_, index) => cell(index)).join(",");

describe.skipIf(browser === undefined)("The preview of a file", { timeout: 180_000 }, () => {
  it.each([
    ["250,000 numbers", `[${row(250_000, () => 1)}]`],
    ["numbers in members", `{"predictions": [${row(100_000, (index) => index / 7)}]}`],
    ["30,000 members", `{${row(30_000, (index) => `"m${index}": 1`)}}`],
    ["lists of lists", `[${row(300, () => `[${row(300, () => 1)}]`)}]`],
    [
      "lists in lists in lists",
      `[${row(40, () => `[${row(40, () => `[${row(40, () => 1)}]`)}]`)}]`,
    ],
    ["500 levels", '{"a":'.repeat(500) + "1" + "}".repeat(500)],
    ["200,000 levels", "[".repeat(200_000) + "]".repeat(200_000)],
    ["a string of 500 kB", JSON.stringify({ text: "x ".repeat(250_000) })],
  ])("of JSON with %s is small", async (_, text) => {
    const page = await previewOf("a.json", text);
    expect(await elements(page)).toBeLessThan(5_000);
    await page.getByRole("button", { name: "Close" }).click();
  });

  it("of JSON opens on demand, and has the numbers as they stand in the file", async () => {
    const text = `{"big": 12345678901234567890, "six": 6.0, "small": 1e-07, "list": [${row(700, (index) => index)}], "deep": [[[[[["core"]]]]]]}`;
    const page = await previewOf("a.json", text);
    const body = page.locator(".dialog-body");
    const leaves = await body.locator(".json-number").allInnerTexts();
    expect(leaves.slice(0, 3)).toEqual(["12345678901234567890", "6.0", "1e-07"]);
    await page.getByRole("button", { name: "Show 500 more of 600" }).click();
    await page.getByRole("button", { name: "Show 100 more of 100" }).click();
    expect(await body.locator(".json-number").last().innerText()).toBe("699");
    expect(await body.getByText('"core"').count()).toBe(0);
    for (let level = 0; level < 3; level += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one level after the other
      await body.locator("details:not([open]) > summary").click();
    }
    await body.getByText('"core"').waitFor();
  });

  it("of a wide table is small, and shows more rows on demand", async () => {
    const page = await previewOf("a.csv", `${row(200, (index) => index)}\n`.repeat(500));
    expect(await elements(page)).toBeLessThan(10_000);
    const rows = page.locator(".dialog-body tbody tr");
    expect(await rows.count()).toBe(20);
    await page.getByRole("button", { name: "Show 20 more rows" }).click();
    expect(await rows.count()).toBe(40);
    expect(await page.getByText("Only the first 250 rows").count()).toBe(1);
  });

  it("of a table has names for columns when the first row is some, and sorts by each", async () => {
    const page = await previewOf("names.csv", "name,rings\nb,10\na,9\nc,\n");
    const region = page.getByRole("region", { name: "Rows" });
    const cells = (): Promise<string[]> => region.locator("tbody tr").allInnerTexts();
    expect(await cells()).toEqual(["1\tb\t10", "2\ta\t9", "3\tc\t"]);
    expect(await seriousFaults(page)).toStrictEqual([]);
    await page.getByRole("button", { name: "rings" }).click();
    expect(await cells()).toEqual(["2\ta\t9", "1\tb\t10", "3\tc\t"]);
    await page.getByRole("button", { name: "rings" }).click();
    expect(await cells()).toEqual(["1\tb\t10", "2\ta\t9", "3\tc\t"]);
    expect(await region.locator("th[aria-sort=descending]").innerText()).toContain("rings");
    await page.getByRole("checkbox", { name: "The first row has the names" }).uncheck();
    expect(await region.locator("tbody tr").count()).toBe(4);
    const plain = await previewOf("b.csv", "1,2\n3,4\n");
    expect(await plain.getByRole("checkbox").isChecked()).toBe(false);
    expect(await plain.locator(".dialog-body tbody tr").count()).toBe(2);
  });

  it("of a GIF is shown, and of an empty file says so", async () => {
    const page = await previewOf("plot.gif", gif);
    const image = page.getByRole("img", { name: "plot.gif" });
    await expect
      .poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth), { timeout: 30_000 })
      .toBe(1);
    const empty = await previewOf("empty.csv", "");
    await empty.getByText("The file is empty.").waitFor();
  });
});
