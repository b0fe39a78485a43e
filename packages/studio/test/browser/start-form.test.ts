import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  bucket,
  localClients,
  localStudio,
  type LocalStudio,
  script,
} from "../server/local-studio.ts";
import { browser, newPage } from "./support/browser.ts";

const fails = { Name: "Stop", Type: "Fail", Arguments: { ErrorMessage: "no" } };

function parameter(Name: string, DefaultValue: number): object {
  return { Name, Type: "Integer", DefaultValue };
}

async function withPipeline(): Promise<LocalStudio> {
  const studio = await localStudio();
  const Parameters = [parameter("Rows", 1000), parameter("Rounds", 5)];
  await studio.pipeline("Quick", [fails], { Parameters });
  return studio;
}

/** Keeps another version. */
async function deploy({ local }: LocalStudio, ...Parameters: object[]): Promise<void> {
  await localClients(local).sagemaker("UpdatePipeline", {
    PipelineName: "Quick",
    PipelineDefinition: JSON.stringify({ Version: "2020-12-01", Parameters, Steps: [fails] }),
  });
}

/** Starts what the form has, and gives the values that the execution has. */
async function started(page: Page, studio: LocalStudio): Promise<Readonly<Record<string, string>>> {
  await page.getByRole("button", { name: "Start execution" }).click();
  await page.waitForURL(/\/executions\/[a-z0-9]{12}$/);
  const id = page.url().split("/").at(-1);
  const { parameters } = await studio.get<{ parameters: Record<string, string> }>(
    `executions/Quick/${id}`,
  );
  return parameters;
}

const rows = (page: Page) => page.getByLabel("Rows");

describe.skipIf(browser === undefined)("The first page", { timeout: 60_000 }, () => {
  it("says how the first execution gets into the home that it shows", async () => {
    const studio = await localStudio();
    const page = await newPage();
    await page.goto(studio.url);
    const { home } = studio.local.database;
    await page.getByText(`nacre run --home ${home}`, { exact: true }).waitFor();
    expect(await studio.get("session")).toMatchObject({ mode: "local", home });
  });
});

describe.skipIf(browser === undefined)("The start form", { timeout: 120_000 }, () => {
  it("shows what runs when the pipeline changes under it, and keeps what was typed", async () => {
    const studio = await withPipeline();
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Quick/start`);
    await page.getByLabel("Rounds").fill("7");
    await deploy(studio, parameter("Rows", 3), parameter("Rounds", 5), parameter("Depth", 2));
    await page.getByText("its version 2 is what starts now").waitFor();
    expect(await rows(page).inputValue()).toBe("3");
    expect(await started(page, studio)).toStrictEqual({ Rows: "3", Rounds: "7", Depth: "2" });
  });

  it("starts the version that it shows when it has not heard of the next", async () => {
    const studio = await withPipeline();
    const page = await newPage();
    const first = await studio.get<object>("pipelines/Quick");
    await page.route("**/api/pipelines/Quick", (route) => route.fulfill({ json: first }));
    await page.goto(`${studio.url}pipelines/Quick/start`);
    await rows(page).waitFor();
    await deploy(studio, parameter("Rows", 3), parameter("Rounds", 5));
    expect(await rows(page).inputValue()).toBe("1000");
    expect(await started(page, studio)).toStrictEqual({ Rows: "1000", Rounds: "5" });
  });

  it("takes the new default where nothing was typed", async () => {
    const studio = await withPipeline();
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Quick/start`);
    await page.getByLabel("Rounds").fill("7");
    await page.getByRole("link", { name: "Quick", exact: true }).click();
    await page.getByRole("link", { name: "Start execution" }).click();
    expect(await page.getByLabel("Rounds").inputValue()).toBe("7");
    await page.getByRole("link", { name: "Quick", exact: true }).click();
    await page.getByText("No executions yet").waitFor();
    // What was typed was meant for the version that was seen.
    await deploy(studio, parameter("Rows", 77), parameter("Rounds", 6));
    await page.goto(`${studio.url}pipelines/Quick/start`);
    await rows(page).waitFor();
    expect(await rows(page).inputValue()).toBe("77");
    // Also where the page knows the former version from before.
    await page.getByLabel("Rounds").fill("8");
    await page.getByRole("link", { name: "Models" }).click();
    await page.getByText("No models yet").waitFor();
    await deploy(studio, parameter("Rows", 78), parameter("Rounds", 9));
    await page.goBack();
    await rows(page).waitFor();
    expect(await started(page, studio)).toStrictEqual({ Rows: "78", Rounds: "9" });
  });

  it("forgets values of an earlier execution, and what is cancelled", async () => {
    const studio = await withPipeline();
    const { id } = await studio.post<{ id: string }>("pipelines/Quick/start", {
      parameters: { Rows: "15" },
    });
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Quick/start?from=${id}`);
    await rows(page).waitFor();
    expect(await rows(page).inputValue()).toBe("15");
    await page.getByRole("link", { name: "Quick", exact: true }).click();
    await page.getByRole("link", { name: "Start execution" }).click();
    expect(await rows(page).inputValue()).toBe("1000");
    await rows(page).fill("8");
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByRole("link", { name: "Start execution" }).click();
    expect(await rows(page).inputValue()).toBe("1000");
  });

  it("works where the browser keeps nothing", async () => {
    const studio = await withPipeline();
    const page = await newPage();
    await page.addInitScript(() => {
      const blocked = {
        get: () => {
          throw new DOMException("The storage is blocked.", "SecurityError");
        },
      };
      Object.defineProperty(window, "sessionStorage", blocked);
      Object.defineProperty(window, "localStorage", blocked);
    });
    await page.goto(`${studio.url}pipelines/Quick/start`);
    await page.getByRole("button", { name: /theme/ }).click();
    await rows(page).fill("8");
    expect(await started(page, studio)).toStrictEqual({ Rows: "8", Rounds: "5" });
  });

  it("starts another version when that is chosen, with what was typed", async () => {
    const studio = await withPipeline();
    await deploy(studio, parameter("Rows", 3), parameter("Rounds", 5));
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Quick/start`);
    await page.getByLabel("Rounds").fill("7");
    await page.getByText("Advanced").click();
    await page.getByLabel("Version").selectOption("1");
    await expect.poll(() => rows(page).inputValue()).toBe("1000");
    expect(await page.getByRole("status").getByText("what starts now").count()).toBe(0);
    await page.getByLabel("Steps at a time").fill("0");
    await page.getByRole("button", { name: "Start execution" }).click();
    await page.getByText("A whole number from 1 on").waitFor();
    await page.getByText("1 value to correct").waitFor();
    await page.getByLabel("Steps at a time").fill("2");
    await page.getByLabel("Description").fill("an older one");
    expect(await started(page, studio)).toStrictEqual({ Rows: "1000", Rounds: "7" });
    const id = page.url().split("/").at(-1);
    expect(await studio.get(`executions/Quick/${id}`)).toMatchObject({
      version: 1,
      description: "an older one",
    });
  });

  it("runs chosen steps with the results of an earlier execution", async () => {
    const studio = await localStudio();
    await studio.put(`${bucket}/code/First.py`, "print('first')");
    await studio.put(`${bucket}/code/Second.py`, "print('second')");
    await studio.pipeline("Quick", [
      script("First"),
      script("Second", {}, { DependsOn: ["First"] }),
    ]);
    const { id } = await studio.post<{ id: string }>("pipelines/Quick/start", { parameters: {} });
    await studio.ended("Quick", id);
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Quick/start?from=${id}`);
    await page.getByText("Advanced").click();
    await page.getByLabel("Run only some of the steps").check();
    await page.getByRole("button", { name: "Start execution" }).click();
    await page.getByText("At least one step.").waitFor();
    await page.getByLabel("Second", { exact: true }).check();
    expect(await page.getByLabel("Results of the others").inputValue()).toBe(id);
    await started(page, studio);
    const made = page.url().split("/").at(-1) ?? "";
    const { steps } = await studio.ended("Quick", made);
    expect(steps.map(({ name, cacheSource }) => [name, cacheSource?.split("/").at(-1)])).toEqual([
      ["First", id],
      ["Second", undefined],
    ]);
  });
});
