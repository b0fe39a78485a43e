import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { ExecutionsView } from "../../src/api.ts";
import { studioWithMany } from "../server/many-executions.ts";
import { browser, newPage } from "./support/browser.ts";

const count = 2_500;

const firstRow = (page: Page) => page.getByRole("row").nth(1);
const filter = (page: Page) => page.getByRole("searchbox", { name: "Filter executions" });

const heads = (page: Page) => page.getByRole("columnheader").allInnerTexts();
const isOnScreen = (row: Locator) =>
  row.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

describe.skipIf(browser === undefined)("2,500 executions", { timeout: 120_000 }, () => {
  it("are filtered and sorted all, and shown page by page", async () => {
    const studio = await studioWithMany(count);
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Many`);
    await firstRow(page).getByRole("link", { name: "number-2499" }).waitFor();
    await page.getByText("2,500 executions", { exact: true }).waitFor();
    expect(await page.getByRole("row").count()).toBe(51);

    const columns = await heads(page);
    expect(columns).toContain("Times");
    await page.getByRole("link", { name: "Next 50" }).click();
    await firstRow(page).getByRole("link", { name: "number-2449" }).waitFor();
    await page.getByText("51–100", { exact: true }).waitFor();
    // One looks at the first of them, and not at the last.
    await expect.poll(() => isOnScreen(firstRow(page))).toBe(true);
    // Another order begins on its first page; going back leads to this one.
    await page.getByRole("button", { name: "Times" }).click();
    await firstRow(page).getByRole("link", { name: "number-0", exact: true }).waitFor();
    // Columns keep their places, whatever their rows are.
    expect((await heads(page)).slice(0, columns.length)).toStrictEqual(columns);
    await page.goBack();
    await firstRow(page).getByRole("link", { name: "number-2449" }).waitFor();
    await page.getByRole("checkbox", { name: "Compare number-2449" }).check();

    await filter(page).fill("status Failed");
    await page.getByText("50 of 2,500 executions").waitFor();
    await firstRow(page).getByRole("link", { name: "number-2450" }).waitFor();
    // What was chosen on another page is compared, too.
    await page.getByRole("checkbox", { name: "Compare number-2450" }).check();
    const compare = page.getByRole("link", { name: "Compare 2" });
    expect(await compare.getAttribute("href")).toMatch(/n00000002449&e=.*n00000002450$/);

    await filter(page).fill("mse > 3");
    await page.getByText("3 of 2,500 executions").waitFor();
    await filter(page).fill("Times < 1200");
    await page.getByText("1,200 of 2,500 executions").waitFor();
    await page.getByRole("button", { name: "Duration" }).click();
    await firstRow(page).getByRole("link", { name: "number-997" }).waitFor();
    await page.getByRole("button", { name: "Duration" }).click();
    await firstRow(page).getByRole("link", { name: "number-996" }).waitFor();

    // The address has it all.
    await page.reload();
    await firstRow(page).getByRole("link", { name: "number-996" }).waitFor();
    await page.getByText("1,200 of 2,500 executions").waitFor();

    await filter(page).fill("no such word");
    await page.getByText("No execution fits the filter").waitFor();
    await page.getByText("0 of 2,500 executions").waitFor();

    // What starts now takes its place.
    await filter(page).fill("Why:now");
    await page.getByText("0 of 2,500 executions").waitFor();
    await studio.post("pipelines/Many/start", { parameters: { Why: "now" }, displayName: "new" });
    await page.getByText("1 of 2,501 executions").waitFor();
    await page.getByRole("row", { name: /new.*Failed/ }).waitFor();
  });

  it("have no page after the last one, to which the way is shown", async () => {
    const studio = await studioWithMany(60);
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Many?page=9999`);
    await page.getByText("There is no page 9,999").waitFor();
    expect(await page.getByRole("link", { name: "Previous 50" }).getAttribute("href")).toBe(
      await page.getByRole("link", { name: "To the last page" }).getAttribute("href"),
    );
    await page.getByRole("link", { name: "To the last page" }).click();
    await page.getByText("51–60", { exact: true }).waitFor();
  });
});

describe.skipIf(browser === undefined)("A search that takes its time", { timeout: 120_000 }, () => {
  it("shows how far it is, is ended, and goes on", async () => {
    const studio = await studioWithMany(count);
    const page = await newPage();
    // Answers as AWS gives them: some more were looked at in each.
    let looked = 0;
    await page.route("**/executions?filter=slow*", async (route) => {
      const most = Number(new URL(route.request().url()).searchParams.get("look") ?? 1_000);
      looked = Math.min(looked + 25, most);
      const view: ExecutionsView = {
        items: [],
        found: 0,
        looked,
        state: looked < most ? "looking" : "paused",
        search: "slow",
      };
      await route.fulfill({ json: view });
    });
    await page.goto(`${studio.url}pipelines/Many?filter=slow`);
    await page.getByText(/0 found, looked at \d/).waitFor();
    await page.getByRole("button", { name: "Stop looking" }).click();
    await page.getByRole("button", { name: "Look further" }).waitFor();
    const stopped = looked;
    await page.getByText(`0 found, looked at ${stopped.toLocaleString("en")}`).waitFor();
    await page.getByText("Take a word away, or look further.").waitFor();
    await page.getByRole("button", { name: "Look further" }).click();
    await expect.poll(() => looked).toBeGreaterThan(stopped);
    // The server wants to be asked before it looks at more than so many.
    await page.getByText("looked at 1,000").waitFor();
    const asked = page.waitForRequest(/look=2000/);
    await page.getByRole("button", { name: "Look further" }).click();
    await asked;
    await page.getByText("looked at 2,000").waitFor();
    await page.getByRole("button", { name: "Look further" }).waitFor();
  });
});
