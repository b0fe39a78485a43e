import type { CheckedDefinition } from "./checked-definition.ts";

/**
 * How bad a finding is: an error is settled and stops a pipeline; a warning is likely a mistake, or
 * rests on a fact that is not settled; an info is worth knowing.
 */
export type Severity = "error" | "warning" | "info";

/** One thing that `nacre validate` looks for. */
export interface Rule {
  /** Upper snake case; the same vocabulary as the codes of NacreError. Never changes. */
  readonly id: string;
  /** `error` only for what is settled. */
  readonly severity: Severity;
  /** Why it matters, in one sentence. */
  readonly reason: string;
  /** An https link to where the fact stands. */
  readonly source: string;
  /** What is not settled about it; then the rule is no error. */
  readonly doubt?: string;
  /** What to do. */
  readonly fix: string;
  /**
   * What it looks at is not a definition but what a pipeline is deployed or started with. Its examples
   * are objects with `deployment`, or with `start` and the `definition` that is started.
   */
  readonly isOnRequests?: boolean;
  /** A small whole definition, as JSON text, in which no rule finds an error and this one nothing. */
  readonly passing: string;
  /** A small whole definition, as JSON text, in which this rule finds something. */
  readonly failing: string;
  /**
   * A rule on the shape of any field gives way to a rule that knows the field: what it finds is left
   * out where another rule finds something at the same path.
   */
  readonly isGeneral?: boolean;
  /**
   * What the rule finds is that something is not there or not used: it is left out where fields are
   * misspelt, missing or of a wrong type, since that may be why: in the whole definition, or only in
   * the step that the finding belongs to.
   */
  readonly isAboutAbsence?: boolean | "in its step";
  /** Reports each place that breaks the rule; never throws, takes time linear in the definition. */
  readonly check: (definition: CheckedDefinition, report: Report) => void;
}

/** Takes a problem that a rule has found. */
export type Report = (problem: Problem) => void;

/** A place where a rule is broken. */
export interface Problem {
  /** What was given and what is allowed: one sentence or two. */
  readonly message: string;
  /** JSON path, such as `$.Steps[0].Name`; {@link memberPath} makes them. */
  readonly path: string;
  /** Name of the step it belongs to. */
  readonly step?: string;
  /** What to do here, where that says more than the fix of the rule. */
  readonly help?: string;
}

/** A problem as it is reported. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path: string;
  readonly step?: string;
  /** Line in the text, from 1; only where a text was checked. */
  readonly line?: number;
  /** Column in that line, from 1. */
  readonly column?: number;
  readonly help?: string;
}
