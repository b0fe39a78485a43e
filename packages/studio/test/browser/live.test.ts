import { describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import type { ChangeEvent, StepView } from "../../src/api.ts";
import { browser, newPage } from "./support/browser.ts";
import { cuttable } from "./support/cuttable.ts";
import { executionId, type ScriptedStudio, scriptedStudio } from "./support/scripted-studio.ts";

const names = ["First", "Second", "Third"];
const step = (name: string, status: string): StepView => ({
  name,
  type: "Lambda",
  status,
  attempts: 1,
});
const changed = (name: string, status: string): ChangeEvent => ({
  type: "step",
  pipeline: "P",
  id: executionId,
  step: step(name, status),
});

function threeSteps(): Promise<ScriptedStudio> {
  return scriptedStudio({
    pipeline: "P",
    definition: {
      Version: "2020-12-01",
      Steps: names.map((Name) => ({ Name, Type: "Lambda", Arguments: {} })),
    },
    steps: names.map((name) => step(name, "NotRun")),
  });
}

/** What a browser says of a connection that is cut. */
const cut = /net::ERR_/;

const view = `pipelines/P/executions/${executionId}?view=steps`;

/** Waits until a row of the table of steps has a status. */
async function shows(page: Page, name: string, status: string): Promise<void> {
  await page.getByRole("row", { name: new RegExp(`${name}.*${status}`) }).waitFor();
}

describe.skipIf(browser === undefined)("What changes", { timeout: 120_000 }, () => {
  it("shows in each of eight tabs, which share one stream", async () => {
    const studio = await threeSteps();
    const first = await newPage();
    const others = await Promise.all(Array.from({ length: 7 }, () => first.context().newPage()));
    const tabs = [first, ...others];
    await Promise.all(tabs.map((tab) => tab.goto(studio.link + view)));
    await Promise.all(tabs.map((tab) => shows(tab, "Third", "Not run")));
    studio.tell(changed("Second", "Executing"));
    await Promise.all(tabs.map((tab) => shows(tab, "Second", "Executing")));
    expect(studio.requests.filter((path) => path.startsWith("events"))).toHaveLength(1);
    // The tab that was opened first is not needed by the others.
    await first.close();
    studio.tell(changed("Second", "Succeeded"));
    await Promise.all(others.map((tab) => shows(tab, "Second", "Succeeded")));
  });

  it("is read once when the page opens, not again when its stream does", async () => {
    const studio = await threeSteps();
    const page = await newPage();
    // On a busy machine the stream may open late, and then what was read before is read again.
    await page.addInitScript(() => {
      const { setTimeout: wait } = globalThis;
      Object.assign(globalThis, {
        setTimeout: (done: () => void, ms: number) => wait(done, ms === 500 ? 60_000 : ms),
      });
    });
    await page.goto(studio.link + view);
    await shows(page, "Third", "Not run");
    studio.tell(changed("First", "Executing"));
    await shows(page, "First", "Executing");
    const asked = studio.requests.filter((path) => path.startsWith("executions/"));
    expect(asked).toStrictEqual([`executions/P/${executionId}`]);
  });

  it.each([
    ["", false],
    [", in a browser without shared workers", true],
  ])(
    "while the connection was lost shows when it is back, and is not read again%s",
    async (_, isOld) => {
      const studio = await threeSteps();
      const way = await cuttable(studio.link);
      const page = await newPage({}, cut);
      if (isOld) await page.addInitScript("delete globalThis.SharedWorker");
      await page.goto(way.link + view);
      await shows(page, "Third", "Not run");
      studio.tell(changed("First", "Executing"));
      await shows(page, "First", "Executing");
      const before = [...studio.requests];
      way.cut();
      await page.getByText("Not connected").waitFor();
      studio.tell(changed("First", "Succeeded"));
      studio.tell(changed("Second", "Executing"));
      way.mend();
      await shows(page, "First", "Succeeded");
      await shows(page, "Second", "Executing");
      await page.getByText("Not connected").waitFor({ state: "detached" });
      const since = studio.requests.slice(before.length);
      expect(new Set(since.map((path) => path.split("?")[0]))).toStrictEqual(new Set(["events"]));
    },
  );

  it("is read again when it was too much to be kept", async () => {
    const studio = await threeSteps();
    const way = await cuttable(studio.link);
    const page = await newPage();
    await page.goto(way.link + view);
    await shows(page, "Third", "Not run");
    way.cut();
    await page.getByText("Not connected").waitFor();
    const long = "x".repeat(100_000);
    for (let n = 0; n < 30; n += 1) {
      studio.tell({ type: "log", pipeline: "P", id: executionId, step: long });
    }
    const before = studio.requests.length;
    way.mend();
    await expect
      .poll(() => studio.requests.slice(before), { timeout: 20_000 })
      .toContain(`executions/P/${executionId}`);
  });
});
