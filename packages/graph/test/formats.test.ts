import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  drawDot,
  drawingOf,
  drawingOfDifference,
  drawMermaid,
  drawSvg,
  drawText,
  palettes,
  type StepRun,
  svgStyle,
  withRuns,
} from "../src/index.ts";
import { abalone, definitionOf, lambda, unclosed } from "./support/definitions.ts";

const drawing = drawingOf(abalone, "Abalone");
const runs = new Map<string, StepRun>([
  ["AbaloneProcess", { status: "Succeeded", from: "cache" }],
  ["AbaloneTrain", { status: "Succeeded", duration: 187_000, attempts: 2 }],
  ["AbaloneEval", { status: "Executing", duration: 4200 }],
  ["AbaloneMSEFail", { status: "Failed", failureReason: "too high" }],
  ["AbaloneTransform", { status: "Stopped" }],
  ["AbaloneMSECond", { status: "Succeeded", outcome: "False", duration: 0 }],
]);
const executed = withRuns(drawing, runs, "execution a1b2c3: Executing");
const changed = drawingOfDifference(
  definitionOf([lambda("A"), lambda("B", ["A"])]),
  definitionOf([
    lambda("A", [], { LambdaFunctionArn: "x" }),
    { Name: "C", Type: "Fail", Arguments: { ErrorMessage: "" } },
  ]),
  "P",
  "1 → 2",
);

describe("svg", () => {
  it("is well formed, and says what it is to who cannot see it", () => {
    const svg = drawSvg(drawing);
    expect(unclosed(svg)).toEqual([]);
    expect(svg).toMatch(/^<svg .* role="img" aria-labelledby="graph-title graph-desc">/);
    expect(svg).toContain('<title id="graph-title">Abalone</title>');
    expect(svg).toMatch(
      /<desc id="graph-desc">A pipeline of 8 steps\. .*AbaloneTrain \(Training\), after AbaloneProcess\./,
    );
  });

  it("has branches as groups, and arrows of true, false and data apart", () => {
    const svg = drawSvg(drawing);
    expect(svg.match(/<g class="step/g)).toHaveLength(8);
    expect(svg.match(/<g class="side (?:if|else)">/g)).toHaveLength(2);
    expect(
      svg.match(/<g class="edge branch"><title>AbaloneMSECond → \w[^:]*: true</g),
    ).toHaveLength(2);
    expect(svg.match(/<g class="edge branch">.*>true<\/text>/g)).not.toBeNull();
    expect(svg.match(/<g class="edge branch">.*>false<\/text>/g)).toHaveLength(1);
    expect(svg.match(/<g class="chip">.*>MseThreshold<\/text>/g)).not.toBeNull();
    expect(drawSvg(drawing, { parameters: false })).not.toContain('class="chip"');
  });

  it.each([
    ["AbaloneProcess", "succeeded", "✓ Succeeded · from cache"],
    ["AbaloneTrain", "succeeded", "✓ Succeeded · 3 m 07 s · 2 attempts"],
    ["AbaloneEval", "running", "▶ Executing · 4.2 s"],
    ["AbaloneMSECond", "succeeded", "✓ Succeeded · false · 0.0 s"],
    ["AbaloneMSEFail", "failed", "✗ Failed"],
    ["AbaloneTransform", "stopped", "■ Stopped"],
    ["AbaloneCreateModel", "waiting", "○ not run"],
  ])("shows how %s fares by colour, sign and word", (name, tone, line) => {
    const [step] = new RegExp(`<g class="step.*<title>${name} .*`).exec(drawSvg(executed)) ?? [""];
    expect(step).toMatch(new RegExp(`^<g class="step[a-z ]* ${tone}">`));
    expect(step).toContain(`<text class="run"`);
    expect(step).toContain(`>${line}</text>`);
  });

  it("marks what differs by colour and sign, with a legend", () => {
    const svg = drawSvg(changed);
    expect(unclosed(svg)).toEqual([]);
    expect(svg.match(/<g class="legend/g)).toHaveLength(4);
    expect(svg).toMatch(/class="step changed">.*~ changed · 1 change</);
    expect(svg).toMatch(/class="step fail added">.*\+ added</);
    expect(svg).toMatch(/class="step removed">.*− removed</);
    expect(svg).toMatch(/class="edge data removed">/);
  });

  it("has the colours of one theme, or those of the reader", () => {
    expect(svgStyle()).toContain("prefers-color-scheme: dark");
    for (const theme of ["light", "dark"] as const) {
      const svg = drawSvg(executed, { theme });
      expect(svg).not.toContain("@media");
      expect(svg).toContain(palettes[theme].paper);
    }
    expect(drawSvg(executed, { style: false })).not.toContain("<style>");
    // A page that holds a picture keeps its own looks.
    for (const rule of svgStyle().match(/^[^@}\n]+\{/gm) ?? []) {
      expect(rule.split(",").every((part) => part.trim().startsWith(".nacre-graph"))).toBe(true);
    }
  });
});

describe.each(["light", "dark"] as const)("every text of the %s theme can be read", (theme) => {
  const { ink, soft, paper, group, chip, condition, fail, tones } = palettes[theme];
  const behind = [paper, group, condition, fail, ...Object.values(tones).map(({ fill }) => fill)];
  it.each([
    ...behind.flatMap((back) => [
      [ink, back],
      [soft, back],
    ]),
    [soft, chip],
  ])("%s on %s", (front = "", back = "") => {
    expect(contrast(front, back)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(Object.entries(tones))("the border of %s stands out", (_, { line, fill }) => {
    expect(contrast(line, paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(line, fill)).toBeGreaterThanOrEqual(3);
  });
});

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe("mermaid", () => {
  it("has a node for each step, a subgraph for each branch and labels on its arrows", () => {
    const text = drawMermaid(drawing);
    expect(text).toMatch(/^---\ntitle: "Abalone"\n---\nflowchart TD\n/);
    expect(text.match(/^ +s\d+[[({]/gm)).toHaveLength(8);
    expect(text.match(/subgraph/g)).toHaveLength(2);
    expect(text.match(/^ +end$/gm)).toHaveLength(2);
    expect(text).toContain("s1 --> s2\n");
    expect(text).toContain("s4 -->|true| s5\n");
    expect(text).toContain("s4 -->|false| s8\n");
    expect(text).not.toContain("classDef");
  });

  it("has display names, and shortens long ones as other pictures do", () => {
    const long = "x".repeat(300);
    const steps = [
      lambda("A", [], { DisplayName: "Load & clean" }),
      lambda("B", [], { DisplayName: long }),
    ];
    const text = drawMermaid(drawingOf(definitionOf(steps), "P"));
    expect(text).toContain('["Load #38; clean<br/>A · Lambda"]');
    expect(text).toMatch(/\["x+…x+<br\/>B · Lambda"\]/);
    expect(text.length).toBeLessThan(300);
  });

  it("has the colours of statuses and marks", () => {
    expect(drawMermaid(executed)).toMatch(/^ {2}class s1,s2,s4 succeeded$/m);
    expect(drawMermaid(changed)).toMatch(/-->\|#8722;\| /);
    expect(drawMermaid(changed)).toMatch(
      /^ {2}classDef removed fill:#\w+,stroke:#\w+,color:#\w+$/m,
    );
  });
});

describe("dot", () => {
  it("has a node for each step, a cluster for each branch and labels on its arrows", () => {
    const text = drawDot(executed);
    expect(text).toMatch(/^digraph "Abalone" \{\n/);
    expect(text.match(/^ +s\d+ \[label=/gm)).toHaveLength(8);
    expect(text.match(/subgraph cluster_/g)).toHaveLength(2);
    expect(text).toMatch(/ {2}s4 -> s8 \[.*label="false"\]/);
    expect(text).toMatch(/label="AbaloneTrain\\nTraining\\n✓ Succeeded · 3 m 07 s · 2 attempts"/);
  });
});

describe("whatever a definition holds", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "</text><script>alert(1)</script>",
      '"]; evil [label="',
      "--> end\n",
      "`${x}`",
      "\\",
      "&lt;",
      "]]>",
      "<!--",
      "#quot;",
      "' onload='x",
      "\u0000\u001b[2J",
      "constructor",
    ),
  );

  it("makes no markup, breaks no format, and is the same bytes every time", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (names, other) => {
        const steps = names.map((Name, i) => ({
          ...lambda("x", []),
          Name,
          DisplayName: other,
          DependsOn: names.slice(0, i),
        }));
        const ask = {
          Name: "Ask",
          Type: "Condition",
          Arguments: {
            Conditions: [{ Type: "Equals", LeftValue: other, RightValue: names[0] }],
            IfSteps: steps,
            ElseSteps: [],
          },
        };
        const hostile = withRuns(
          drawingOf(definitionOf([ask]), other),
          new Map([[names[0] ?? "", { status: other, failureReason: other }]]),
          other,
        );
        const count = new Set(["Ask", ...names]).size;
        const svg = drawSvg(hostile);
        expect(svg).toBe(drawSvg(structuredClone(hostile)));
        expect(unclosed(svg)).toEqual([]);
        expect([...new Set(svg.match(/<[a-zA-Z!?]+/g))].toSorted()).toEqual(
          expect.not.arrayContaining(["<script", "<!", "<?"]),
        );
        expect(svg.match(/<g class="step/g)).toHaveLength(count);
        expect(svg).not.toMatch(/ on[a-z]+="/);
        expect(drawText(hostile)).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);

        const mermaid = drawMermaid(hostile).split("\n");
        expect(mermaid.filter((line) => /^ +s\d+[[({]/.test(line))).toHaveLength(count);
        for (const line of mermaid.filter((one) => /^ +s\d+\[/.test(one))) {
          expect(line).toMatch(/^ +s\d+\["(?:[^"<>`]|<br\/>)*"\]$/);
        }
        // Outside of strings nothing of the definition is left.
        const bare = drawDot(hostile).replaceAll(/"(?:[^"\\]|\\.)*"/g, "S");
        expect(bare).toMatch(/^[\w\s={}[\],;>.-]*$/);
        expect(bare.match(/^ +s\d+ \[/gm)).toHaveLength(count);
      }),
      { numRuns: 150 },
    );
  });
});
