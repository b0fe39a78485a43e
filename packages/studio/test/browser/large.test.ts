import { describe, expect, it } from "vitest";
import type { CDPSession, Page } from "playwright-core";
import type { StepView } from "../../src/api.ts";
import { browser, newPage } from "./support/browser.ts";
import { executionId, fiveHundredSteps, scriptedStudio } from "./support/scripted-studio.ts";

const { definition, names } = fiveHundredSteps();
const start = Date.UTC(2026, 10, 23, 12);

/** The 500 steps as they are after so many changes: each starts, and then ends. */
function stepAfter(change: number, name: string): StepView {
  const isRunning = change % 2 === 0;
  const times = isRunning ? { startTime: start } : { startTime: start, endTime: start + change };
  return {
    name,
    type: "Lambda",
    status: isRunning ? "Executing" : change % 7 === 0 ? "Failed" : "Succeeded",
    attempts: 1,
    ...times,
  };
}

const large = {
  pipeline: "Large",
  definition,
  steps: names.map((name) => stepAfter(1, name)),
};

describe.skipIf(browser === undefined)("500 steps", { timeout: 180_000 }, () => {
  it("are shown with little work, and pan and zoom frame by frame", async () => {
    const studio = await scriptedStudio(large);
    const page = await newPage();
    const session = await sessionOf(page);
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (document.querySelector(".graph-step") === null) return;
        performance.mark("graph");
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(`${studio.link}pipelines/Large/executions/${executionId}`);
    const graph = page.getByRole("group", { name: "Graph of 500 steps" });
    await graph.locator(".graph-step").first().waitFor();
    expect(await graph.locator(".graph-step").count()).toBe(500);
    const opened = await page.evaluate(() => ({
      firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      graphMs: performance.getEntriesByName("graph")[0]?.startTime,
    }));
    const openWork = await workOf(session);

    const moved = await moves(page);
    const work = (await workOf(session)) - openWork;
    const frameWorkMs = work / moved.frames;
    const report = { ...opened, openWorkMs: openWork, ...moved, frameWorkMs };
    process.stdout.write(`500 steps: ${JSON.stringify(report)}\n`);
    // By the processor's time, which a busy machine does not change much: 50 frames a second on one
    // core leave 20 ms for each.
    expect(openWork).toBeLessThan(5_000);
    expect(frameWorkMs).toBeLessThan(20);
  });

  it("change 10,000 times, and no memory and no listener is left behind", async () => {
    const studio = await scriptedStudio(large);
    const page = await newPage();
    const session = await sessionOf(page);
    await page.goto(`${studio.link}pipelines/Large/executions/${executionId}`);
    await page.locator(".graph-step").first().waitFor();
    await expect.poll(studio.listeners).toBeGreaterThan(0);

    let change = 2;
    const run = async (until: number): Promise<void> => {
      for (; change < until; change += 1) {
        const name = names[change % names.length] ?? "";
        const step = stepAfter(Math.floor(change / names.length), name);
        studio.tell({ type: "step", pipeline: "Large", id: executionId, step });
        // oxlint-disable-next-line no-await-in-loop -- as they would come: some in each frame
        if (change % 100 === 0) await nextFrame(page);
      }
      const last = (change - 1) % names.length;
      const { status } = stepAfter(Math.floor((change - 1) / names.length), names[last] ?? "");
      const label = status === "Executing" ? "Executing" : status;
      await page
        .locator(`[data-step="${names[last]}"][aria-label*="${label}"]`)
        .first()
        .waitFor({ state: "attached" });
    };
    await run(2_000);
    const before = await heldBy(session);
    await run(12_001);
    const after = await heldBy(session);
    process.stdout.write(`10,000 changes: ${JSON.stringify({ before, after })}\n`);
    expect(after.listeners).toBe(before.listeners);
    expect(after.nodes).toBeLessThan(before.nodes + 100);
    expect(after.heapBytes).toBeLessThan(before.heapBytes + 3_000_000);
  });

  it("are found by search, focused on what a step waits for, and read as a list", async () => {
    const studio = await scriptedStudio(large);
    const page = await newPage();
    await page.goto(`${studio.link}pipelines/Large/executions/${executionId}`);
    const canvas = page.getByRole("group", { name: "Graph of 500 steps" });
    await canvas.locator(".graph-step").first().waitFor();
    await page.getByRole("searchbox", { name: "Search steps" }).fill("Step-1 lambda");
    const count = names.filter((name) => name.includes("Step-1")).length;
    await page.getByText(/ of 500 steps/).waitFor();
    expect(await page.getByText(/ of 500 steps/).innerText()).toMatch(/^\d+ of 500 steps$/);
    expect(await canvas.locator(".is-found").count()).toBeLessThanOrEqual(count);
    expect(await canvas.locator(".graph-step:not(.is-dim):not(.is-found)").count()).toBe(0);
    await page.getByRole("searchbox", { name: "Search steps" }).fill("");

    await page.getByRole("button", { name: "Zoom in" }).click();
    await page.goto(`${studio.link}pipelines/Large/executions/${executionId}/steps/Step-025`);
    await page.getByRole("combobox", { name: "Show" }).selectOption("What it waits for");
    await expect.poll(() => canvas.locator(".graph-step:not(.is-dim)").count()).toBeLessThan(10);
    await page.getByRole("button", { name: "List" }).click();
    const list = page.getByRole("region", { name: "Steps as a list" });
    await list.getByRole("button", { name: "Step-025" }).waitFor();
    expect(await list.getByRole("row").count()).toBeLessThan(11);
  });
});

async function sessionOf(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  // The time that the thread has had the processor, which others on the machine do not change.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return session;
}

/** How long the page's main thread has worked, in milliseconds. */
async function workOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000;
}

/** What the page holds after all garbage is gone. */
async function heldBy(session: CDPSession): Promise<{
  readonly heapBytes: number;
  readonly listeners: number;
  readonly nodes: number;
}> {
  for (let round = 0; round < 3; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- what the first frees lets the next free more
    await session.send("HeapProfiler.collectGarbage");
  }
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { jsEventListeners, nodes } = await session.send("Memory.getDOMCounters");
  return { heapBytes: usedSize, listeners: jsEventListeners, nodes };
}

/** Pans and zooms by keys and wheel, once a frame, and counts the frames. */
function moves(page: Page): Promise<{ readonly frames: number; readonly framesPerSecond: number }> {
  return page.evaluate(async () => {
    const svg = document.querySelector(".graph-drawing");
    const frames = 240;
    const began = performance.now();
    for (let frame = 0; frame < frames; frame += 1) {
      const turn = Math.sin(frame / 20);
      const key = turn > 0 ? "ArrowLeft" : "ArrowRight";
      const bubbles = true;
      svg?.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: true, bubbles }));
      const at = { clientX: 600, clientY: 500 };
      svg?.dispatchEvent(new WheelEvent("wheel", { deltaY: -turn * 60, ...at, bubbles }));
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return { frames, framesPerSecond: (frames * 1_000) / (performance.now() - began) };
  });
}

function nextFrame(page: Page): Promise<unknown> {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
}
