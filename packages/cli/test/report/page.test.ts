import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExecutionStep } from "../../src/executions/execution.ts";
import { ganttSvg, longestWait } from "../../src/report/gantt.ts";
import { reportPage } from "../../src/report/page.ts";
import { executionDrawing } from "../../src/graph/execution.ts";
import { arn, at, dataOf, definitionOf, lambda, largeSample, options, sample } from "./samples.ts";

describe("the page", () => {
  const page = reportPage(
    dataOf(
      {
        definition: definitionOf(lambda("Load"), lambda("Train", ["Load"])),
        parameters: new Map([["Rounds", "50"]]),
        metrics: [
          { step: "Train", file: "Report", path: "mse.value", value: 3.25, isOverwritten: false },
        ],
        failures: [{ step: "Train", reason: "out of memory", job: "job-2", log: ["last words"] }],
        logs: [
          {
            step: "Train",
            job: "job-2",
            lines: ["last words"],
            before: 12,
            curves: [
              {
                name: "train-rmse",
                points: [
                  [0, 2],
                  [1, 1],
                ],
              },
            ],
          },
        ],
        outputs: [{ step: "Load", output: "out", location: "s3://bucket/out" }],
        models: [
          {
            step: "Register",
            arn: "arn:aws:sagemaker:eu-west-1:123456789012:model-package/rings/7",
            name: "rings",
            version: 7,
            approval: "PendingManualApproval",
          },
        ],
      },
      [
        {
          name: "Load",
          type: "Lambda",
          status: "Succeeded",
          startTime: at(0),
          endTime: at(3),
          attempts: 1,
          cachedFrom: arn,
        },
        {
          name: "Train",
          type: "Lambda",
          status: "Failed",
          startTime: at(3),
          endTime: at(90),
          attempts: 3,
          failureReason: "out of memory",
        },
      ],
    ),
    options,
  );

  it.each([
    "<h1>P: a1b2c3d4e5f6</h1>",
    "✗ Failed",
    "1970-01-01 00:01:30Z",
    "1 m 30 s",
    "out of memory",
    "last words",
    "from the cache, execution a1b2c3d4e5f6",
    "✓ Succeeded · from cache",
    "✗ Failed · 1 m 27 s · 3 attempts",
    "mse.value",
    "3.25",
    "Rounds",
    "s3://bucket/out",
    "model-package/rings/7",
    "PendingManualApproval",
    "the last 1 of 13 lines, job job-2",
    "train-rmse: 1",
    "nacre 1.2.3, 1970-01-01 00:01:40Z",
  ])("says %s", (text) => expect(page).toContain(text));

  it("loads nothing and runs nothing, and its policy says so", () => {
    const [, policy = ""] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    const [, style = ""] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<script|<link|<img|<iframe| style="| on[a-z]+="|@import|url\((?!#)/);
    expect(page.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:/);
  });

  it("has a head for each part, captions and scopes, and says what its pictures show", () => {
    const heads = [...page.matchAll(/<h2 id="(\w+)">/g)].map(([, id]) => id);
    expect(heads).toEqual([
      "failures",
      "execution",
      "graph",
      "time",
      "steps",
      "parameters",
      "metrics",
      "curves",
      "models",
      "outputs",
    ]);
    for (const id of heads) expect(page).toContain(`<section aria-labelledby="${id}">`);
    expect(page.match(/<svg (?![^>]*(?:role="img"|aria-hidden="true"))/g)).toBeNull();
    expect(page.match(/<caption>/g)).toHaveLength(5);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("leaves out what there is none of", () => {
    const empty = reportPage(dataOf({}), options);
    expect([...empty.matchAll(/<h2 id="(\w+)">/g)].map(([, id]) => id)).toEqual([
      "execution",
      "graph",
      "steps",
    ]);
  });
});

/** What is read in a page. */
function textOf(page: string): string {
  return page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

describe("a report", () => {
  it("of an execution that failed begins with why, and the end of the log", () => {
    const page = reportPage(sample("Failed"), options);
    const text = textOf(page.slice(page.indexOf("<main>")));
    expect(text).toMatch(
      /^ Why it failed Evaluate AlgorithmError: exit code 1 Log: the last 3 of 10 lines, job job-of-Evaluate Traceback .* KeyError: &#39;mse&#39; Execution /,
    );
    // Once is enough.
    expect(page.match(/KeyError/g)).toHaveLength(1);
    expect(textOf(page)).toContain(
      "✗ Failed 5 steps in 1 m 30 s: 3 succeeded, 1 failed, 1 not run.",
    );
  });

  it("of an execution that failed without a step says why", () => {
    const data = dataOf({});
    const execution = { ...data.snapshot.execution, failureReason: "the role may not" };
    const page = reportPage({ ...data, snapshot: { ...data.snapshot, execution } }, options);
    expect(textOf(page)).toMatch(/ Why it failed the role may not Execution /);
  });

  it("of an execution that goes on says so, and as of when", () => {
    expect(textOf(reportPage(sample("Executing"), options))).toContain(
      "▶ Executing 5 steps for 1 m 40 s: 3 succeeded, 1 executing, 1 not run. As of 1970-01-01 00:01:40Z: it goes on, and this report does not change.",
    );
  });

  it("of 500 steps with long logs is of a size that can be mailed", () => {
    const page = reportPage(largeSample(), options);
    expect(page.length).toBeLessThan(8_000_000);
    expect(page).toContain("Numbers of property files: the first 1000 of 5000");
    expect(page).toContain("and those of 440 more steps");
    expect(page).toContain("<li>and 42 more</li>");
    expect(page).toContain("the last 40 of many lines, job job-of-Step499");
  });
});

/** Every opening and closing tag of a page, without its attributes. */
function tags(page: string): string[] {
  return page.match(/<\/?[a-zA-Z!?][^\s>/]*/g) ?? [];
}

function hostileSteps(name: string, other: string): ExecutionStep[] {
  const job = { kind: "TrainingJob", arn: other, name: other } as const;
  const times = { startTime: at(1), cachedFrom: other };
  return [{ name, type: other, status: other, failureReason: other, job, ...times }];
}

/** A report whose every text was given. */
function make(name: string, other: string): string {
  const curves = [
    {
      name: other,
      points: [
        [0, 1],
        [1, 2],
      ] as const,
    },
  ];
  const data = dataOf(
    {
      definition: definitionOf({ ...lambda("x"), Name: name, DisplayName: other }),
      parameters: new Map([[name, other]]),
      metrics: [{ step: name, file: other, path: other, value: 1, isOverwritten: true }],
      failures: [{ step: name, reason: other, job: other, log: [other] }],
      logs: [
        { step: name, job: other, lines: [other, name], before: 0, curves },
        { step: `b${other}`, job: other, lines: [other, name], before: 0, curves },
      ],
      outputs: [{ step: name, output: other, location: other }],
    },
    hostileSteps(name, other),
  );
  const { execution } = data.snapshot;
  const hostile = { ...execution, pipelineArn: other, displayName: name, failureReason: other };
  const snapshot = { ...data.snapshot, execution: hostile };
  return reportPage({ ...data, pipeline: other, snapshot }, options);
}

it("whatever stands in names, reasons and logs, it is text", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(
      "</pre><script>alert(1)</script>",
      "</style><img src=x onerror=alert(1)>",
      '" onmouseover="alert(1)',
      "'><svg/onload=alert(1)>",
      "</title><meta http-equiv=refresh content=0>",
      "<!--",
      "]]>",
      "&#60;script&#62;",
      "\u0000\u001b]0;x\u0007",
      "javascript:alert(1)",
    ),
  );
  const usual = tags(make("name", "other"));
  fc.assert(
    fc.property(text, text, (name, other) => {
      const page = make(`a${name}`, `a${other}`);
      // The same elements as ever, in the same order: nothing was opened, nothing was closed.
      expect(tags(page)).toEqual(usual);
      // oxlint-disable-next-line no-control-regex -- that none of them is left is what is tested
      expect(page).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      // In no tag is there an attribute that was not written here.
      for (const [tag] of page.matchAll(/<[a-z](?:[^">]|"[^"]*")*>/gi)) {
        expect(tag).not.toMatch(/^[^"]*(?:"[^"]*"[^"]*)*\s(?:on\w+|style|src)=/i);
      }
    }),
    { numRuns: 200 },
  );
});

describe("the time of steps", () => {
  const definition = definitionOf(
    lambda("A"),
    lambda("Short", ["A"]),
    lambda("Long", ["A"]),
    lambda("End", ["Short", "Long"]),
    lambda("Never", ["End"]),
  );
  const steps: readonly ExecutionStep[] = [
    { name: "A", status: "Succeeded", startTime: at(0), endTime: at(10) },
    { name: "Short", status: "Succeeded", startTime: at(10), endTime: at(20) },
    { name: "Long", status: "Succeeded", startTime: at(10), endTime: at(60) },
    { name: "End", status: "Executing", startTime: at(60) },
    { name: "Never", status: "NotRun" },
  ];
  const drawing = executionDrawing(dataOf({}, steps).snapshot, definition, "P", options.now);

  it("is longest along the critical path", () => {
    expect(longestWait(steps, drawing)).toEqual(["A", "Long", "End"]);
    expect(longestWait([], drawing)).toEqual([]);
  });

  it("is drawn as bars from the first beginning to now, in the order in which they began", () => {
    const svg = ganttSvg(steps, ["A", "Long", "End"], 100_000)?.text ?? "";
    const bars = [...svg.matchAll(/<rect class="bar" x="(\S+)" y="\S+" width="(\S+)"/g)];
    // 230 pixels for names and 90 for times are left of 960.
    expect(bars.map(([, x, width]) => [Number(x), Number(width)])).toEqual([
      [230, 64],
      [294, 64],
      [294, 320],
      [614, 256],
    ]);
    expect(svg.match(/class="\w+ critical"/g)).toHaveLength(3);
    expect(svg).toContain("Long: Succeeded, 50.0 s, began after 10.0 s, on the critical path.");
    expect(ganttSvg([{ name: "A", status: "NotRun" }], [], 0)).toBeUndefined();
  });
});
