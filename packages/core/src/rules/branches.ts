import type { CheckedDependency, CheckedReference, CheckedStep } from "./checked-definition.ts";
import type { Rule } from "./rule.ts";
import { condition, example, fail, lambda, someCondition } from "./support/examples.ts";
import { shown } from "./shown.ts";
import { once } from "./support/once.ts";
import { eachStep, eachStepWith } from "./support/values.ts";

const guide = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html";
const types = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html";

/** Conditions nested deeper are not followed: AWS forbids the second level. */
const deepest = 32;

/** Rules on what waits for what. */
export const branchRules: readonly Rule[] = [
  {
    id: "STEP_NEVER_STARTS",
    severity: "error",
    reason:
      "A step waits for all that it needs, but only one branch of a condition runs: what needs steps " +
      "of both never starts.",
    source: guide,
    fix: "Need steps of one branch only, or put a step of its own into each branch.",
    get passing() {
      return example([
        condition("Check", [someCondition], [lambda("Yes")], [lambda("No")]),
        lambda("Other"),
      ]);
    },
    get failing() {
      return example([
        condition("Check", [someCondition], [lambda("Yes")], [lambda("No")]),
        lambda("After", { DependsOn: ["Yes", "No"] }),
      ]);
    },
    check(definition, report) {
      for (const { step, conflict } of needsIn(definition)) {
        if (conflict === undefined) continue;
        const { branch, other } = conflict;
        report({
          message:
            `Step ${shown(step.name)} can never start: it needs step ${shown(branch.step.name)} of the ` +
            `${branch.when} branch of ${shown(branch.condition.name)}, and ${other}.`,
          path: branch.by.path,
          step: step.name,
        });
      }
    },
  },
  {
    id: "DEPENDS_ON_BRANCH",
    severity: "warning",
    reason: "A step that needs a step of a branch is skipped whenever that branch is not taken.",
    source: guide,
    doubt:
      "That it is skipped, and not refused, is what AWS's SDK does in local mode; the service's own " +
      "answer is not written down.",
    fix: "Move the step into the branch, if it belongs there.",
    get passing() {
      return example([
        condition(
          "Check",
          [someCondition],
          [lambda("Yes"), lambda("After", { DependsOn: ["Yes"] })],
        ),
      ]);
    },
    get failing() {
      return example([
        condition("Check", [someCondition], [lambda("Yes")]),
        lambda("After", { DependsOn: ["Yes"] }),
      ]);
    },
    check(definition, report) {
      for (const { step, conflict, branches } of needsIn(definition)) {
        if (conflict !== undefined) continue;
        for (const { step: needed, condition: of, when, by } of branches) {
          report({
            message:
              `Step ${shown(step.name)} needs step ${shown(needed.name)}, which runs only in the ` +
              `${when} branch of ${shown(of.name)}: otherwise both are skipped.`,
            path: by.path,
            step: step.name,
          });
        }
      }
    },
  },
  {
    id: "DEPENDS_ON_CONDITION",
    severity: "warning",
    reason: "The service was seen to refuse steps that depend on a condition step.",
    source: "https://github.com/aws/sagemaker-python-sdk/issues/3565",
    doubt: "A user reports it; whether it still holds is not written down.",
    fix: "Depend on what the condition depends on, or put the step into a branch.",
    get passing() {
      return example([
        lambda("First"),
        condition("Check", [someCondition], [fail("Stop")]),
        lambda("After", { DependsOn: ["First"] }),
      ]);
    },
    get failing() {
      return example([
        condition("Check", [someCondition], [fail("Stop")]),
        lambda("After", { DependsOn: ["Check"] }),
      ]);
    },
    check: eachStepWith("DependsOn", (step, report) => {
      for (const { target, path } of step.dependsOn) {
        if (target?.type !== "Condition" || target === step) continue;
        report({
          message: `Step ${shown(step.name)} depends on the condition step ${shown(target.name)}.`,
          path,
        });
      }
    }),
  },
  {
    id: "NESTED_CONDITION",
    severity: "warning",
    reason: "AWS's page says that a condition step cannot stand in a branch of another.",
    source: types,
    doubt: "AWS's SDK takes nested conditions and says nothing.",
    fix: "Put the conditions of both into one list, or move what the inner one decides into a step.",
    get passing() {
      return example([condition("Check", [someCondition], [fail("Stop")])]);
    },
    get failing() {
      return example([
        condition("Check", [someCondition], [condition("Inner", [someCondition], [fail("Stop")])]),
      ]);
    },
    check: eachStep(["Condition"], ({ name, path, branch }, report) => {
      if (branch === undefined) return;
      report({
        message: `The condition step ${shown(name)} stands in a branch of ${shown(branch.condition.name)}.`,
        path,
      });
    }),
  },
  {
    id: "DEPENDS_ON_REPEATED",
    severity: "warning",
    reason: "A name that stands twice in DependsOn is likely a slip.",
    source: guide,
    fix: "Remove one of the two.",
    get passing() {
      return example([lambda("First"), lambda("After", { DependsOn: ["First"] })]);
    },
    get failing() {
      return example([lambda("First"), lambda("After", { DependsOn: ["First", "First"] })]);
    },
    check: eachStepWith("DependsOn", ({ dependsOn }, report) => {
      const seen = new Set<string>();
      for (const { name, path } of dependsOn) {
        if (seen.has(name)) report({ message: `DependsOn lists ${shown(name)} twice.`, path });
        seen.add(name);
      }
    }),
  },
];

/** A step that another needs, and a branch it stands in. */
interface NeededBranch {
  readonly step: CheckedStep;
  /** What needs it. */
  readonly by: CheckedReference | CheckedDependency;
  readonly condition: CheckedStep;
  readonly when: "if" | "else";
}

interface Needs {
  /** The branches that must be taken for the step to start, besides those it stands in. */
  readonly branches: readonly NeededBranch[];
  /** The first need that cannot hold together with another. */
  readonly conflict?: { readonly branch: NeededBranch; readonly other: string };
}

interface StepNeeds extends Needs {
  readonly step: CheckedStep;
}

/** What those steps need that need steps in branches. */
const needsIn = once(({ steps }): readonly StepNeeds[] => {
  const all: StepNeeds[] = [];
  for (const step of steps) {
    const needed = neededBy(step);
    if (needed.length > 0) all.push({ step, ...findNeeds(step, needed) });
  }
  return all;
});

function findNeeds(step: CheckedStep, needed: readonly NeededBranch["by"][]): Needs {
  const own = new Map(branchesOf(step).map(({ condition: of, when }) => [of, when]));
  const taken = new Map<CheckedStep, NeededBranch>();
  for (const by of needed) {
    const { target } = by;
    if (target === undefined) continue;
    for (const { condition: of, when } of branchesOf(target)) {
      const branch: NeededBranch = { step: target, by, condition: of, when };
      const ownWhen = own.get(of);
      if (ownWhen === when || of === step) continue;
      if (ownWhen !== undefined) {
        const other = `stands itself in the ${ownWhen} branch`;
        return { branches: [], conflict: { branch, other } };
      }
      const before = taken.get(of);
      if (before !== undefined && before.when !== when) {
        const other = `step ${shown(before.step.name)} of the ${before.when} branch`;
        return { branches: [], conflict: { branch, other } };
      }
      if (before === undefined) taken.set(of, branch);
    }
  }
  return { branches: [...taken.values()] };
}

/** The references and dependencies of a step on steps in branches. */
function neededBy(step: CheckedStep): readonly NeededBranch["by"][] {
  const needs: NeededBranch["by"][] = [];
  for (const list of [step.references, step.dependsOn]) {
    for (const needed of list) {
      const { target } = needed;
      // Who needs a Fail step is told so anyway.
      if (target?.branch === undefined || target === step || target.type === "Fail") continue;
      needs.push(needed);
    }
  }
  return needs;
}

/** The branches a step stands in, from the innermost. */
function branchesOf(step: CheckedStep): NonNullable<CheckedStep["branch"]>[] {
  const found: NonNullable<CheckedStep["branch"]>[] = [];
  let { branch } = step;
  while (branch !== undefined && found.length < deepest) {
    found.push(branch);
    ({ branch } = branch.condition);
  }
  return found;
}
