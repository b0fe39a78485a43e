import { createHash } from "node:crypto";
import { type PipelineDefinition, readDefinition } from "@nacre/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExecutionStep } from "../../src/executions/execution.ts";
import type { ReportData } from "../../src/report/data.ts";
import { ganttSvg, longestWait } from "../../src/report/gantt.ts";
import { reportPage } from "../../src/report/page.ts";
import { executionDrawing } from "../../src/graph/execution.ts";

const options = { now: new Date(100_000), version: "1.2.3", region: "eu-west-1" };

function at(seconds: number): Date {
  return new Date(seconds * 1000);
}

function lambda(Name: string, reads: readonly string[] = []): object {
  const args = reads.map((step, i) => [`a${i}`, { Get: `Steps.${step}.OutputParameters['x']` }]);
  return { Name, Type: "Lambda", Arguments: Object.fromEntries(args) };
}

function definitionOf(...Steps: readonly object[]): PipelineDefinition {
  return readDefinition(JSON.stringify({ Version: "2020-12-01", Parameters: [], Steps }));
}

const arn = "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/P/execution/a1b2c3d4e5f6";

function dataOf(more: Partial<ReportData>, steps: readonly ExecutionStep[] = []): ReportData {
  const execution = {
    arn,
    id: "a1b2c3d4e5f6",
    pipelineArn: arn.split("/execution")[0] ?? "",
    status: "Failed",
    startTime: at(0),
    lastModifiedTime: at(90),
  };
  return {
    snapshot: { execution, steps },
    pipeline: "P",
    definition: undefined,
    parameters: new Map(),
    metrics: [],
    failures: [],
    logs: [],
    outputs: [],
    propertyFiles: [],
    ...more,
  };
}

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
            lines: ["\u001b[31mred\u001b[0m"],
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
    "the last 1 of 13 lines, job job-2",
    "train-rmse: 1",
    "nacre 1.2.3, 1970-01-01 00:01:40Z",
  ])("says %s", (text) => expect(page).toContain(text));

  it("shows logs without the colours of terminals", () => {
    expect(page).toMatch(/<pre tabindex="0">red<\/pre>/);
  });

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
      "graph",
      "time",
      "steps",
      "parameters",
      "metrics",
      "curves",
      "outputs",
      "logs",
    ]);
    for (const id of heads) expect(page).toContain(`<section aria-labelledby="${id}">`);
    expect(page.match(/<svg (?![^>]*(?:role="img"|aria-hidden="true"))/g)).toBeNull();
    expect(page.match(/<caption>/g)).toHaveLength(4);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("leaves out what there is none of", () => {
    const empty = reportPage(dataOf({}), options);
    expect([...empty.matchAll(/<h2 id="(\w+)">/g)].map(([, id]) => id)).toEqual(["graph", "steps"]);
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
      logs: [{ step: name, job: other, lines: [other, name], before: 0, curves }],
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
