import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import {
  type Drawing,
  drawDot,
  drawingOf,
  drawingOfDifference,
  drawMermaid,
  drawSvg,
  drawText,
  withRuns,
} from "../src/index.ts";
import { definitionOf, lambda } from "./support/definitions.ts";

/** Names that would end a string, a line, a tag or a comment, or begin something else. */
const names = [
  'a"b',
  "a'b",
  "a`b",
  "</title><script>alert(1)</script>",
  "--> end",
  "-->",
  "]",
  '"]; evil [label="',
  "x)",
  "}",
  "]]>",
  "<!--",
  "a\nb",
  "a\r\nb",
  "a\\nb",
  "\\",
  "\u202egnp.exe\u202c",
  "\u200f\u061c",
  "\u2028\u0085",
  "\u0000\u001b[2J\uffff",
  "x".repeat(1000),
  "数据 🚀 é",
  "&lt;b&gt; &amp;",
  "#quot; #35;",
  "end",
  "subgraph",
  "digraph { a -> b }",
  "// comment",
  "%% comment",
  '%%{init: {"theme":"dark"}}%%',
  "direction LR",
  'click s1 "javascript:alert(1)"',
  "$$x^2$$",
  "fa:fa-car",
  "1. list",
  "- item",
  "constructor",
  "",
];

/** The same name in every place that a picture shows. */
function drawingsWith(name: string): readonly (readonly [string, Drawing])[] {
  const steps = [
    lambda(`${name}1`, [], { DisplayName: `${name}!` }),
    { Name: name, Type: name, Arguments: {}, DependsOn: [`${name}1`] },
    {
      Name: `Ask${name}`,
      Type: "Condition",
      DependsOn: [name],
      Arguments: {
        Conditions: [
          { Type: "Equals", LeftValue: name, RightValue: { Get: `Parameters.${name}` } },
        ],
        IfSteps: [{ Name: `${name}2`, Type: "Fail", Arguments: { ErrorMessage: name } }],
        ElseSteps: [lambda(`${name}3`)],
      },
    },
  ];
  const parameters = [{ Name: name, Type: "String", DefaultValue: name }];
  const definition = definitionOf(steps, parameters);
  const run = { status: name, failureReason: name, attempts: 2 };
  return [
    ["definition", drawingOf(definition, name)],
    ["execution", withRuns(drawingOf(definition, name), new Map([[name, run]]), name)],
    [
      "difference",
      drawingOfDifference(definitionOf(steps.slice(0, 1)), definition, name, `${name} → ${name}`),
    ],
  ];
}

const cases = names.flatMap((name) =>
  drawingsWith(name).map(([kind, drawing]) => ({
    name: JSON.stringify(name).slice(0, 40),
    kind,
    drawing,
  })),
);

describe("an SVG of hostile names", () => {
  it.each(cases)("is XML to a strict parser: $kind of $name", ({ drawing }) => {
    const elements: string[] = [];
    const texts: string[] = [];
    const parser = new SaxesParser({ xmlns: true });
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("opentag", ({ name, attributes }) => {
      elements.push(name);
      expect(Object.keys(attributes).filter((key) => /^on|href/i.test(key))).toEqual([]);
    });
    parser.on("text", (text) => texts.push(text));
    parser.write(drawSvg(drawing)).close();
    expect(elements).not.toContain("script");
    expect(elements.filter((name) => name === "desc")).toHaveLength(1);
    // What XML cannot hold is replaced; everything else is there to the letter.
    const title = drawing.title.replaceAll(/(?![\n\r])\p{Cc}|\uffff/gu, (character) =>
      character > "\u007e" && character < "\uffff" ? character : "\ufffd",
    );
    expect(texts.join("\n")).toContain(title.replaceAll(/\r\n?/g, "\n"));
  });
});

describe("DOT of hostile names", async () => {
  const graphviz = await Graphviz.load();
  it.each(cases)("is a graph to Graphviz: $kind of $name", ({ drawing }) => {
    const laidOut = JSON.parse(graphviz.layout(drawDot(drawing), "json", "dot"));
    const nodes: { label: string; tooltip: string }[] = laidOut.objects.filter(
      ({ nodes: inner }: { nodes?: unknown }) => inner === undefined,
    );
    expect(nodes).toHaveLength(drawing.steps.length);
    expect(laidOut.edges).toHaveLength(drawing.edges.length);
    // Their label begins with what the step is called, to the letter where Graphviz can hold it.
    const plain = drawing.steps.filter(({ name }) => /^[\w -]{1,60}$/.test(name));
    for (const { name } of plain) {
      expect(nodes.some(({ tooltip }) => tooltip.startsWith(`${name} (`))).toBe(true);
    }
  });
});

describe("text of hostile names", () => {
  it.each(cases)(
    "has a line for each step and moves no terminal: $kind of $name",
    ({ drawing }) => {
      const text = drawText(drawing);
      const [, steps = ""] = text.split("Steps (a number says");
      // With the heading, `if:`, `else:` and what is behind the last line.
      expect(steps.split("\n")).toHaveLength(drawing.steps.length + 4);
      expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
    },
  );
});

/**
 * Mermaid itself brings 190 MB of packages. With it (12.3) all of the above were read as the graphs that
 * they are; what it stumbled over is kept here.
 *
 * @see https://github.com/mermaid-js/mermaid/blob/develop/packages/mermaid/src/diagrams/flowchart/parser/flow.jison
 */
describe("Mermaid of hostile names", () => {
  it.each([
    ["direction LR", "direction#32;LR"],
    ["go direction  tb", "go direction#32; tb"],
    ["fa:fa-car", "fa#58;fa-car"],
    ["$$x^2$$", "#36;#36;x^2#36;#36;"],
    ["a\\nb", "a#92;nb"],
    ["a\nb", "a b"],
    ["&lt;", "#38;lt;"],
    ["#quot;", "#35;quot;"],
    ["1. list", "1#46; list"],
    ["- item", "#45; item"],
    ["`md`", "#96;md#96;"],
    ["mse: 5.0 - 1", "mse: 5.0 - 1"],
  ])("%j is %s", (name, wanted) => {
    const text = drawMermaid(
      drawingOf(definitionOf([{ Name: name, Type: "T", Arguments: {} }]), "P"),
    );
    expect(text).toContain(`s1["${wanted}<br/>T"]`);
  });

  it.each(cases)("has a line for each step and each arrow: $kind of $name", ({ drawing }) => {
    const [, ...lines] = drawMermaid(drawing).split("\n---\n").at(-1)?.split("\n") ?? [];
    expect(lines.filter((line) => /^ +s\d+[[({]/.test(line))).toHaveLength(drawing.steps.length);
    expect(
      lines.filter((line) => /^ {2}s\d+ -\S+ s\d+$|^ {2}s\d+ -\S*\|.*\| s\d+$/.test(line)),
    ).toHaveLength(drawing.edges.length);
    for (const line of lines) {
      expect(line).toMatch(
        /^$|^ +s\d+(?:\[|\(\[|\{)"[^"<>`]*(?:<br\/>[^"<>`]*)*"(?:\]|\]\)|\})$|^ +(?:end|s\d+ [-.|>].*|class(?:Def)? .*|style .*|subgraph s\d+_(?:if|else)\["[^"<>`]*"\]|changes\["[^"<>`]*(?:<br\/>[^"<>`]*)*"\])$/,
      );
    }
  });
});
