import type { JsonObject } from "@nacre/core";
import { describe, expect, it } from "vitest";
import type { StepView } from "../../src/api.ts";
import { browser, newPage } from "./support/browser.ts";
import { executionId, type Script, scriptedStudio } from "./support/scripted-studio.ts";

const time = Date.UTC(2026, 10, 23, 12);

function ended(name: string, type: string, more: Partial<StepView> = {}): StepView {
  const end = { status: "Succeeded", startTime: time, endTime: time + 1_000, attempts: 1 };
  return { name, type, ...end, ...more };
}

const evaluate: JsonObject = {
  Name: "Evaluate",
  Type: "Processing",
  Arguments: {},
  PropertyFiles: [{ PropertyFileName: "Report", OutputName: "report", FilePath: "report.json" }],
};

/** Opens a view of the execution of a script. */
async function opened(script: Omit<Script, "pipeline">, view: string) {
  const studio = await scriptedStudio({ pipeline: "P", ...script });
  const page = await newPage();
  await page.goto(`${studio.link}pipelines/P/executions/${executionId}${view}`);
  return page;
}

describe.skipIf(browser === undefined)("Numbers of a Processing step", { timeout: 60_000 }, () => {
  const prepare = { Name: "Prepare", Type: "Processing", Arguments: {} };
  const script = {
    definition: { Version: "2020-12-01", Steps: [prepare, evaluate] },
    steps: [ended("Prepare", "Processing"), ended("Evaluate", "Processing")],
    execution: { status: "Succeeded", metrics: { "Report: mse": 3.22, "Other: rows": 7 } },
  };

  it("stand in its panel: those of its own property file", async () => {
    const page = await opened(script, "/steps/Evaluate?tab=metrics");
    const panel = page.getByRole("complementary", { name: "Step Evaluate" });
    await panel.getByRole("row", { name: "mse 3.22" }).waitFor();
    expect(await panel.getByText("rows").count()).toBe(0);
    expect(await panel.getByText("No curves").count()).toBe(0);
  });

  it("and those that it printed stand with those of the execution", async () => {
    const curves = [{ name: "train-loss", points: [[0, 2] as const, [1, 1] as const] }];
    const page = await opened({ ...script, curves }, "?view=metrics");
    await page.getByRole("img", { name: /Prepare: loss/ }).waitFor();
    await page.getByRole("row", { name: "mse 3.22" }).waitFor();
    expect(await page.getByText("No metrics").isVisible()).toBe(false);
  });

  it("are missed in words that fit an execution that is over", async () => {
    const page = await opened({ ...script, execution: { status: "Succeeded" } }, "?view=metrics");
    await page.getByText("No metrics", { exact: true }).waitFor();
    expect(await page.getByText("No metrics yet").count()).toBe(0);
  });
});

describe.skipIf(browser === undefined)("The panel of a step", { timeout: 60_000 }, () => {
  const definition: JsonObject = {
    Version: "2020-12-01",
    Steps: [
      {
        Name: "Check",
        Type: "Condition",
        Arguments: {
          Conditions: [{ Type: "LessThanOrEqualTo", LeftValue: 1, RightValue: 2 }],
          IfSteps: [{ Name: "Register", Type: "RegisterModel", Arguments: {} }],
          ElseSteps: [{ Name: "Refuse", Type: "Fail", Arguments: {} }],
        },
      },
      {
        Name: "Report",
        DisplayName: "The report",
        Description: "Says how good the model is.",
        Type: "Processing",
        Arguments: {},
      },
    ],
  };
  const notRun = { status: "NotRun", attempts: 0 };
  const steps: StepView[] = [
    ended("Check", "Condition", { conditionOutcome: "True" }),
    ended("Register", "RegisterModel", { status: "Failed", failureReason: "ClientError: no" }),
    { name: "Refuse", type: "Fail", ...notRun },
    { name: "Report", displayName: "The report", type: "Processing", ...notRun },
  ];
  const execution = {
    status: "Failed",
    endTime: time + 2_000,
    failureReason: "Step Register failed: ClientError: no",
  };
  const script = { definition, steps, execution };
  const condition = "Evaluate: mse <= Parameters.Threshold";

  it("says what a condition has compared", async () => {
    const detail = {
      declared: { Conditions: [{ Type: "LessThanOrEqualTo", LeftValue: 1, RightValue: 2 }] },
      resolved: {
        Conditions: [
          { Condition: condition, LeftValue: "3.22", RightValue: "6.0", Outcome: "True" },
        ],
      },
    };
    const page = await opened({ ...script, detail }, "/steps/Check");
    const compared = page.getByRole("complementary").getByText("3.22 ≤ 6.0 → true");
    await compared.waitFor();
    expect(await page.getByRole("complementary").innerText()).toContain(condition);
  });

  it("says why a step was not run", async () => {
    const page = await opened(script, "/steps/Refuse");
    await page.getByText("not run: Check was true").waitFor();
    expect(await page.getByText("not yet").count()).toBe(0);
    await page.goto(page.url().replace("Refuse", "Report?tab=arguments"));
    await page.getByText("Not known: the step was not run.").waitFor();
    await page.goto(page.url().replace("?tab=arguments", ""));
    await page.getByText("not run: Register failed").waitFor();
  });

  it("has the name beside the display name, and the description", async () => {
    const page = await opened(script, "/steps/Report");
    const panel = page.getByRole("complementary", { name: "Step Report" });
    await panel.getByRole("heading", { name: "The report" }).waitFor();
    await panel.getByText("Says how good the model is.").waitFor();
    expect(await panel.getByRole("definition").first().innerText()).toContain("Report");
  });

  it("offers no log of a step that has none, and its failure is told once", async () => {
    const page = await opened(script, "/steps/Register");
    await page.getByRole("complementary").getByText("ClientError: no").waitFor();
    expect(await page.getByRole("link", { name: "Read the log" }).count()).toBe(0);
    expect(await page.getByText("ClientError: no").count()).toBe(2);
  });
});

describe.skipIf(browser === undefined)("Artifacts", { timeout: 60_000 }, () => {
  it("are those of a step that failed, too", async () => {
    const steps = [ended("Evaluate", "Processing", { status: "Failed" })];
    const definition = { Version: "2020-12-01", Steps: [evaluate] };
    const object = { name: "half.txt", text: "half of it" };
    const page = await opened({ definition, steps, object }, "?view=artifacts");
    await page.getByRole("link", { name: "half.txt", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("half of it").waitFor();
    expect(await dialog.innerText()).toContain("half.txt");
  });
});

describe.skipIf(browser === undefined)("Lists and tables of steps", { timeout: 60_000 }, () => {
  it("look as other tables do", async () => {
    const steps = [ended("Evaluate", "Processing")];
    const definition = { Version: "2020-12-01", Steps: [evaluate] };
    const page = await opened({ definition, steps }, "");
    await page.getByRole("button", { name: "List" }).click();
    await page.getByRole("button", { name: "Table" }).click();
    for (const name of ["Steps as a list", "Times as a table"]) {
      const head = page.getByRole("region", { name }).getByRole("rowheader").first();
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const look = await head.evaluate((cell) => {
        const { textAlign, paddingLeft } = getComputedStyle(cell);
        return { textAlign, isApart: Number.parseFloat(paddingLeft) >= 8 };
      });
      expect({ name, ...look }).toStrictEqual({ name, textAlign: "left", isApart: true });
    }
  });
});
