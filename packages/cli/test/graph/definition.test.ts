import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folderWith, nacre } from "../support/nacre.ts";

const abalone = fileURLToPath(
  new URL("../../../abalone/test/fixtures/abalone-definition.json", import.meta.url),
);

async function draw(format: string, file: string = abalone): Promise<string> {
  const { code, stdout, stderr } = await nacre(["graph", file, "--format", format]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** A definition whose every text would break out of Mermaid or XML, with an order edge. */
const hostile = JSON.stringify({
  Version: "2020-12-01",
  Metadata: {},
  Parameters: [],
  Steps: [
    { Name: "constructor", Type: "Fail", Arguments: { ErrorMessage: "x" } },
    {
      Name: "Ask",
      Type: "Condition",
      DependsOn: ["constructor"],
      Arguments: {
        Conditions: [
          {
            Type: "Equals",
            LeftValue: '</text><script>"&#quot;`',
            RightValue: {
              "Std:Join": { On: "-", Values: ["a", { Get: "Execution.StartDateTime" }] },
            },
          },
        ],
        IfSteps: [],
        ElseSteps: [{ Name: "Stop", Type: "Fail", Arguments: { ErrorMessage: "\u0001" } }],
      },
    },
  ],
});

describe("text", () => {
  it("lists parameters with their users and steps by layer, branches under their condition", async () => {
    const lines = (await draw("text")).split("\n");
    const short = await nacre(["graph", abalone, "--hide-parameters"]);
    expect(short.stdout).toContain("8 steps\n\nSteps");
    const line = (start: string): string =>
      lines.find((text) => text.trim().startsWith(start)) ?? "";
    expect(lines[0]).toBe("abalone-definition: 8 steps");
    expect(line("MseThreshold")).toMatch(/Float +→ AbaloneMSECond, AbaloneMSEFail$/);
    expect(line("3 AbaloneEval")).toMatch(/Processing +← AbaloneTrain, AbaloneProcess$/);
    expect(line("4 AbaloneMSECond")).toContain(
      "EvaluationReport regression_metrics.mse.value ≤ MseThreshold?",
    );
    const order = [
      "1 AbaloneProcess",
      "2 AbaloneTrain",
      "4 AbaloneMSECond",
      "if:",
      "6 AbaloneTransform",
      "else:",
      "5 AbaloneMSEFail",
    ];
    const places = order.map((start) => lines.indexOf(line(start)));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});

describe("mermaid", () => {
  it("has a node for each step, a subgraph for each branch and labels on its arrows", async () => {
    const text = await draw("mermaid");
    expect(text).toMatch(/^---\ntitle: "abalone-definition"\n---\nflowchart TD\n/);
    expect(text.match(/^ +s\d+[[({]/gm)).toHaveLength(8);
    expect(text.match(/subgraph/g)).toHaveLength(2);
    expect(text.match(/^ +end$/gm)).toHaveLength(2);
    expect(text).toContain("s1 --> s2\n");
    expect(text).toContain("s4 -->|true| s5\n");
    expect(text).toContain("s4 -->|false| s8\n");
    // The transform follows from its model: the condition does not point at it a second time.
    expect(text).not.toContain("s4 -->|true| s7");
  });

  it("cannot be broken by what a definition holds, and tells order from data", async () => {
    const cwd = folderWith({ "hostile.json": hostile });
    const text = await draw("mermaid", `${cwd}/hostile.json`);
    expect(text).toContain("s1 -.->|after| s2\n");
    const label = /s2\{"(.*)"\}/.exec(text)?.[1];
    expect(label).not.toMatch(/["`]|<(?!br\/>)/);
    expect(label).toContain("#60;script#62;#34;#38;#35;quot;#96;");
  });
});

describe("svg", () => {
  it("is well formed, says what it is, and suits light and dark", async () => {
    const svg = await draw("svg");
    expect(unclosed(svg)).toEqual([]);
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" .*role="img" aria-labelledby="graph-title graph-desc">/,
    );
    expect(svg).toContain('<title id="graph-title">abalone-definition</title>');
    expect(svg).toMatch(
      /<desc id="graph-desc">A pipeline of 8 steps\. .*AbaloneTrain \(Training\), after AbaloneProcess\./,
    );
    expect(svg).toContain("prefers-color-scheme: dark");
    expect(svg.match(/<g class="step/g)).toHaveLength(8);
    expect(svg.match(/<g class="side (?:if|else)">/g)).toHaveLength(2);
    expect(svg.match(/<g class="edge branch"><title>[^<]*: true<\/title>/g)).toHaveLength(2);
    expect(svg.match(/<g class="edge branch"><title>[^<]*: false<\/title>/g)).toHaveLength(1);
    expect(svg).toMatch(/<g class="edge branch">.*>true<\/text>/);
    expect(svg).toMatch(/<g class="edge branch">.*>false<\/text>/);
  });

  it("holds every step inside the picture, none over another", async () => {
    const svg = await draw("svg");
    const [, width = 0, height = 0] = (/viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? []).map(Number);
    const boxes = [
      ...svg.matchAll(
        /<g class="step.*?<rect class="box" x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"/g,
      ),
    ]
      .map(([, ...numbers]) => numbers.map(Number))
      .map(([x = 0, y = 0, w = 0, h = 0]) => ({ left: x, top: y, right: x + w, bottom: y + h }));
    expect(boxes).toHaveLength(8);
    for (const box of boxes) {
      expect(box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height).toBe(
        true,
      );
      const others = boxes.filter((other) => other !== box);
      expect(
        others.filter(
          (o) =>
            o.left < box.right && box.left < o.right && o.top < box.bottom && box.top < o.bottom,
        ),
      ).toEqual([]);
    }
  });

  it("is the same bytes every time", async () => {
    const [a, b] = await Promise.all([draw("svg"), draw("svg")]);
    expect(a).toBe(b);
  });

  it("cannot be broken by what a definition holds, and tells order from data", async () => {
    const cwd = folderWith({ "hostile.json": hostile });
    const svg = await draw("svg", `${cwd}/hostile.json`);
    expect(unclosed(svg)).toEqual([]);
    expect(svg).not.toContain("<script>");
    expect(svg).toContain("&lt;script&gt;");
    expect(svg).toMatch(/<g class="edge order">.*>after<\/text>/);
  });
});

describe("-o", () => {
  it("writes the picture to a file", async () => {
    const cwd = folderWith({});
    const ended = await nacre(["graph", abalone, "--format", "svg", "-o", "out/graph.svg"], {
      cwd,
    });
    expect(ended).toMatchObject({ code: 0, stdout: "" });
    expect(readFileSync(`${cwd}/out/graph.svg`, "utf8")).toBe(await draw("svg"));
  });
});

it.each([
  { text: "[1]", code: "DEFINITION_" },
  { text: '{ "Version": ', code: "DEFINITION_NOT_JSON" },
])("a definition file that holds $text is refused with its place", async ({ text, code }) => {
  const cwd = folderWith({ "bad.json": text });
  const ended = await nacre(["graph", "bad.json"], { cwd });
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toMatch(new RegExp(`^error ${code}`));
  expect(ended.stderr).toContain("bad.json");
});

/** Tags that are opened and not closed in order, or closed and never opened. */
function unclosed(xml: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = "", empty] of xml.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (empty) continue;
    if (!slash) open.push(name);
    else if (open.pop() !== name) return [...open, `/${name}`];
  }
  return open;
}
