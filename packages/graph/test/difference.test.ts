import { describe, expect, it } from "vitest";
import {
  describeDrawing,
  drawDot,
  type Drawing,
  drawingOfDifference,
  drawMermaid,
  drawSvg,
  drawText,
} from "../src/index.ts";
import { abalone, definitionOf, lambda } from "./support/definitions.ts";

function ask(value: number, branches: { yes?: readonly object[]; no?: readonly object[] }): object {
  return {
    Name: "Ask",
    Type: "Condition",
    Arguments: {
      Conditions: [{ Type: "LessThan", LeftValue: 1, RightValue: value }],
      IfSteps: branches.yes ?? [],
      ElseSteps: branches.no ?? [],
    },
  };
}

function after(name: string, ...others: readonly string[]): object {
  return lambda(name, [], { DependsOn: others });
}

const other = { LambdaFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:other" };
const rounds = { Name: "Rounds", Type: "Integer", DefaultValue: 50 };
const [a, b] = [lambda("A"), lambda("B")];

type Side = readonly [steps: readonly object[], parameters?: readonly object[]];

function differenceOf(before: Side, later: Side): Drawing {
  return drawingOfDifference(definitionOf(...before), definitionOf(...later), "P", "1 → 2");
}

/** What each format says of a difference; a PNG is made from the SVG. */
const cases: readonly (readonly [
  what: string,
  before: Side,
  after: Side,
  said: { text: RegExp; mermaid: RegExp; dot: RegExp; svg: RegExp },
])[] = [
  [
    "a step added",
    [[a]],
    [[a, { Name: "F", Type: "Fail", Arguments: { ErrorMessage: "" } }]],
    {
      text: /1 F +Fail +\+ added$/m,
      mermaid: /\["F<br\/>Fail<br\/>#43; added"\]/,
      dot: /label="F\\nFail\\n\+ added".*fillcolor="#dff5e5"/,
      svg: /class="step fail added">.*>\+ added</,
    },
  ],
  [
    "a step removed",
    [[a, b]],
    [[a]],
    {
      text: /1 B +Lambda +− removed$/m,
      mermaid: /\["B<br\/>Lambda<br\/>− removed"\]/,
      dot: /label="B\\nLambda\\n− removed"/,
      svg: /class="step removed">.*>− removed</,
    },
  ],
  [
    "a step changed",
    [[a]],
    [[lambda("A", [], other)]],
    {
      text: /1 A +Lambda +~ changed · 1 change$/m,
      mermaid: /\["A<br\/>Lambda<br\/>~ changed · 1 change"\]/,
      dot: /label="A\\nLambda\\n~ changed · 1 change"/,
      svg: /class="step changed">.*>~ changed · 1 change</,
    },
  ],
  [
    "a step renamed",
    [[lambda("A", [], other)]],
    [[lambda("New", [], other)]],
    {
      text: /1 New +Lambda +→ renamed from A$/m,
      mermaid: /\["New<br\/>Lambda<br\/>→ renamed from A"\]/,
      dot: /label="New\\nLambda\\n→ renamed from A"/,
      svg: /class="step changed">.*>→ renamed from A</,
    },
  ],
  [
    "a step of another type",
    [[a]],
    [[{ Name: "A", Type: "Fail", Arguments: { ErrorMessage: "" } }]],
    {
      text: /1 A +Fail +~ changed · \d changes \(was of type Lambda\)$/m,
      mermaid: /~ changed · \d changes<br\/>was of type Lambda"/,
      dot: /~ changed · \d changes\\nwas of type Lambda"/,
      svg: />was of type Lambda</,
    },
  ],
  [
    "a step moved to another branch",
    [[ask(2, { yes: [a] })]],
    [[ask(2, { no: [a] })]],
    {
      text: /else:\n +2 A +Lambda +~ changed · 1 change \(moved from the true branch of Ask\)$/m,
      mermaid: /~ changed · 1 change<br\/>moved from the true branch of Ask"/,
      dot: /~ changed · 1 change\\nmoved from the true branch of Ask"/,
      svg: />moved from the true branch of Ask</,
    },
  ],
  [
    "a step moved into a branch",
    [[a, ask(2, {})]],
    [[ask(2, { yes: [a] })]],
    {
      text: /2 A .* \(moved from the top\)$/m,
      mermaid: /s1 -->\|#43; true\| s2/,
      dot: /s1 -> s2 \[.*label="\+ true"/,
      svg: /class="edge branch added"/,
    },
  ],
  [
    "a condition changed",
    [[ask(5, {})]],
    [[ask(6, {})]],
    {
      text: /1 Ask +Condition +~ changed · 1 change 1 < 6\? \(asked 1 < 5\?\)$/m,
      mermaid: /1 #60; 6<br\/>~ changed · 1 change<br\/>asked 1 #60; 5\?"/,
      dot: /1 < 6\\n~ changed · 1 change\\nasked 1 < 5\?"/,
      svg: />1 &lt; 6<.*>asked 1 &lt; 5\?</,
    },
  ],
  [
    "data that flows now",
    [[a, b]],
    [[a, lambda("B", ["A"])]],
    {
      text: /2 B .*← \+ A$/m,
      mermaid: /s1 -->\|#43;\| s2/,
      dot: /s1 -> s2 \[.*label="\+", color="#1f7a3d", penwidth/,
      svg: /class="edge data added"><title>A → B: \S+ \(added\)</,
    },
  ],
  [
    "data that flows no longer",
    [[a, lambda("B", ["A"])]],
    [[a, b]],
    {
      text: /1 B .*← − A$/m,
      mermaid: /s1 -->\|#8722;\| s2/,
      dot: /s1 -> s2 \[.*label="−", color="#b3261e", penwidth/,
      svg: /class="edge data removed">.*>−<\/text>/,
    },
  ],
  [
    "a DependsOn added",
    [[a, b]],
    [[a, after("B", "A")]],
    {
      text: /2 B .*after \+ A$/m,
      mermaid: /s1 -\.->\|#43; after\| s2/,
      dot: /s1 -> s2 \[.*label="\+ after", style=dashed/,
      svg: /class="edge order added"/,
    },
  ],
  [
    "a DependsOn that is gone, beside one that stays",
    [[a, b, after("C", "A", "B")]],
    [[a, b, after("C", "B")]],
    {
      text: /2 C .*after B, − A$/m,
      mermaid: /s1 -\.->\|#8722; after\| s3/,
      dot: /s1 -> s3 \[.*label="− after", style=dashed/,
      svg: /class="edge order removed">.*>− after<\/text>/,
    },
  ],
  [
    "a DependsOn that became data",
    [[a, after("B", "A")]],
    [[a, lambda("B", ["A"])]],
    {
      text: /2 B .*← ~ A \(was after\)$/m,
      mermaid: /s1 -->\|#126; was after\| s2/,
      dot: /s1 -> s2 \[.*label="~ \(was after\)"/,
      svg: /class="edge data changed"><title>A → B: \S+ \(changed, was after\)</,
    },
  ],
  [
    "true that became false",
    [[ask(2, { yes: [a] })]],
    [[ask(2, { no: [a] })]],
    {
      text: /else:\n +2 A /,
      mermaid: /s1 -->\|#126; false was true\| s2/,
      dot: /s1 -> s2 \[.*label="~ false \(was true\)"/,
      svg: /class="edge branch changed">/,
    },
  ],
  [
    "a parameter added",
    [[a]],
    [[a], [rounds]],
    {
      text: /^ {2}\+ parameter Rounds = 50 \(Integer\)$/m,
      mermaid: /changes\["#43; parameter Rounds = 50 \(Integer\)"\]/,
      dot: /label="1 → 2\\n\+ parameter Rounds = 50 \(Integer\)"/,
      svg: />\+ parameter Rounds = 50 \(Integer\)</,
    },
  ],
  [
    "a parameter removed",
    [[a], [rounds]],
    [[a]],
    {
      text: /^ {2}− parameter Rounds = 50 \(Integer\)$/m,
      mermaid: /changes\["− parameter Rounds/,
      dot: /\\n− parameter Rounds/,
      svg: />− parameter Rounds/,
    },
  ],
  [
    "a default changed",
    [[a], [rounds]],
    [[a], [{ ...rounds, DefaultValue: 100 }]],
    {
      text: /^ {2}~ parameter Rounds: DefaultValue 50 → 100$/m,
      mermaid: /changes\["~ parameter Rounds: DefaultValue 50 → 100"\]/,
      dot: /\\n~ parameter Rounds: DefaultValue 50 → 100"/,
      svg: />~ parameter Rounds: DefaultValue 50 → 100</,
    },
  ],
];

describe.each(cases)("%s", (_, before, later, said) => {
  const drawing = differenceOf(before, later);
  it.each([
    ["text", drawText],
    ["mermaid", drawMermaid],
    ["dot", drawDot],
    ["svg", drawSvg],
  ] as const)("is told by %s", (format, draw) => {
    expect(draw(drawing)).toMatch(said[format]);
  });
});

describe("a difference", () => {
  it("does not take arrows that others imply for removed or added", () => {
    const chain = differenceOf(
      [[ask(2, { yes: [a, b] })]],
      [[ask(2, { yes: [a, lambda("B", ["A"])] })]],
    );
    // Before, the condition pointed at B as well; B still stands in its branch.
    expect(chain.edges.map(({ from, to, mark }) => [from, to, mark])).toEqual([
      ["Ask", "A", undefined],
      ["A", "B", "added"],
    ]);
    const apart = differenceOf(
      [[ask(2, { yes: [a, lambda("B", ["A"])] })]],
      [[ask(2, { yes: [a, b] })]],
    );
    expect(apart.edges.map(({ from, to, mark }) => [from, to, mark])).toEqual([
      ["Ask", "A", undefined],
      ["Ask", "B", undefined],
      ["A", "B", "removed"],
    ]);
  });

  it("is told to who cannot see it, what is gone as such", () => {
    const told = describeDrawing(
      differenceOf([[a, b, after("C", "A", "B")], [rounds]], [[a, b, after("C", "B")]]),
    );
    expect(told).toMatch(
      /C \(Lambda\): changed · 1 change, after B, no longer after A\. removed: parameter Rounds/,
    );
  });

  it("that is none says so, without a legend", () => {
    const same = drawingOfDifference(abalone, abalone, "P", "1 → 2");
    expect(drawText(same)).toContain("1 → 2 · nothing differs");
    expect(drawSvg(same)).not.toContain('class="legend');
  });

  it("names some of many parameters in a picture, and how many more there are", () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ ...rounds, Name: `P${i}` }));
    const drawing = differenceOf([[a]], [[a], many]);
    expect(drawSvg(drawing)).toContain(">and 29 more<");
    expect(drawText(drawing)).toContain("+ parameter P39 = 50");
  });
});
