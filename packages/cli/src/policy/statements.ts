/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** An IAM policy. */
export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** A policy, and what a reader should know that it does not say. */
export interface PolicyWithNotes {
  readonly policy: Policy;
  readonly notes: readonly string[];
}

interface Growing {
  readonly actions: Set<string>;
  readonly resources: Set<string>;
  readonly condition: Statement["Condition"];
}

/**
 * Collects statements by name: what is added under one name becomes one statement. Order of adding
 * counts for nothing, so that the same definition always gives the same policy.
 */
export class Statements {
  readonly #bySid = new Map<string, Growing>();
  readonly #notes = new Set<string>();

  /** Allows actions on resources; what has another condition must have another name. */
  allow(
    sid: string,
    actions: readonly string[],
    resources: readonly string[],
    condition?: Statement["Condition"],
  ): void {
    const known = this.#bySid.get(sid) ?? { actions: new Set(), resources: new Set(), condition };
    for (const action of actions) known.actions.add(action);
    for (const resource of resources) known.resources.add(resource);
    this.#bySid.set(sid, known);
  }

  /** Adds something that the reader should know. */
  note(text: string): void {
    this.#notes.add(text);
  }

  /** The policy, sorted. */
  finish(): PolicyWithNotes {
    const Statement = [...this.#bySid]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([Sid, { actions, resources, condition }]): Statement => ({
        Sid,
        Effect: "Allow",
        Action: [...actions].toSorted(),
        Resource: withoutCovered([...resources].toSorted()),
        ...(condition === undefined ? {} : { Condition: condition }),
      }));
    return { policy: { Version: "2012-10-17", Statement }, notes: [...this.#notes].toSorted() };
  }
}

/** Leaves out what another one with a `*` at its end allows already. */
function withoutCovered(resources: readonly string[]): string[] {
  return resources.filter(
    (resource) =>
      !resources.some(
        (other) =>
          other !== resource && other.endsWith("*") && resource.startsWith(other.slice(0, -1)),
      ),
  );
}
