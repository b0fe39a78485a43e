import type { JsonObject } from "@nacre/core";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { browser, newPage } from "./support/browser.ts";
import { executionId, fiveHundredSteps, scriptedStudio } from "./support/scripted-studio.ts";

/** A Lambda step. */
function lambda(Name: string, ...DependsOn: readonly string[]): JsonObject {
  return { Name, Type: "Lambda", Arguments: {}, ...(DependsOn.length > 0 ? { DependsOn } : {}) };
}

function stepsOf(name: string): JsonObject[] {
  return [lambda(`${name}-with-a-long-name`), lambda(`${name}-next`, `${name}-with-a-long-name`)];
}

/** Some steps one after the other, and then a condition with two steps in each branch. */
function withBranches(before: number): readonly JsonObject[] {
  const names = Array.from({ length: before }, (_, i) => `Prepare-the-data-${i}`);
  const Conditions = [{ Type: "Equals", LeftValue: "1", RightValue: "1" }];
  const IfSteps = stepsOf("Register");
  const ElseSteps = stepsOf("Report");
  return [
    ...names.map((name, i) => lambda(name, ...names.slice(Math.max(0, i - 1), i))),
    {
      Name: "Is-it-good",
      Type: "Condition",
      DependsOn: names.slice(-1),
      Arguments: { Conditions, IfSteps, ElseSteps },
    },
  ];
}

const beside = Array.from({ length: 299 }, (_, i) => lambda(`S${i}`, "Start"));

const pipelines = [
  { name: "one step", count: 1, isWhole: true, steps: [lambda("Only")] },
  { name: "two steps", count: 2, isWhole: true, steps: [lambda("A"), lambda("B", "A")] },
  { name: "eight steps with branches", count: 8, isWhole: true, steps: withBranches(3) },
  { name: "100 steps with branches", count: 100, isWhole: false, steps: withBranches(95) },
  {
    name: "300 steps beside each other",
    count: 300,
    isWhole: true,
    steps: [lambda("Start"), ...beside],
  },
];

describe.skipIf(browser === undefined)("the graph of", { timeout: 60_000 }, () => {
  it.each([
    ...pipelines.map((pipeline) => ({ ...pipeline, width: 1280 })),
    ...pipelines.map((pipeline) => ({ ...pipeline, width: 390 })),
  ])(
    "$name, $width pixels wide, is fitted and zoomed",
    async ({ steps, count, isWhole, width }) => {
      const definition = { Version: "2020-12-01", Steps: steps };
      const studio = await scriptedStudio({ pipeline: "P", definition, steps: [] });
      const page = await newPage({ viewport: { width, height: 844 } });
      await page.goto(`${studio.link}pipelines/P/executions/${executionId}`);
      const marks = page.locator(".graph-step");
      const first = marks.first();
      await first.waitFor();
      expect(await marks.count()).toBe(count);
      // Without a look at what is out of view, at least the beginning is there.
      await expect.poll(() => seen(page)).toContain(await first.getAttribute("data-step"));
      expect((await seen(page)).length === count).toBe(isWhole);

      await page.getByRole("button", { name: "Fit" }).click();
      await expect.poll(async () => (await seen(page)).length).toBe(count);
      expect(await page.locator(".graph-minimap:visible").count()).toBe(0);
      const fitted = await widthOf(first);

      await first.focus();
      await page.keyboard.press("+");
      await page.keyboard.press("+");
      await expect.poll(() => widthOf(first)).toBeGreaterThan(fitted * 1.5);
      await page.keyboard.press("-");
      await expect.poll(() => widthOf(first)).toBeLessThan(fitted * 1.5);
      await page.keyboard.press("0");
      await expect.poll(() => widthOf(first)).toBeCloseTo(fitted, 1);
      expect(await seen(page)).toHaveLength(count);
    },
  );

  it("500 steps tells by the small map what is out of view", async () => {
    const { definition } = fiveHundredSteps();
    const studio = await scriptedStudio({ pipeline: "P", definition, steps: [] });
    const page = await newPage();
    await page.goto(`${studio.link}pipelines/P/executions/${executionId}`);
    const graph = page.getByRole("group", { name: "Graph of 500 steps" });
    await graph.locator(".graph-step").first().waitFor();
    for (let times = 0; times < 8; times += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await page.getByRole("button", { name: "Zoom in" }).click();
    }
    const minimap = page.locator(".graph-minimap");
    await minimap.waitFor();
    const before = await seen(page);
    expect(before.length).toBeLessThan(500);
    // Its upper left corner leads to other steps.
    await minimap.click({ position: { x: 30, y: 8 } });
    await expect.poll(() => seen(page)).not.toStrictEqual(before);
  });
});

/** The names of the steps that can be seen whole. */
function seen(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const window = document.querySelector(".graph-drawing")?.getBoundingClientRect();
    if (window === undefined) return [];
    return [...document.querySelectorAll<HTMLElement>(".graph-step")].flatMap((step) => {
      const box = step.getBoundingClientRect();
      const isSeen =
        box.left >= window.left &&
        box.right <= window.right &&
        box.top >= window.top &&
        box.bottom <= window.bottom;
      return isSeen ? [step.dataset["step"] ?? ""] : [];
    });
  });
}

async function widthOf(step: Locator): Promise<number> {
  return (await step.boundingBox())?.width ?? 0;
}
