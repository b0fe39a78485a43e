import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { LogView, StepView } from "../../src/api.ts";
import { browser, newPage } from "./support/browser.ts";
import { seriousFaults } from "./support/faults.ts";
import { executionId, scriptedStudio, type ScriptedStudio } from "./support/scripted-studio.ts";

const start = Date.UTC(2026, 10, 23, 12);
const running: StepView = {
  name: "Train",
  type: "Training",
  status: "Executing",
  startTime: start,
  attempts: 1,
};
/** A busy machine takes its time. */
const slow = { timeout: 30_000 };
/** How many lines an answer has. */
const answer = 2_000;

interface Look {
  /** Whether lines have times. */
  readonly times: boolean;
  readonly colorScheme: "light" | "dark";
}

/** A step that prints, and the page with its log. */
interface Printing extends ScriptedStudio {
  readonly page: Page;
  /** Prints more. */
  readonly print: (...more: readonly string[]) => void;
}

async function printing(
  lines: readonly string[],
  { times = false, colorScheme = "light" }: Partial<Look> = {},
): Promise<Printing> {
  const all = [...lines];
  const part = (from: number, to: number): LogView => ({
    lines: all.slice(from, to).map((text, index) => ({
      text,
      ...(times ? { time: start + (from + index) * 1_000 } : {}),
    })),
    job: "job",
    next: String(to),
    ...(from === 0 ? {} : { earlier: String(from) }),
    ended: false,
  });
  const studio = await scriptedStudio({
    pipeline: "Logs",
    definition: { Version: "2020-12-01", Steps: [{ Name: "Train", Type: "Training" }] },
    steps: [running],
    source: {
      log: async (_ref, _step, { from, before }) => {
        const place = Number(before ?? from ?? all.length);
        return from === undefined
          ? part(Math.max(0, place - answer), place)
          : part(place, Math.min(all.length, place + answer));
      },
      logBody: async () => new Blob([all.map((text) => `${text}\n`).join("")]).stream(),
    },
  });
  // axe is a script of its own, which the policy of the page refuses.
  const page = await newPage({ colorScheme, bypassCSP: times });
  await page.goto(`${studio.link}pipelines/Logs/executions/${executionId}/steps/Train?tab=logs`);
  await page.locator(".log-lines").waitFor();
  return {
    ...studio,
    page,
    print: (...more) => {
      all.push(...more);
      studio.tell({ type: "log", pipeline: "Logs", id: executionId, step: "Train" });
    },
  };
}

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `this is line ${index}.`);
const inView = (page: Page, text: string): Promise<boolean> =>
  page.getByText(text, { exact: true }).evaluate((line) => {
    const box = line.closest(".log-lines")?.getBoundingClientRect();
    const { top, bottom } = line.getBoundingClientRect();
    return box !== undefined && top >= box.top && bottom <= Math.min(box.bottom, innerHeight);
  });

describe.skipIf(browser === undefined)("The log of a step", { timeout: 180_000 }, () => {
  it.each([
    { width: 1280, height: 900 },
    { width: 900, height: 700 },
    { width: 390, height: 844 },
  ])("shows its newest line in a window of $width × $height", async (size) => {
    const { page, print } = await printing(numbered(3_000));
    await page.setViewportSize(size);
    print("the newest line");
    await page.getByText("the newest line").waitFor();
    await expect.poll(() => inView(page, "the newest line"), slow).toBe(true);
    await page.mouse.wheel(0, 400);
    print("one more line");
    await page.getByText("one more line").waitFor();
    await expect.poll(() => inView(page, "one more line"), slow).toBe(true);
  });

  it("goes back to its first line, keeps what is looked at, and comes back to the end", async () => {
    const { page, print } = await printing(numbered(12_000));
    const log = page.getByRole("log", { name: "Log" });
    await page.getByText("Last 2,000 lines").waitFor();
    await log.evaluate((box) => box.scrollTo(0, 0));
    await page.getByText("Last 4,000 lines").waitFor();
    expect(await inView(page, "this is line 10000.")).toBe(true);
    const isFirst = page.getByText("this is line 0.", { exact: true });
    const earlier = page.getByRole("button", { name: "Read earlier lines" });
    // Not by the mouse: on its way there it scrolls, which reads too.
    await earlier.evaluate((button: HTMLElement) => button.click());
    await page.getByText("Last 6,000 lines").waitFor();
    await expect
      .poll(async () => {
        await log.evaluate((box) => box.scrollTo(0, 0));
        return isFirst.count();
      }, slow)
      .toBe(1);
    // What is far from there was forgotten.
    expect(await log.locator(".line").count()).toBeLessThanOrEqual(10_000);
    expect(await page.getByText("this is line 11999.", { exact: true }).count()).toBe(0);
    print("the newest line");
    await page.getByRole("button", { name: "To the end" }).click();
    await page.getByText("the newest line").waitFor();
    await expect.poll(() => inView(page, "the newest line"), slow).toBe(true);
  });

  it("is searched from match to match, also in what was not read yet", async () => {
    const lines = numbered(9_000);
    lines[100] = "here is the NEEDLE";
    const { page } = await printing(lines);
    const search = page.getByRole("searchbox", { name: "Search the log" });
    await search.fill("line 899");
    await page.getByText("10 of 10 so far").waitFor();
    await page.getByRole("button", { name: "Previous match" }).click();
    await page.getByText("9 of 10 so far").waitFor();
    await search.press("Enter");
    await page.getByText("10 of 10 so far").waitFor();
    await search.fill("needle");
    await page.getByText("No match so far").waitFor();
    await page.getByRole("button", { name: "Previous match" }).click();
    await page.getByText("1 of 1", { exact: true }).waitFor();
    expect(await page.locator(".line-current").innerText()).toBe("here is the NEEDLE");
    await expect.poll(() => inView(page, "here is the NEEDLE"), slow).toBe(true);
  });

  it.each(["light", "dark"] as const)(
    "shows colours and levels, never codes (%s)",
    async (colorScheme) => {
      const { page } = await printing(
        [
          "\u001B[32mgreen\u001B[0m and plain\u001B[K",
          "10%\r20%\r100% done",
          "mean absolute error 0.31",
          "0 errors, no exception",
          "2026-11-23 12:00:00 ERROR it broke",
          "ValueError: bad",
          "UserWarning: old",
          "\u001B[31m<b>red</b>\u001B]8;;https://example.org\u0007link\u001B]8;;\u0007",
          "\u001B[2;33mdim\u001B[0m \u001B[34mblue \u001B[35mmagenta \u001B[36mcyan",
        ],
        { times: true, colorScheme },
      );
      const log = page.getByRole("log", { name: "Log" });
      const shown = await log
        .locator(".line")
        .evaluateAll((all) => all.map((line) => [line.textContent, line.className]));
      expect(shown).toEqual([
        ["green and plain", "line"],
        ["100% done", "line"],
        ["mean absolute error 0.31", "line"],
        ["0 errors, no exception", "line"],
        ["2026-11-23 12:00:00 ERROR it broke", "line line-bad"],
        ["ValueError: bad", "line line-bad"],
        ["UserWarning: old", "line line-warning"],
        ["<b>red</b>link", "line"],
        ["dim blue magenta cyan", "line"],
      ]);
      expect(await log.locator(".ansi-green").allInnerTexts()).toEqual(["green"]);
      expect(await log.locator("time").count()).toBe(0);
      expect(await seriousFaults(page)).toStrictEqual([]);
      await page.getByRole("checkbox", { name: "Times" }).check();
      expect(await log.locator("time").nth(1).getAttribute("title")).toBe(
        "2026-11-23T12:00:01.000Z",
      );
    },
  );

  it("is downloaded whole, and has the whole window when that is wanted", async () => {
    const { page } = await printing(numbered(3_000));
    const wait = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download the log" }).click();
    const download = await wait;
    expect(download.suggestedFilename()).toBe(`Logs-${executionId}-Train.log`);
    const text = readFileSync(await download.path(), "utf8");
    expect(text.trimEnd().split("\n")).toEqual(numbered(3_000));
    const panel = page.getByRole("complementary");
    const full = page.getByRole("button", { name: "Full window" });
    const narrow = (await panel.boundingBox())?.width ?? 0;
    await full.click();
    expect(await panel.boundingBox()).toEqual({ x: 0, y: 0, width: 1280, height: 900 });
    await expect.poll(() => inView(page, "this is line 2999."), slow).toBe(true);
    await page.keyboard.press("Escape");
    expect((await panel.boundingBox())?.width).toBe(narrow);
  });

  it("stays quick while it prints much, and holds no more than it shows", async () => {
    const { page, print } = await printing([]);
    const log = page.getByRole("log", { name: "Log" });
    for (let part = 0; part < 30; part += 1) {
      print(...numbered(1_000).map((line) => `${part}: ${line}`));
      // oxlint-disable-next-line no-await-in-loop -- as it comes
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
    await expect
      .poll(() => log.locator(".line").last().innerText(), slow)
      .toBe("29: this is line 999.");
    expect(await log.locator(".line").count()).toBeLessThanOrEqual(10_000);
    expect(await inView(page, "29: this is line 999.")).toBe(true);
  });
});
