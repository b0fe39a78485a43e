import { describe, expect, it } from "vitest";
import { browser, newPage } from "./support/browser.ts";
import { openView } from "./support/open-view.ts";
import { executionId, scriptedStudio } from "./support/scripted-studio.ts";

/** Texts that become markup, script or styles wherever they are not treated as texts. */
const hostile = [
  `<img src=x onerror="window.pwned=1">`,
  `"><script>window.pwned=1</script>`,
  `'"--></style></title></textarea><svg onload=window.pwned=1>`,
  `javascript:window.pwned=1`,
  `</script><iframe srcdoc="<script>parent.pwned=1</script>">`,
  `{{constructor.constructor("window.pwned=1")()}}`,
  `]]><a href="javascript:window.pwned=1">click</a>`,
  `[31m‮<marquee>moves</marquee> `,
];

const views = [
  "",
  "?view=steps",
  "?view=metrics",
  "?view=artifacts",
  "?view=parameters",
  "?view=definition",
];
const tabs = [
  "",
  "?tab=logs",
  "?tab=arguments",
  "?tab=files",
  "?tab=metrics",
  "?tab=attempts",
  "?tab=job",
];

describe.skipIf(browser === undefined)("Names and logs", { timeout: 180_000 }, () => {
  it.each(hostile)("are shown as they are and never become markup: %j", async (text) => {
    const time = Date.UTC(2026, 10, 23, 12);
    const step = {
      name: text,
      type: text,
      displayName: text,
      status: "Failed",
      failureReason: text,
      startTime: time,
      endTime: time + 1_000,
      attempts: 1,
    };
    const studio = await scriptedStudio({
      pipeline: "Pipeline",
      definition: {
        Version: "2020-12-01",
        Metadata: { text },
        Steps: [{ Name: text, Type: "Lambda", DisplayName: text, Arguments: { [text]: text } }],
      },
      // Curves are read of trainings alone.
      steps: [step, { ...step, name: `${text} 2`, type: "Training" }],
      execution: {
        displayName: text,
        description: text,
        failureReason: text,
        status: "Failed",
        endTime: time + 1_000,
        parameters: { [text]: text },
        metrics: { [text]: 1 },
      },
      log: [text],
      detail: {
        callbackToken: text,
        outputParameters: [{ name: text, type: "String" }],
        metadata: { RegisterModel: { Arn: `:model-package/${text}/1` } },
        cacheReason: text,
        cacheSource: text,
      },
      curves: [{ name: text, points: [[0, 1]] }],
      object: { name: text, text },
      models: [
        {
          name: text,
          createdTime: time,
          packages: [
            {
              arn: text,
              version: 1,
              status: "Completed",
              approval: text,
              createdTime: time,
              description: text,
              execution: { pipeline: text, id: text },
              metrics: { [text]: 1 },
            },
          ],
        },
      ],
    });
    const page = await newPage();
    const execution = `pipelines/Pipeline/executions/${executionId}`;
    const addresses = [
      "",
      "models",
      `models/${encodeURIComponent(text)}/1`,
      "pipelines/Pipeline",
      "pipelines/Pipeline?view=definition",
      `pipelines/Pipeline/start?p.${encodeURIComponent(text)}=${encodeURIComponent(text)}`,
      `compare?e=Pipeline/${executionId}&e=Pipeline/${executionId}`,
      `pipelines/${encodeURIComponent(text)}`,
      ...views.map((view) => execution + view),
      ...tabs.map((tab) => `${execution}/steps/${encodeURIComponent(text)}${tab}`),
      `${execution}?object=${encodeURIComponent(`s3://bucket/${text}`)}`,
    ];
    for (const address of addresses) {
      // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
      await openView(page, studio.link + address);
      // oxlint-disable-next-line no-await-in-loop -- one page, from view to view
      const found = await page.evaluate(() => ({
        pwned: "pwned" in window,
        markup: [
          ...document.querySelectorAll(
            "main :is(script, style, iframe, marquee, a[href^='javascript:' i], [onerror], [onload]), main img[src='x']",
          ),
        ].map((element) => element.outerHTML),
      }));
      expect({ address, ...found }).toStrictEqual({ address, pwned: false, markup: [] });
    }
  });
});
