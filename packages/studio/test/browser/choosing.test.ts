import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { studioWithMany } from "../server/many-executions.ts";
import { browser, newPage } from "./support/browser.ts";

const box = (page: Page, number: number) =>
  page.getByRole("checkbox", { name: `Compare number-${number}`, exact: true });

describe.skipIf(browser === undefined)("The menu of columns", { timeout: 60_000 }, () => {
  it("closes with Escape, and when one goes on elsewhere", async () => {
    const studio = await studioWithMany(120);
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Many`);
    const menu = page.getByText("Columns", { exact: true });
    const choice = page.getByRole("checkbox", { name: "Duration" });
    await menu.click();
    await choice.uncheck();
    await page.getByRole("columnheader", { name: "Duration" }).waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await choice.waitFor({ state: "hidden" });
    expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
    await menu.click();
    await choice.check();
    await page.getByRole("searchbox").focus();
    await choice.waitFor({ state: "hidden" });
    await menu.click();
    await choice.waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    await choice.waitFor({ state: "hidden" });
  });
});

describe.skipIf(browser === undefined)("Executions are chosen", { timeout: 120_000 }, () => {
  it("no more than fit beside each other, and are still chosen after going back", async () => {
    const studio = await studioWithMany(120);
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Many`);
    // oxlint-disable-next-line no-await-in-loop -- as a person does: one after the other
    for (let number = 119; number > 111; number -= 1) await box(page, number).check();
    await page.getByText("No more than 8 fit beside each other").waitFor();
    expect(await box(page, 111).isDisabled()).toBe(true);
    await page.getByRole("link", { name: "Compare 8" }).click();
    await page.getByRole("row", { name: /^Times / }).waitFor();
    expect(await page.getByRole("columnheader", { name: /number-119/ }).count()).toBeGreaterThan(0);
    await page.goBack();
    await page.getByRole("link", { name: "Compare 8" }).waitFor();
    expect(await box(page, 112).isChecked()).toBe(true);
    await page.getByRole("button", { name: "Choose none" }).click();
    await page.getByText("Choose two to compare").waitFor();
    expect(await box(page, 111).isEnabled()).toBe(true);
  });

  it("and one that is not there leaves the others to be compared", async () => {
    const studio = await studioWithMany(120);
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Many`);
    await box(page, 119).check();
    await box(page, 118).check();
    await page.getByRole("link", { name: "Compare 2" }).click();
    await page.getByRole("row", { name: /^Times / }).waitFor();
    await page.goto(`${page.url()}&e=Many/abcdefghijkl`);
    await page.getByRole("alert").getByText("abcdefghijkl is left out").waitFor();
    expect(await page.getByRole("row", { name: /^Times / }).count()).toBeGreaterThan(0);
  });

  it("and a list is where it was when one comes back to it", async () => {
    const studio = await studioWithMany(120);
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Many`);
    await page.getByRole("link", { name: "Next 50" }).click();
    const row = page.getByRole("link", { name: "number-25", exact: true });
    await row.scrollIntoViewIfNeeded();
    const top = await page.evaluate(() => scrollY);
    expect(top).toBeGreaterThan(200);
    await row.click();
    await page.getByRole("heading", { level: 1, name: /number-25/ }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.goBack();
    await row.waitFor();
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(top);
  });
});
