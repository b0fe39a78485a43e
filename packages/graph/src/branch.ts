/** The side of a Condition step in which a step stands: `if` runs when the conditions hold. */
export interface Branch {
  /** Name of the Condition step. */
  readonly condition: string;
  /** Which side. */
  readonly when: "if" | "else";
}

/** A text that tells a branch from all others. */
export function branchKey({ condition, when }: Branch): string {
  return `${when} ${condition}`;
}

/** Whether two branches are the same; undefined is the top. */
export function sameBranch(a: Branch | undefined, b: Branch | undefined): boolean {
  return a?.condition === b?.condition && a?.when === b?.when;
}
