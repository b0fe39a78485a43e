import type { Drawing, DrawnEdge, DrawnStep } from "./model.ts";
import { changeLine, markLine, runLine } from "./status.ts";

/** The whole graph in sentences, for those who hear it. */
export function describeDrawing({ steps, edges, changes = [] }: Drawing): string {
  const before = Map.groupBy(edges, ({ to }) => to);
  const sentences = steps.map((step) => {
    const into = before.get(step.name) ?? [];
    const branch = step.branch ? `, ${step.branch.when} branch of ${step.branch.condition}` : "";
    const isKept = step.mark?.kind !== "removed";
    const after = into.filter(({ mark }) => mark !== "removed" || !isKept);
    const gone = into.filter(({ mark }) => mark === "removed" && isKept);
    return `${stepTitle(step)}${branch}${names(", after", after)}${names(", no longer after", gone)}.`;
  });
  const count = `${steps.length} ${steps.length === 1 ? "step" : "steps"}`;
  const others = changes.map((change) => `${change.kind}: ${changeLine(change).slice(2)}.`);
  return [`A pipeline of ${count}.`, ...sentences, ...others].join(" ");
}

function names(words: string, edges: readonly DrawnEdge[]): string {
  return edges.length === 0 ? "" : `${words} ${edges.map(({ from }) => from).join(", ")}`;
}

/** All about one step in a line, such as `Train (Training): Succeeded · 4.2 s`. */
export function stepTitle({ name, type, question, run, mark }: DrawnStep): string {
  const facts = [
    ...(question ? [question] : []),
    // A sign is read aloud as what it looks like.
    ...(run ? [runLine(run).slice(2)] : []),
    ...(run?.failureReason ? [run.failureReason] : []),
    ...(mark ? [markLine(mark).slice(2), ...(mark.notes ?? [])] : []),
  ];
  return `${name} (${type})${facts.length > 0 ? `: ${facts.join("; ")}` : ""}`;
}
