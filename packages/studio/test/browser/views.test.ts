import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browser, newPage } from "./support/browser.ts";
import { seriousFaults } from "./support/faults.ts";
import { openView } from "./support/open-view.ts";
import { type NacreStudio, studioWithAbalone } from "./support/nacre-studio.ts";

/** Where pictures go, when NACRE_PICTURES is set: those of the documentation. */
const pictures = fileURLToPath(new URL("../../../../docs/pictures/", import.meta.url));
const areWanted = Boolean(process.env["NACRE_PICTURES"]);

const themes = ["light", "dark"] as const;
const sizes = {
  wide: { width: 1280, height: 860 },
  phone: { width: 390, height: 844 },
} as const;

describe.skipIf(browser === undefined)("The views", { timeout: 180_000 }, () => {
  let studio: NacreStudio;
  let execution = "";
  let failed = "";
  let compare = "";
  beforeAll(async () => {
    studio = await studioWithAbalone([0.5, 3, 6]);
    const answer = await fetch(`${studio.link}api/pipelines/AbalonePipeline/executions`);
    const { items } = await answer.json();
    compare = `compare?${items.map(({ id }: { id: string }) => `e=AbalonePipeline/${id}`).join("&")}`;
    failed = `pipelines/AbalonePipeline/executions/${items.at(-1).id}`;
    execution = `pipelines/AbalonePipeline/executions/${items[0].id}`;
  }, 180_000);
  afterAll(() => studio?.close(), 60_000);

  const views = (): Readonly<Record<string, string>> => ({
    pipelines: "",
    newest: "?view=executions",
    pipeline: "pipelines/AbalonePipeline",
    start: "pipelines/AbalonePipeline/start",
    execution,
    failed,
    step: `${execution}/steps/AbaloneTrain?tab=metrics`,
    compare,
    steps: `${execution}?view=steps`,
    metrics: `${execution}?view=metrics`,
    artifacts: `${execution}?view=artifacts`,
    parameters: `${execution}?view=parameters`,
    definition: `${execution}?view=definition`,
    models: "models/AbaloneModelPackageGroupName/1",
  });

  it.each(themes.flatMap((theme) => (["wide", "phone"] as const).map((size) => ({ theme, size }))))(
    "have no serious fault of accessibility ($theme, $size)",
    async ({ theme, size }) => {
      // axe is a script of its own, which the policy of the page refuses.
      const page = await newPage({ colorScheme: theme, viewport: sizes[size], bypassCSP: true });
      for (const [name, address] of Object.entries(views())) {
        // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
        await openView(page, studio.link + address);
        // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
        expect({ name, faults: await seriousFaults(page) }).toStrictEqual({ name, faults: [] });
      }
    },
  );

  it("shows the graph and the times as lists too", async () => {
    const page = await newPage({ bypassCSP: true });
    await openView(page, studio.link + execution);
    await page.getByRole("button", { name: "List" }).click();
    await page.getByRole("button", { name: "Table" }).click();
    const list = page.getByRole("region", { name: "Steps as a list" });
    const evaluation = list.getByRole("row", { name: /^AbaloneEval / });
    expect(await evaluation.innerText()).toMatch(/Processing[\s\S]*Succeeded[\s\S]*AbaloneTrain/);
    const table = page.getByRole("region", { name: "Times as a table" });
    expect(await table.getByRole("row", { name: /^AbaloneEval / }).innerText()).toMatch(
      /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[\s\S]*yes/,
    );
    expect(await seriousFaults(page)).toStrictEqual([]);
  });

  it("shows statuses in the graph of an execution, and none in that of a definition", async () => {
    const page = await newPage();
    const asked = { execution, definition: "pipelines/AbalonePipeline?view=definition" };
    for (const [name, address] of Object.entries(asked)) {
      // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
      await openView(page, studio.link + address);
      const step = page.getByRole("button", { name: /^AbaloneProcess, Processing/ });
      // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
      const words = await step.getAttribute("aria-label");
      // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
      const colors = await colorsAtSign(step);
      const isShown = name === "execution";
      expect({ name, says: words?.includes("Succeeded"), signs: colors > 1 }).toStrictEqual({
        name,
        says: isShown,
        signs: isShown,
      });
    }
  });

  it.each(themes.flatMap((theme) => (["wide", "phone"] as const).map((size) => ({ theme, size }))))(
    "fit the window ($theme, $size)",
    async ({ theme, size }) => {
      const page = await newPage({ colorScheme: theme, viewport: sizes[size] });
      for (const [name, address] of Object.entries(views())) {
        // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
        await openView(page, studio.link + address);
        // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect({ name, scrollsSideways: wide > 0 }).toStrictEqual({ name, scrollsSideways: false });
        const isShown = name === "execution" || (size === "wide" && shownLight.has(name));
        if (!areWanted || !isShown || (name !== "execution" && theme === "dark")) continue;
        const path = join(
          pictures,
          `studio-${name}-${theme}${size === "phone" ? "-phone" : ""}.png`,
        );
        const fullPage = (name === "execution" || name === "compare") && size === "wide";
        // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
        await page.screenshot({ path, fullPage, animations: "disabled" });
      }
    },
  );
});

/** The views that the documentation shows besides the execution, which it has dark and on a phone too. */
const shownLight: ReadonlySet<string> = new Set(["pipeline", "step", "compare", "models"]);

/** How many colours the canvas has in the corner of a step where the sign of its status is. */
function colorsAtSign(step: Locator): Promise<number> {
  return step.evaluate((button) => {
    const canvas = document.querySelector<HTMLCanvasElement>(".graph canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) throw new Error("there is no graph");
    const [on, box] = [canvas.getBoundingClientRect(), button.getBoundingClientRect()];
    const [scaleX, scaleY] = [canvas.width / on.width, canvas.height / on.height];
    const { data } = context.getImageData(
      Math.round((box.right - on.left - box.width * 0.12) * scaleX),
      Math.round((box.top - on.top + box.height * 0.25) * scaleY),
      Math.round(box.width * 0.06 * scaleX),
      Math.round(box.height * 0.2 * scaleY),
    );
    return new Set(new Uint32Array(data.buffer)).size;
  });
}
