import { describe, expect, it } from "vitest";
import type { ApprovalRequest } from "../../src/api.ts";
import { denied, faultyAws } from "../server/faulty-aws.ts";
import { failing, localStudio, why } from "../server/local-studio.ts";
import { browser, newPage } from "./support/browser.ts";
import { executionId, scriptedStudio } from "./support/scripted-studio.ts";

describe.skipIf(browser === undefined)("The page of an account", { timeout: 120_000 }, () => {
  it("has a hundred pipelines at a time, and finds others by how their names begin", async () => {
    const made = await localStudio();
    for (let n = 0; n < 130; n += 1) {
      // oxlint-disable-next-line no-await-in-loop -- their order counts
      await made.pipeline(`${n < 3 ? "old" : "pipeline"}-${n}`, [failing], why);
    }
    const { id } = await made.post<{ id: string }>("pipelines/old-1/start", { parameters: {} });
    await made.ended("old-1", id);
    const aws = await faultyAws(made);
    const page = await newPage();
    await page.goto(aws.url);
    await page.getByText("100 of the first 100 pipelines").waitFor();
    const filter = page.getByRole("searchbox", { name: "Filter pipelines" });
    await filter.fill("old");
    await page.getByRole("link", { name: "old-2" }).waitFor();
    await page.getByRole("row", { name: /old-1.*Failed/ }).waitFor();
    expect(await page.getByRole("row").count()).toBe(4);
    await filter.fill("");
    await page.getByRole("button", { name: "Read more pipelines" }).click();
    await page.getByText("130 pipelines", { exact: true }).waitFor();
  });

  it("says which permission is missing, and shows the rest", async () => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    const { id } = await made.post<{ id: string }>("pipelines/Stops/start", { parameters: {} });
    await made.ended("Stops", id);
    const aws = await faultyAws(made);
    const operation = "ListPipelineParametersForExecution";
    aws.faults.set(operation, denied(`sagemaker:${operation}`));
    const page = await newPage();
    for (const address of ["pipelines/Stops", `pipelines/Stops/executions/${id}`]) {
      // oxlint-disable-next-line no-await-in-loop -- one page, from address to address
      await page.goto(aws.url + address);
      const note = page.getByRole("note");
      // oxlint-disable-next-line no-await-in-loop -- see above
      await note.getByText(`sagemaker:${operation} is not allowed`).waitFor();
      // oxlint-disable-next-line no-await-in-loop -- see above
      await page.getByText("Failed").first().waitFor();
    }
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("says no number of steps that could not be read, and shows the graph of the definition", async () => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    const { id } = await made.post<{ id: string }>("pipelines/Stops/start", { parameters: {} });
    await made.ended("Stops", id);
    const aws = await faultyAws(made);
    const operation = "ListPipelineExecutionSteps";
    aws.faults.set(operation, denied(`sagemaker:${operation}`));
    const page = await newPage();
    await page.goto(`${aws.url}pipelines/Stops/executions/${id}`);
    await page.getByRole("note").getByText(`sagemaker:${operation} is not allowed`).waitFor();
    await page.getByRole("button", { name: /^Stop, Fail/ }).waitFor();
    expect(await page.locator("main").innerText()).not.toMatch(/ of 0|No step|Steps\s*0/);
    await page.getByRole("link", { name: "Steps" }).click();
    await page.getByText("The steps could not be read").waitFor();
  });

  it("asks before a version is approved, for others act on that", async () => {
    const asked: ApprovalRequest[] = [];
    const arn = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/models/1";
    const version = { arn, version: 1, status: "Completed", createdTime: 1, metrics: {} };
    const packages = [{ ...version, approval: "PendingManualApproval" }];
    const studio = await scriptedStudio({
      pipeline: "P",
      definition: {},
      steps: [],
      models: [{ name: "Models", createdTime: 1, packages }],
      source: {
        session: async () => ({ mode: "aws", region: "eu-west-1", account: "123456789012" }),
        approve: async (request) => void asked.push(request),
      },
    });
    const page = await newPage();
    await page.goto(`${studio.link}models/Models/1`);
    await page.getByLabel("Comment").fill("good");
    await page.getByRole("button", { name: "Approve" }).click();
    const dialog = page.getByRole("dialog", { name: "Approve?" });
    await dialog.getByText("Version 1 of Models in account 123456789012, eu-west-1.").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(asked).toStrictEqual([]);
    await page.getByRole("button", { name: "Approve" }).click();
    await dialog.waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => asked).toStrictEqual([{ arn, approval: "Approved", comment: "good" }]);
  });

  it("goes on by itself when it was opened while AWS could not be read", async () => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    const aws = await faultyAws(made);
    aws.faults.set("*", { name: "ExpiredTokenException", message: "The token has expired." });
    const page = await newPage({}, /status of 403/);
    await page.goto(`${aws.url}pipelines/Stops?view=definition`);
    await page.getByText("The token has expired.").first().waitFor();
    aws.faults.clear();
    await page.getByRole("button", { name: /^Stop, Fail/ }).waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("says why AWS cannot be read, keeps what it shows, and goes on", async () => {
    const studio = await scriptedStudio({ pipeline: "P", definition: {}, steps: [] });
    const page = await newPage();
    await page.goto(`${studio.link}pipelines/P/executions/${executionId}`);
    await page.getByText("0 of 0 succeeded").waitFor();
    await page.getByText("No steps", { exact: true }).waitFor();
    const asked = studio.requests.filter((path) => path.startsWith("executions/")).length;
    const message = "the credentials for AWS have expired";
    const help = "sign in again: aws sso login --profile prod";
    studio.tell({ type: "trouble", fault: { code: "AWS_CREDENTIALS_EXPIRED", message, help } });
    const alert = page.getByRole("alert");
    await alert.getByText(message).waitFor();
    await alert.getByText(help).waitFor();
    expect(await page.getByText("0 of 0 succeeded").count()).toBe(1);
    studio.tell({ type: "trouble" }, { type: "reset" });
    await alert.waitFor({ state: "detached" });
    await expect
      .poll(() => studio.requests.filter((path) => path.startsWith("executions/")).length)
      .toBe(asked + 1);
  });
});
