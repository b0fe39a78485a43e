import { type Branch, sameBranch } from "./branch.ts";
import type { Drawing, DrawnStep } from "./model.ts";

/** How a format writes steps and the groups that branches are. */
export interface NestedFormat {
  /** The line of a step. */
  step(step: DrawnStep): string;
  /** The lines that begin a branch; those behind the first are indented once more. */
  begin(condition: DrawnStep, when: Branch["when"]): readonly [string, ...string[]];
  /** The line that ends it. */
  readonly end: string;
}

/** The lines of all steps, each branch as a group behind its condition. */
export function nestedLines(
  drawing: Drawing,
  format: NestedFormat,
  branch?: Branch,
  indent = "  ",
): string[] {
  const here = drawing.steps.filter((step) => sameBranch(step.branch, branch));
  return here.flatMap((step) => [
    `${indent}${format.step(step)}`,
    ...(["if", "else"] as const).flatMap((when) => {
      const inner = nestedLines(drawing, format, { condition: step.name, when }, `${indent}  `);
      if (inner.length === 0) return [];
      const [head, ...more] = format.begin(step, when);
      const about = more.map((line) => `${indent}  ${line}`);
      return [`${indent}${head}`, ...about, ...inner, `${indent}${format.end}`];
    }),
  ]);
}
