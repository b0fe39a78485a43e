import type { Branch, Drawing, DrawnEdge, DrawnStep } from "./model.ts";

/** The graph as a Mermaid flowchart; each branch of a condition is a subgraph. */
export function drawMermaid(drawing: Drawing): string {
  const ids = new Map(drawing.steps.map(({ name }, i) => [name, `s${i + 1}`]));
  const id = (name: string): string => ids.get(name) ?? "";
  return [
    "---",
    `title: ${JSON.stringify(drawing.title)}`,
    "---",
    "flowchart TD",
    ...steps(drawing, undefined, "  ", id),
    ...drawing.edges.map((edge) => `  ${id(edge.from)} ${arrow(edge)} ${id(edge.to)}`),
    "",
  ].join("\n");
}

function steps(
  drawing: Drawing,
  branch: Branch | undefined,
  indent: string,
  id: (name: string) => string,
): string[] {
  const here = drawing.steps.filter(
    (step) => step.branch?.condition === branch?.condition && step.branch?.when === branch?.when,
  );
  return here.flatMap((step) => [
    `${indent}${id(step.name)}${shape(step)}`,
    ...(["if", "else"] as const).flatMap((when) => {
      const inner = steps(drawing, { condition: step.name, when }, `${indent}  `, id);
      if (inner.length === 0) return [];
      const head = `subgraph ${id(step.name)}_${when}["${escape(`${when}: ${step.name}`)}"]`;
      return [`${indent}${head}`, ...inner, `${indent}end`];
    }),
  ]);
}

function shape({ name, type, question }: DrawnStep): string {
  const label = [name, type, ...(question ? [question] : [])].map(escape).join("<br/>");
  if (type === "Condition") return `{"${label}"}`;
  return type === "Fail" ? `(["${label}"])` : `["${label}"]`;
}

function arrow({ kind, label }: DrawnEdge): string {
  if (kind === "order") return "-.->|after|";
  return label === undefined ? "-->" : `-->|${label}|`;
}

/** Mermaid reads `#quot;` and the like inside quotes; a bare `#` would begin one. */
function escape(text: string): string {
  return text
    .replaceAll("#", "#35;")
    .replaceAll('"', "#quot;")
    .replaceAll("<", "#lt;")
    .replaceAll(">", "#gt;")
    .replaceAll("`", "#96;");
}
