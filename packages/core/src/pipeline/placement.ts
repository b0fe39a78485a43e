import { branchMembers } from "../definition/steps.ts";
import { NacreError } from "../errors.ts";
import { isStep, stepParts, type AnyStep } from "../step.ts";

/** The faults of steps that stand in more than one place. */
export function placementProblems(steps: readonly AnyStep[]): NacreError[] {
  const places = new Map<AnyStep, string[]>();
  place(steps, "the top level", places);
  return [...places].flatMap(([step, where]) => {
    if (where.length === 1) return [];
    return new NacreError(
      "STEP_PLACED_TWICE",
      `Step "${step.name}" stands in ${where.length} places: ${where.join(", and ")}.`,
      {
        at: { step: step.name },
        help:
          "List it once. A step that is to run in both branches needs two steps with two names; " +
          "a step that runs in any case belongs to the top level only.",
      },
    );
  });
}

function place(steps: unknown, where: string, places: Map<AnyStep, string[]>): void {
  for (const step of Array.isArray(steps) ? steps : []) {
    if (!isStep(step)) continue;
    const earlier = places.get(step);
    if (earlier !== undefined) {
      earlier.push(where);
      continue;
    }
    places.set(step, [where]);
    const stepArguments = step[stepParts].props["arguments"];
    if (typeof stepArguments !== "object" || stepArguments === null) continue;
    for (const [member, branch] of Object.entries(branchMembers)) {
      place(Reflect.get(stepArguments, member), `the ${branch} branch of "${step.name}"`, places);
    }
  }
}
