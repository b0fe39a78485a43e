import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Locator, Page } from "playwright-core";
import { browser, newPage } from "./support/browser.ts";
import { type NacreStudio, studioWithAbalone } from "./support/nacre-studio.ts";

/** A run takes some seconds, on a busy machine many. */
const minutes = 60_000 * 3;

const group = "AbaloneModelPackageGroupName";

describe.skipIf(browser === undefined)("Abalone in the browser", { timeout: minutes }, () => {
  let studio: NacreStudio;
  beforeAll(async () => {
    studio = await studioWithAbalone();
  }, minutes);
  afterAll(() => studio?.close(), 60_000);

  it("starts from the form, goes green, fails at another threshold, is compared and approved", async () => {
    const page = await newPage();
    await page.goto(studio.link);
    await page.getByRole("link", { name: "AbalonePipeline" }).click();

    // It starts as the form has it, and goes green.
    await page.getByRole("link", { name: "Start execution" }).click();
    await page.getByLabel("MseThreshold").fill("7.5");
    await page.getByRole("button", { name: "Start execution" }).click();
    await page.waitForURL(/\/executions\/[a-z0-9]{12}$/);
    const good = page.url();
    await succeeds(page);
    await shows(graphStep(page, "AbaloneTransform, Transform, Succeeded"));

    // The evaluation is a file of a step that is found in the graph.
    await graphStep(page, "AbaloneEval").click();
    expect(page.url()).toBe(`${good}/steps/AbaloneEval`);
    const panel = page.getByRole("complementary", { name: "Step AbaloneEval" });
    await panel.getByRole("link", { name: "Files" }).click();
    await panel.locator("summary", { hasText: "evaluation" }).click();
    await panel.getByRole("link", { name: "evaluation.json", exact: true }).click();
    await shows(page.getByRole("dialog").getByText("regression_metrics"));
    await page.keyboard.press("Escape");

    // A threshold that it misses: the Fail branch.
    await page.getByRole("link", { name: /^Start again/ }).click();
    expect(await page.getByLabel("MseThreshold").inputValue()).toBe("7.5");
    await page.getByLabel("MseThreshold").fill("0.5");
    await page.getByRole("button", { name: "Start execution" }).click();
    await page.waitForURL((url) => /\/executions\/[a-z0-9]{12}$/.test(url.pathname));
    const bad = page.url();
    await hasStatus(page, "Failed");
    await shows(graphStep(page, "AbaloneMSEFail, Fail, Failed"));
    await shows(graphStep(page, "AbaloneCreateModel, Model, Not run"));

    // The two beside each other.
    await page.getByRole("link", { name: "AbalonePipeline" }).click();
    for (const url of [good, bad]) {
      // oxlint-disable-next-line no-await-in-loop -- as a person does: one after the other
      await page.getByRole("checkbox", { name: `Compare ${idOf(url)}` }).check();
    }
    await page.getByRole("link", { name: /^Compare/ }).click();
    const threshold = page.getByRole("row", { name: /MseThreshold/ }).first();
    await shows(threshold);
    expect(await threshold.innerText()).toMatch(/7\.5[\s\S]*0\.5/);
    // How long each step took is there without asking, and the curves of both are in one chart.
    const training = page.getByRole("row", { name: /^AbaloneTrain / });
    expect(await training.innerText()).toMatch(/\d s[\s\S]*\d s/);
    const curves = page.getByRole("img", { name: /^rmse: / });
    await shows(curves);
    for (const url of [good, bad]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await curves.getAttribute("aria-label")).toContain(`${idOf(url)} train-rmse`);
    }
    await shows(page.getByText("All of them run the same definition."));
    const same = page.getByRole("row", { name: /^ProcessingInstanceCount / });
    await shows(same);
    await page.getByRole("checkbox", { name: "Only what differs" }).check();
    await same.waitFor({ state: "detached" });
    await shows(threshold);

    // The model that came of the good one.
    await page.getByRole("link", { name: "Models" }).click();
    await page.getByRole("link", { name: group }).click();
    await page.getByRole("link", { name: "Version 2" }).click();
    await page.getByRole("button", { name: "Approve" }).click();
    await shows(page.getByRole("row", { name: /^Version 2 Approved/ }));

    // A deep link shows the same after a reload.
    await page.goto(`${good}/steps/AbaloneEval?tab=logs`);
    await page.reload();
    await shows(page.getByRole("complementary", { name: "Step AbaloneEval" }));
    await shows(graphStep(page, "AbaloneEval"));
    expect(await graphStep(page, "AbaloneEval").getAttribute("aria-pressed")).toBe("true");
  });

  it("does all of it with the keyboard alone", async () => {
    const page = await newPage();
    const keys = page.keyboard;
    await page.goto(studio.link);
    await tabTo(page, page.getByRole("link", { name: "AbalonePipeline", exact: true }));
    await keys.press("Enter");
    await tabTo(page, page.getByRole("link", { name: "Start execution" }));
    await keys.press("Enter");
    await tabTo(page, page.getByLabel("MseThreshold"));
    await keys.press("ControlOrMeta+A");
    await keys.type("0.25");
    await keys.press("Enter");
    await page.waitForURL(/\/executions\/[a-z0-9]{12}$/);
    const execution = page.url();
    await hasStatus(page, "Failed");

    // Along the arrows of the graph to the step that failed.
    await tabTo(page, graphStep(page, "AbaloneProcess"));
    await keys.press("ArrowDown");
    await isFocused(graphStep(page, "AbaloneTrain"));
    await keys.press("ArrowDown");
    await isFocused(graphStep(page, "AbaloneEval"));
    await keys.press("ArrowDown");
    await isFocused(graphStep(page, "AbaloneMSECond"));
    await keys.press("End");
    await isFocused(graphStep(page, "AbaloneMSEFail"));
    await keys.press("Enter");
    await page.waitForURL(`${execution}/steps/AbaloneMSEFail`);
    await shows(page.getByRole("complementary", { name: "Step AbaloneMSEFail" }));
    await keys.press("Escape");
    await page.waitForURL(execution);

    // The chart of times, row by row.
    await tabTo(page, chartStep(page, "AbaloneProcess"));
    await keys.press("ArrowDown");
    await isFocused(chartStep(page, "AbaloneTrain"));

    // Compared with another one.
    await tabTo(page, page.getByRole("link", { name: "AbalonePipeline" }));
    await keys.press("Enter");
    const boxes = page.getByRole("checkbox", { name: /^Compare / });
    await tabTo(page, boxes.nth(0));
    await keys.press("Space");
    await keys.press("ArrowDown");
    await isFocused(boxes.nth(1));
    await keys.press("Space");
    await tabTo(page, page.getByRole("link", { name: /^Compare/ }));
    await keys.press("Enter");
    await shows(page.getByRole("row", { name: /MseThreshold/ }).first());

    // A model is refused.
    await tabTo(page, page.getByRole("link", { name: "Models" }));
    await keys.press("Enter");
    await tabTo(page, page.getByRole("link", { name: group }));
    await keys.press("Enter");
    await tabTo(page, page.getByRole("link", { name: "Version 1", exact: true }));
    await keys.press("Enter");
    await tabTo(page, page.getByRole("button", { name: "Reject" }));
    await keys.press("Enter");
    await shows(page.getByRole("row", { name: /^Version 1 Rejected/ }));
    expect(new URL(page.url()).pathname).toBe(`/studio/models/${group}/1`);
  });

  it("lets the keyboard read a log and a file and approve a model; the focus is seen and comes back", async () => {
    const page = await newPage();
    const keys = page.keyboard;
    await page.goto(studio.link);
    await tabTo(page, page.getByRole("link", { name: "AbalonePipeline", exact: true }));
    await keys.press("Enter");
    // The first execution of all, which has succeeded.
    const row = page.getByRole("row", { name: /Succeeded/ }).last();
    await tabTo(page, row.getByRole("link").first());
    await keys.press("Enter");
    await shows(graphStep(page, "AbaloneEval"));
    const execution = page.url();
    expect(await withoutVisibleFocus(page)).toStrictEqual([]);

    // The panel takes the focus.
    await tabTo(page, graphStep(page, "AbaloneProcess"));
    await keys.press("ArrowDown");
    await keys.press("ArrowDown");
    await isFocused(graphStep(page, "AbaloneEval"));
    await keys.press("Enter");
    const panel = page.getByRole("complementary", { name: "Step AbaloneEval" });
    await isFocused(panel.getByRole("heading", { name: "AbaloneEval" }));
    await tabTo(page, panel.getByRole("link", { name: "Logs" }));
    await keys.press("Enter");
    await shows(panel.getByRole("log"));
    await shows(panel.locator(".line").first());
    await tabTo(page, panel.getByRole("link", { name: "Files" }));
    await keys.press("Enter");
    await tabTo(page, panel.locator("summary", { hasText: "evaluation" }));
    await keys.press("Enter");
    const file = panel.getByRole("link", { name: "evaluation.json", exact: true });
    await tabTo(page, file);
    await keys.press("Enter");
    await shows(page.getByRole("dialog").getByText("regression_metrics"));

    // Escape closes the dialog, then the panel, and the focus goes back to where it came from.
    await keys.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await isFocused(file);
    await keys.press("Escape");
    await page.waitForURL(execution);
    await isFocused(graphStep(page, "AbaloneEval"));

    // From a deep link as well.
    await page.goto(`${execution}/steps/AbaloneEval?tab=files`);
    await page.reload();
    await isFocused(panel.getByRole("heading", { name: "AbaloneEval" }));
    await keys.press("Escape");
    await page.waitForURL(execution);
    // Nothing had it before: keys go on from the page's content.
    await isFocused(page.getByRole("main"));

    await tabTo(page, page.getByRole("link", { name: "Models" }));
    await keys.press("Enter");
    await tabTo(page, page.getByRole("link", { name: group }));
    await keys.press("Enter");
    const version = page.getByRole("link", { name: "Version 1", exact: true });
    await tabTo(page, version);
    await keys.press("Enter");
    const approve = page.getByRole("button", { name: "Approve" });
    await tabTo(page, approve);
    await keys.press("Enter");
    await shows(page.getByRole("row", { name: /^Version 1 Approved/ }));
    await isFocused(approve);
    await keys.press("Escape");
    await approve.waitFor({ state: "detached" });
    await isFocused(version);
  });
});

/** A step in the graph, by the beginning of its name for screen readers. */
function graphStep(page: Page, name: string): Locator {
  return page
    .getByRole("group", { name: /^Graph of/ })
    .getByRole("button", { name: new RegExp(`^${name}\\b`) });
}

function chartStep(page: Page, name: string): Locator {
  return page.getByRole("list", { name: /^Steps in/ }).getByRole("button", { name });
}

const shows = (locator: Locator): Promise<void> => locator.waitFor({ timeout: 30_000 });

async function succeeds(page: Page): Promise<void> {
  await hasStatus(page, "Succeeded");
}

/** Waits for an end of the execution; an other one than is wanted is told at once. */
async function hasStatus(page: Page, status: string): Promise<void> {
  const title = page.getByRole("heading", { level: 1 });
  await title.getByText(/^(Succeeded|Failed|Stopped)$/).waitFor({ timeout: 120_000 });
  expect(await title.innerText()).toContain(status);
}

/** Presses Tab until something has the focus, as often as all of the page may need. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  await shows(goal);
  for (let count = 0; count < 200; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a key after the other
    if (await hasFocus(goal)) return;
    // oxlint-disable-next-line no-await-in-loop -- a key after the other
    await page.keyboard.press("Tab");
  }
  throw new Error(`the Tab key does not come to ${String(goal)}`);
}

/** What the Tab key comes to on a page, but whose focus is not seen; the graph paints that of its steps. */
async function withoutVisibleFocus(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (let count = 0; count < 200; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a key after the other
    await page.keyboard.press("Tab");
    // oxlint-disable-next-line no-await-in-loop -- a key after the other
    const [name, isSeen] = await page.evaluate((): readonly [string, boolean] => {
      const element = document.activeElement;
      if (element === null || element === document.body) return ["", true];
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const hasOutline = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
      return [element.outerHTML.slice(0, 120), hasOutline || element.matches(".graph-step")];
    });
    if (name === "") return found;
    if (!isSeen) found.push(name);
  }
  throw new Error("the Tab key does not come to the end of the page");
}

async function isFocused(goal: Locator): Promise<void> {
  await expect.poll(() => hasFocus(goal)).toBe(true);
}

function hasFocus(goal: Locator): Promise<boolean> {
  return goal.evaluate((element) => element === document.activeElement);
}

function idOf(url: string): string {
  return url.split("/").at(-1) ?? "";
}
