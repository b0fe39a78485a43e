import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { approve, bucket, localStudio, type LocalStudio } from "../server/local-studio.ts";
import { browser, newPage } from "./support/browser.ts";

const register = {
  Name: "Register",
  Type: "RegisterModel",
  Arguments: {
    ModelPackageGroupName: "Abalone-Models",
    InferenceSpecification: {
      Containers: [{ Image: "image", ModelDataUrl: { Get: "Parameters.Model" } }],
      SupportedContentTypes: ["text/csv"],
      SupportedResponseMIMETypes: ["text/csv"],
    },
  },
};

/** A pipeline that registers what its parameter names. */
async function registering(): Promise<LocalStudio & { readonly missing: string }> {
  const studio = await localStudio();
  const model = `${bucket}/models/model.tar.gz`;
  await studio.put(model, "model");
  const Parameters = [
    { Name: "Model", Type: "String", DefaultValue: model },
    { Name: "Rounds", Type: "Integer", DefaultValue: 50 },
  ];
  await studio.pipeline("Registers", [register], { Parameters });
  return { ...studio, missing: `${bucket}/models/none.tar.gz` };
}

describe.skipIf(browser === undefined)("A person is asked", { timeout: 120_000 }, () => {
  it("for what a Callback step waits for, and lets it succeed", async () => {
    const studio = await localStudio();
    await studio.pipeline("Asks", [approve]);
    const page = await newPage();
    const panel = await waitingStep(page, studio);
    await panel.getByLabel("score").fill("high");
    await panel.getByRole("button", { name: "Let it succeed" }).click();
    await shows(panel.getByText("Required: it has no default."));
    await shows(panel.getByText("A number, such as 6.5 or 1e-3."));
    await panel.getByLabel(/^by /).fill("me");
    await panel.getByLabel("score").fill("0.75");
    await page.keyboard.press("Enter");
    await shows(title(page).getByText("Succeeded"));
    await panel.getByRole("button", { name: "Let it succeed" }).waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Approve");
    const [asked] = studio.local.reader.steps(idOf(page));
    expect(asked).toMatchObject({ name: "Approve", status: "Succeeded" });
  });

  it("for what a Callback step waits for, and lets it fail", async () => {
    const studio = await localStudio();
    await studio.pipeline("Asks", [approve]);
    const page = await newPage();
    const panel = await waitingStep(page, studio);
    await panel.getByLabel("Reason").fill("The score is too low.");
    await panel.getByRole("button", { name: "Let it fail" }).click();
    await shows(title(page).getByText("Failed"));
    await shows(panel.getByText("The score is too low."));
    expect(studio.local.reader.steps(idOf(page))).toMatchObject([
      { status: "Failed", failureReason: "The score is too low." },
    ]);
  });

  it("for another value when a start is refused, at its field and without options of a command line", async () => {
    const studio = await registering();
    const page = await newPage({}, /status of 400/);
    await page.goto(`${studio.url}pipelines/Registers/start`);
    const field = page.getByLabel("Model");
    await field.fill(studio.missing);
    await page.getByLabel("Rounds").fill("many");
    await page.getByRole("button", { name: "Start execution" }).click();
    await shows(page.getByText("A whole number, such as 6."));
    expect(await focused(page)).toBe("parameter-1");
    await page.getByLabel("Rounds").fill("20");
    await page.getByRole("button", { name: "Start execution" }).click();
    const note = page.locator("#parameter-0-note");
    await shows(note.getByText("no object has that URI"));
    expect(await note.innerText()).toMatch(
      /Give another URI, or put the file there: \/.*none\.tar\.gz/,
    );
    expect(await page.locator("main").innerText()).not.toMatch(/ --[a-z]/);
    await expect.poll(() => focused(page)).toBe("parameter-0");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await field.fill(`${bucket}/models/model.tar.gz`);
    expect(await field.getAttribute("aria-invalid")).toBe("false");
    await page.getByRole("button", { name: "Start execution" }).click();
    await shows(title(page).getByText("Succeeded"));
  });

  it("for the values of a new start, which are those of the former one, however long they are", async () => {
    const studio = await registering();
    const names = Array.from({ length: 30 }, (_, index) => `Text${index}`);
    const Parameters = names.map((Name) => ({ Name, Type: "String", DefaultValue: "short" }));
    const Steps = { Name: "Stop", Type: "Fail", Arguments: { ErrorMessage: "no" } };
    await studio.pipeline("Long", [Steps], { Parameters });
    const long = "s3://bucket/".padEnd(1_000, "long/");
    const parameters = Object.fromEntries(names.map((name) => [name, `${long}${name}`]));
    const { id } = await studio.post<{ id: string }>("pipelines/Long/start", { parameters });
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Long/executions/${id}`);
    await page.getByRole("link", { name: /^Start again/ }).click();
    const field = page.getByLabel("Text29");
    await shows(field);
    expect(await field.inputValue()).toBe(`${long}Text29`);
    // The address is one that the server takes.
    await page.reload();
    await shows(field);
    expect(await field.inputValue()).toBe(`${long}Text29`);
  });

  it("before an execution is stopped", async () => {
    const studio = await localStudio();
    await studio.pipeline("Asks", [approve]);
    const page = await newPage();
    await waitingStep(page, studio);
    const stop = page.getByRole("button", { name: "Stop", exact: true });
    await stop.click();
    const dialog = page.getByRole("dialog", { name: "Stop the execution?" });
    await shows(dialog.getByText(`${idOf(page)} of Asks`));
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Stop");
    await page.keyboard.press("Enter");
    await shows(dialog);
    await expect.poll(() => focused(page)).toBe("Stop execution");
    await page.keyboard.press("Enter");
    await shows(title(page).getByText("Stopped"));
  });

  it("to reject a version, from the step that registered it and back", async () => {
    const studio = await registering();
    const { id } = await studio.post<{ id: string }>("pipelines/Registers/start", {
      parameters: {},
    });
    await studio.ended("Registers", id);
    const page = await newPage();
    await page.goto(`${studio.url}pipelines/Registers/executions/${id}/steps/Register`);
    await page.getByRole("complementary").getByRole("link", { name: "Version 1" }).click();
    await page.waitForURL(`${studio.url}models/Abalone-Models/1`);
    const panel = page.getByRole("complementary", { name: "Version 1 of Abalone-Models" });
    await panel.getByLabel("Comment").fill("Not good enough.");
    await panel.getByRole("button", { name: "Reject" }).click();
    await shows(page.getByRole("row", { name: /^Version 1 Rejected/ }));
    await shows(panel.getByRole("definition").getByText("Not good enough."));
    // What was said can be corrected, and the decision taken back.
    await panel.getByLabel("Comment").fill("Not good enough yet.");
    await panel.getByRole("button", { name: "Reject" }).click();
    await shows(panel.getByRole("definition").getByText("Not good enough yet."));
    await panel.getByRole("button", { name: "Set back to pending" }).click();
    await shows(page.getByRole("row", { name: /^Version 1 Pending/ }));
    await panel.getByRole("button", { name: "Reject" }).click();
    await shows(page.getByRole("row", { name: /^Version 1 Rejected/ }));
    await panel.getByRole("link", { name: id }).click();
    await page.waitForURL(`${studio.url}pipelines/Registers/executions/${id}`);
    // Names of ARNs are in lower case: links of them lead to the group, too.
    await page.goto(`${studio.url}models/abalone-models/1`);
    await shows(page.getByRole("heading", { name: "Abalone-Models" }));
    await shows(panel.getByText("Rejected"));
    expect(await studio.get("models")).toMatchObject([{ packages: [{ approval: "Rejected" }] }]);
  });
});

/** Starts the pipeline from the form, and opens its step when that waits. */
async function waitingStep(page: Page, { url }: LocalStudio): Promise<Locator> {
  await page.goto(`${url}pipelines/Asks/start`);
  await page.getByRole("button", { name: "Start execution" }).click();
  await page.getByRole("button", { name: /^Approve, Callback, Executing/ }).click();
  const panel = page.getByRole("complementary", { name: "Step Approve" });
  await shows(panel.getByRole("heading", { name: "Answer" }));
  return panel;
}

function title(page: Page): Locator {
  return page.getByRole("heading", { level: 1 });
}

function idOf(page: Page): string {
  return /executions\/([a-z0-9]+)/.exec(page.url())?.[1] ?? "";
}

const shows = (locator: Locator): Promise<void> => locator.first().waitFor({ timeout: 30_000 });

/** What has the focus: its id, else its text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.id || (element?.textContent ?? "");
  });
}
