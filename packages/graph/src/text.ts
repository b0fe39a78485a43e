import { type Branch, sameBranch } from "./branch.ts";
import type { Drawing, DrawnEdge, DrawnStep } from "./model.ts";
import { changeLine, markLine, markSign, runLine } from "./status.ts";

/** Longer names are not aligned with. */
const widest = 64;

/** The graph as a listing: steps in the order they can run, branches under their condition. */
export function drawText(drawing: Drawing): string {
  const lines = [`${drawing.title}: ${stepCount(drawing)}`];
  if (drawing.subtitle !== undefined) lines.push(drawing.subtitle);
  if (drawing.parameters.length > 0) {
    lines.push("", "Parameters", ...parameterLines(drawing));
  }
  const { changes = [] } = drawing;
  if (changes.length > 0) {
    lines.push(
      "",
      "What differs beside the steps",
      ...changes.map((one) => `  ${changeLine(one)}`),
    );
  }
  if (drawing.steps.length > 0) {
    lines.push("", "Steps (a number says how many steps come before, along the longest way)");
  }
  const rows = listSteps(drawing, undefined, 0);
  const width = Math.min(widest, Math.max(0, ...rows.map(({ left }) => left.length)));
  for (const { left, right } of rows) lines.push(`${left.padEnd(width)}  ${right}`.trimEnd());
  return `${lines.map(printable).join("\n")}\n`;
}

/** What would do something to a terminal, or turn the direction of a line, is not printed. */
function printable(line: string): string {
  return line.replaceAll(/\p{Cc}|\p{Bidi_Control}/gu, "\u{FFFD}");
}

function parameterLines({ parameters }: Drawing): string[] {
  const width = Math.min(widest, Math.max(...parameters.map(({ name }) => name.length)));
  return parameters.map(({ name, type, usedBy }) => {
    const users = usedBy.length > 0 ? `→ ${usedBy.join(", ")}` : "(not used)";
    return `  ${name.padEnd(width)}  ${type.padEnd(7)}  ${users}`;
  });
}

interface Row {
  readonly left: string;
  readonly right: string;
}

function listSteps(drawing: Drawing, branch: Branch | undefined, depth: number): Row[] {
  const indent = "  ".repeat(depth + 1);
  return drawing.steps
    .filter((step) => sameBranch(step.branch, branch))
    .toSorted((a, b) => a.layer - b.layer)
    .flatMap((step) => [
      { left: `${indent}${step.layer + 1} ${step.name}`, right: details(step, drawing.edges) },
      ...(["if", "else"] as const).flatMap((when) => {
        const inner = listSteps(drawing, { condition: step.name, when }, depth + 2);
        return inner.length > 0 ? [{ left: `${indent}  ${when}:`, right: "" }, ...inner] : [];
      }),
    ]);
}

function details(step: DrawnStep, edges: readonly DrawnEdge[]): string {
  const into = edges.filter(({ to }) => to === step.name);
  const run = step.run && runLine(step.run);
  const mark = step.mark && markLine(step.mark);
  const data = into.filter(({ kind }) => kind === "data").map(source);
  const order = into.filter(({ kind }) => kind === "order").map(source);
  return [
    step.type.padEnd(13),
    ...(run === undefined ? [] : [run.padEnd(20)]),
    ...(mark === undefined ? [] : [mark]),
    step.question === undefined ? "" : `${step.question}?`,
    ...(step.mark?.notes ?? []).map((note) => `(${note})`),
    data.length > 0 ? `← ${data.join(", ")}` : "",
    order.length > 0 ? `after ${order.join(", ")}` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** Where an arrow comes from, with a sign for what became of it. */
function source({ from, mark, was }: DrawnEdge): string {
  const sign = mark === undefined ? "" : `${markSign(mark)} `;
  return `${sign}${from}${was === undefined ? "" : ` (was ${was})`}`;
}

/** How many steps there are; of a difference, how many of them differ. */
function stepCount({ steps, edges, changes = [] }: Drawing): string {
  if (steps.length === 0) return "no steps";
  const all = count(steps.length, "step");
  const differ = steps.filter(({ mark }) => mark !== undefined).length;
  const isDifference = changes.length > 0 || [...steps, ...edges].some(({ mark }) => mark);
  return isDifference ? `${differ} of ${all}` : all;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
