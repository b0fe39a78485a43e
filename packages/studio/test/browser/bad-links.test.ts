import { describe, expect, it } from "vitest";
import { browser, newPage } from "./support/browser.ts";
import { failing, localStudio, why } from "../server/local-studio.ts";

describe.skipIf(browser === undefined)("A link to what is not there", { timeout: 120_000 }, () => {
  it("says so, shows what is there, and leaves no error on the console", async () => {
    const studio = await localStudio();
    await studio.pipeline("Stops", [failing], why);
    const { id } = await studio.post<{ id: string }>("pipelines/Stops/start", { parameters: {} });
    await studio.ended("Stops", id);
    // It fails when the console has an error.
    const page = await newPage();
    const cases: readonly (readonly [address: string, says: string, link: string])[] = [
      ["pipelines/Gone", 'There is no pipeline "Gone"', "Stops"],
      ["pipelines/Gone?view=versions", 'There is no pipeline "Gone"', "Stops"],
      ["pipelines/Gone/start", 'There is no pipeline "Gone"', "Stops"],
      ["pipelines/%3Cb%3E", 'There is no pipeline "<b>"', "Stops"],
      ["pipelines/Gone/executions/abcdefghijkl", 'There is no pipeline "Gone"', "Stops"],
      ["pipelines/Stops/executions/abcdefghijkl", "There is no execution abcdefghijkl", id],
      ["pipelines/Stops/executions/a-b", '"a-b" is no id of an execution', "All pipelines"],
      [`pipelines/Stops/executions/${id}/steps/Gone`, "The execution has no such step", "Stops"],
      [`compare?e=Stops/${id}&e=Stops/abcdefghijkl`, "There is no execution abcdefghijkl", id],
      [`pipelines/Stops/executions/${id}?object=s3://a-bucket/gone`, "There is no object", "Stops"],
      [`pipelines/Stops/executions/${id}?object=gone`, "is not an S3 URI", "Stops"],
      ["models/Gone/1", "There is no group Gone", "All groups"],
      // Cut in the middle of a character.
      ["pipelines/%E0%A4%A", "There is nothing at this address", "All pipelines"],
      ["gone", "There is nothing at this address", "All pipelines"],
    ];
    for (const [address, says, link] of cases) {
      // oxlint-disable-next-line no-await-in-loop -- one page, from address to address
      await page.goto(studio.url + address);
      // oxlint-disable-next-line no-await-in-loop -- see above
      await page.getByText(says).waitFor();
      const links = page.getByRole("main").getByRole("link", { name: link });
      // oxlint-disable-next-line no-await-in-loop -- see above
      expect(await links.count()).toBeGreaterThan(0);
    }
    await page.goto(`${studio.url}pipelines/Stops/executions/abcdefghijkl`);
    await page.getByRole("link", { name: id }).click();
    await page.waitForURL(`${studio.url}pipelines/Stops/executions/${id}`);
    await page.getByRole("heading", { level: 1, name: id }).waitFor();
  });

  it("shows the pipeline as soon as it is there", async () => {
    const studio = await localStudio();
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Stops`);
    await page.getByText('There is no pipeline "Stops"').waitFor();
    await studio.pipeline("Stops", [failing], why);
    await page.getByText("No executions yet").waitFor();
    expect(await page.getByText("There is no pipeline").count()).toBe(0);
  });
});
