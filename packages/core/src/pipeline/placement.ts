import { branchMembers } from "../definition/steps.ts";
import { NacreError } from "../errors.ts";
import { isStep, stepParts, type AnyStep } from "../step.ts";

/** The faults in how steps are placed: what is no step, and steps that stand in several places. */
export function placementProblems(steps: readonly AnyStep[]): NacreError[] {
  const places = new Map<AnyStep, string[]>();
  const strangers: NacreError[] = [];
  place(steps, "the top level", places, strangers);
  const twice = [...places].flatMap(([step, where]) => {
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
  return [...strangers, ...twice];
}

function place(
  steps: unknown,
  where: string,
  places: Map<AnyStep, string[]>,
  strangers: NacreError[],
): void {
  const items: readonly unknown[] = Array.isArray(steps) ? steps : [];
  items.forEach((step, index) => {
    if (!isStep(step)) {
      strangers.push(stranger(step, index, where));
      return;
    }
    const earlier = places.get(step);
    if (earlier !== undefined) {
      earlier.push(where);
      return;
    }
    places.set(step, [where]);
    if (step.type !== "Condition") return;
    const stepArguments = step[stepParts].props["arguments"];
    if (typeof stepArguments !== "object" || stepArguments === null) return;
    for (const [member, branch] of Object.entries(branchMembers)) {
      const inner: unknown = Reflect.get(stepArguments, member);
      place(inner, `the ${branch} branch of "${step.name}"`, places, strangers);
    }
  });
}

function stranger(given: unknown, index: number, where: string): NacreError {
  const what = given === undefined ? "undefined" : `a value of type ${typeof given}`;
  return new NacreError("STEP_INVALID", `Item ${index} of ${where} is ${what}, not a step.`, {
    help:
      given === undefined
        ? "Two modules that import each other often see undefined: move what both use to a third."
        : "List the step objects themselves.",
  });
}
