import type { Drawing, DrawnStep } from "./model.ts";
import { markLine, runLine } from "./status.ts";

/** The whole graph in sentences, for those who hear it. */
export function describeDrawing({ steps, edges }: Drawing): string {
  const before = Map.groupBy(edges, ({ to }) => to);
  const sentences = steps.map((step) => {
    const from = (before.get(step.name) ?? []).map((edge) => edge.from);
    const branch = step.branch ? `, ${step.branch.when} branch of ${step.branch.condition}` : "";
    return `${stepTitle(step)}${branch}${from.length > 0 ? `, after ${from.join(", ")}` : ""}.`;
  });
  const count = `${steps.length} ${steps.length === 1 ? "step" : "steps"}`;
  return [`A pipeline of ${count}.`, ...sentences].join(" ");
}

/** All about one step in a line, such as `Train (Training): Succeeded · 4.2 s`. */
export function stepTitle({ name, type, question, run, mark }: DrawnStep): string {
  const facts = [
    ...(question ? [question] : []),
    // A sign is read aloud as what it looks like.
    ...(run ? [runLine(run).slice(2)] : []),
    ...(run?.failureReason ? [run.failureReason] : []),
    ...(mark ? [markLine(mark).slice(2)] : []),
  ];
  return `${name} (${type})${facts.length > 0 ? `: ${facts.join("; ")}` : ""}`;
}
