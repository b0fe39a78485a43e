import { definitionGraph, type PipelineDefinition, nearest } from "@nacre/core";
import { userError } from "../errors.ts";

/** Which steps of a pipeline are to run. */
export interface StepChoice {
  /** `--steps`: these. */
  readonly steps: readonly string[];
  /** `--from`: these and all that come after them. */
  readonly from: readonly string[];
  /** `--to`: these and all that they build on. */
  readonly to: readonly string[];
}

/**
 * The steps that are chosen, in the order of the definition; undefined where all are to run. With both
 * `from` and `to`, what lies between them; `steps` come to it.
 *
 * @throws NacreError `STEP_UNKNOWN`, `NO_STEP_BETWEEN`
 */
export function selectedSteps(
  definition: PipelineDefinition,
  { steps, from, to }: StepChoice,
): string[] | undefined {
  if (steps.length + from.length + to.length === 0) return undefined;
  const { nodes, edges } = definitionGraph(definition);
  const names = nodes.map(({ name }) => name);
  for (const name of [...steps, ...from, ...to]) checkName(name, names);
  const after = closure(
    from,
    edges.map((edge) => [edge.from, edge.to] as const),
  );
  const before = closure(
    to,
    edges.map((edge) => [edge.to, edge.from] as const),
  );
  const chosen = new Set(steps);
  for (const name of names) {
    const isAfter = from.length === 0 || after.has(name);
    const isBefore = to.length === 0 || before.has(name);
    if (from.length + to.length > 0 && isAfter && isBefore) chosen.add(name);
  }
  if (chosen.size > 0) return names.filter((name) => chosen.has(name));
  throw userError("NO_STEP_BETWEEN", `no way leads from ${from.join(", ")} to ${to.join(", ")}`, {
    help: "`nacre graph` shows which step comes after which",
  });
}

function checkName(name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  const near = nearest(name, names);
  throw userError("STEP_UNKNOWN", `the pipeline has no step \`${name}\``, {
    help: near === undefined ? `there are: ${names.join(", ")}` : `did you mean \`${near}\`?`,
  });
}

/** All that can be reached along the arrows, the beginnings too. */
function closure(
  from: readonly string[],
  arrows: readonly (readonly [from: string, to: string])[],
): ReadonlySet<string> {
  const next = Map.groupBy(arrows, ([start]) => start);
  const reached = new Set(from);
  // What is added while it is walked is walked too.
  for (const name of reached) {
    for (const [, end] of next.get(name) ?? []) reached.add(end);
  }
  return reached;
}

/** Names given one after the other or with commas between them. */
export function readNames(given: readonly string[]): string[] {
  return given
    .flatMap((text) => text.split(","))
    .map((name) => name.trim())
    .filter(Boolean);
}
