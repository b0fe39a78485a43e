import { describe, expect, it } from "vitest";
import { failing, localStudio, why } from "../server/local-studio.ts";
import { browser, newPage } from "./support/browser.ts";

const wait = {
  Name: "Wait",
  Type: "Callback",
  SqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/000000000000/answers",
  Arguments: {},
};

describe.skipIf(browser === undefined)("Executions that run", { timeout: 60_000 }, () => {
  it("are found among those of all pipelines, by their status", async () => {
    const studio = await localStudio();
    await studio.pipeline("Waits", [wait]);
    await studio.pipeline("Stops", [failing], why);
    const start = (name: string) =>
      studio.post<{ id: string }>(`pipelines/${name}/start`, { parameters: {} });
    const [waits, stops] = [await start("Waits"), await start("Stops")];
    await studio.ended("Stops", stops.id);
    const page = await newPage();
    await page.goto(studio.url);
    await page.getByRole("link", { name: "Newest executions" }).click();
    await page.getByText("2 executions").waitFor();
    await page.getByLabel("Status").selectOption("Running");
    await page.getByText("1 execution,").waitFor();
    await page.getByRole("row", { name: new RegExp(`${waits.id} Waits Executing`) }).waitFor();
    await page.reload();
    await page.getByText("1 execution,").waitFor();
    // It leaves the list when it ends.
    await studio.post(`executions/Waits/${waits.id}/stop`);
    await page.getByText("No execution fits").waitFor();
    await page.getByLabel("Status").selectOption("Failed");
    await page.getByRole("searchbox").fill("pipeline:stops");
    expect(await page.getByRole("link", { name: stops.id }).count()).toBe(1);
  });

  it("are told of when they end, in the title and, if that is wanted, by the browser", async () => {
    const studio = await localStudio();
    await studio.pipeline("Waits", [wait]);
    const { id } = await studio.post<{ id: string }>("pipelines/Waits/start", { parameters: {} });
    const page = await newPage();
    await page.addInitScript(() => {
      const told: string[] = [];
      const made = function Notification(title: string): void {
        told.push(title);
      };
      const known = { permission: "default", requestPermission: async () => "granted" };
      Object.assign(globalThis, { told, Notification: Object.assign(made, known) });
    });
    await page.goto(`${studio.url}pipelines/Waits/executions/${id}`);
    await page.getByRole("button", { name: "Tell me when it ends" }).click();
    await page.getByRole("button", { name: "You are told of its end" }).waitFor();
    expect(await page.title()).toBe(`Executing: ${id} · Waits · Nacre Studio`);
    // Also from another page of the tab.
    await page.getByRole("link", { name: "Models" }).click();
    await page.getByText("No models yet").waitFor();
    await studio.post(`executions/Waits/${id}/stop`);
    await expect
      .poll(() => page.evaluate(() => Reflect.get(globalThis, "told")))
      .toStrictEqual([`Stopped: ${id} of Waits`]);
    await page.goBack();
    await expect.poll(() => page.title()).toBe(`Stopped: ${id} · Waits · Nacre Studio`);
  });

  it("are told of by the page alone where the browser makes no notifications for pages", async () => {
    const studio = await localStudio();
    await studio.pipeline("Waits", [wait]);
    const start = () => studio.post<{ id: string }>("pipelines/Waits/start", { parameters: {} });
    const [first, second] = [await start(), await start()];
    const page = await newPage();
    // As Chrome on Android does.
    await page.addInitScript(() => {
      const known = { permission: "default", requestPermission: async () => "granted" };
      // No arrow function can be called with `new`.
      Object.assign(globalThis, { Notification: Object.assign(() => undefined, known) });
    });
    await page.goto(`${studio.url}pipelines/Waits/executions/${first.id}`);
    const wanted = page.getByRole("button", { name: "Tell me when it ends" });
    await wanted.click();
    await page.getByRole("button", { name: "You are told of its end" }).waitFor();
    await studio.post(`executions/Waits/${first.id}/stop`);
    await expect.poll(() => page.title()).toBe(`Stopped: ${first.id} · Waits · Nacre Studio`);
    // It is offered no more.
    await page.getByRole("link", { name: "Waits" }).first().click();
    await page.getByRole("link", { name: second.id }).click();
    await page.getByRole("button", { name: "Stop" }).waitFor();
    expect(await wanted.count()).toBe(0);
  });
});
