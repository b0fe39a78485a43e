import type { Branch, Drawing, DrawnEdge, DrawnStep } from "./model.ts";

/** The graph as a listing: steps in the order they can run, branches under their condition. */
export function drawText(drawing: Drawing): string {
  const lines = [`${drawing.title}: ${count(drawing.steps.length, "step")}`];
  if (drawing.parameters.length > 0) {
    const width = Math.max(...drawing.parameters.map(({ name }) => name.length));
    lines.push("", "Parameters");
    for (const { name, type, usedBy } of drawing.parameters) {
      const users = usedBy.length > 0 ? `→ ${usedBy.join(", ")}` : "(not used)";
      lines.push(`  ${name.padEnd(width)}  ${type.padEnd(7)}  ${users}`);
    }
  }
  lines.push("", "Steps (a number says how many steps come before, along the longest way)");
  const rows = listSteps(drawing, undefined, 0);
  const width = Math.max(0, ...rows.map(({ left }) => left.length));
  for (const { left, right } of rows) lines.push(`${left.padEnd(width)}  ${right}`.trimEnd());
  return `${lines.join("\n")}\n`;
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
  const data = into.filter(({ kind }) => kind === "data").map(({ from }) => from);
  const order = into.filter(({ kind }) => kind === "order").map(({ from }) => from);
  return [
    step.type.padEnd(13),
    step.question === undefined ? "" : `${step.question}?`,
    data.length > 0 ? `← ${data.join(", ")}` : "",
    order.length > 0 ? `after ${order.join(", ")}` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function sameBranch(a: Branch | undefined, b: Branch | undefined): boolean {
  return a?.condition === b?.condition && a?.when === b?.when;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
