import { NacreError } from "@nacre/core";
import type { PlannedStep } from "../plan.ts";

/** The execution that the steps which do not run are taken from. */
export interface SourceExecution {
  /** Its ARN as it was given. */
  readonly arn: string;
  /** The name of its pipeline. */
  readonly pipeline: string;
  /** How far it has come. */
  readonly status: string;
  /** The names of its steps that have succeeded, itself having taken them from elsewhere or not. */
  readonly succeeded: ReadonlySet<string>;
  /** What its Condition steps came to, by name. */
  readonly outcomes: ReadonlyMap<string, boolean>;
}

/** What an execution of some steps only is to do. */
export interface SelectiveRequest {
  /** The name of the pipeline. */
  readonly pipeline: string;
  /** All steps of its definition. */
  readonly steps: readonly PlannedStep[];
  /** The `StepName`s of `SelectedSteps`. */
  readonly selected: readonly string[];
  /** `SourcePipelineExecutionArn`; undefined when none was given. */
  readonly sourceArn: string | undefined;
  /** The execution of that ARN; undefined when there is none. */
  readonly source: SourceExecution | undefined;
}

/** Which steps run, and which outcomes are taken from the source execution. */
export interface Selection {
  /** The names of the steps that run. */
  readonly run: ReadonlySet<string>;
  /** The names of the steps whose outcome is the source execution's: all that the others build on. */
  readonly reuse: ReadonlySet<string>;
}

/** An execution that has not ended has no outcome to take. */
const endedStatuses = new Set(["Succeeded", "Failed", "Stopped"]);

/**
 * Which steps of a selective execution run: the selected ones. What they build on is taken from the
 * source execution; all other steps do not run. Parameters are not taken from it: as in SageMaker,
 * those not given have the defaults of the pipeline.
 *
 * A step inside a branch whose Condition is not selected builds on the outcome that the Condition had.
 *
 * @throws NacreError `SELECTIVE_EXECUTION_INVALID`, worded as SageMaker does.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-selective-ex.html
 */
export function selectSteps(request: SelectiveRequest): Selection {
  const byName = new Map(request.steps.map((step) => [step.name, step]));
  const run = new Set(request.selected);
  if (run.size === 0) {
    throw invalid("SelectedSteps", "[]", "At least one step must be selected.");
  }
  const unknown = request.selected.filter((name) => !byName.has(name));
  if (unknown.length > 0) {
    throw invalid(
      "SelectedSteps",
      list(unknown),
      `The pipeline has these steps: ${list([...byName.keys()])}`,
    );
  }
  const between = stepsBetween(run, byName);
  if (between.length > 0) {
    throw invalid(
      "SelectedSteps",
      list(run),
      `The steps ${list(between)} lie on paths between selected steps and must be selected too`,
    );
  }
  return { run, reuse: reusedSteps(request, run, byName) };
}

type Steps = ReadonlyMap<string, PlannedStep>;

/** Steps that are not selected, but build on a selected one and are built on by another. */
function stepsBetween(run: ReadonlySet<string>, byName: Steps): string[] {
  const above = closure(run, (name) => byName.get(name)?.waitsFor ?? []);
  const users = new Map<string, string[]>();
  for (const { name, waitsFor } of byName.values()) {
    for (const before of waitsFor) users.set(before, [...(users.get(before) ?? []), name]);
  }
  const below = closure(run, (name) => users.get(name) ?? []);
  return [...byName.keys()].filter((name) => !run.has(name) && above.has(name) && below.has(name));
}

/** All that can be reached from some names. */
function closure(
  from: Iterable<string>,
  next: (name: string) => Iterable<string>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const other of next(name)) {
      if (reached.has(other)) continue;
      reached.add(other);
      open.push(other);
    }
  }
  return reached;
}

function reusedSteps(
  { pipeline, sourceArn, source }: SelectiveRequest,
  run: ReadonlySet<string>,
  byName: Steps,
): ReadonlySet<string> {
  const needed = [...byName.values()]
    .filter(({ name }) => run.has(name))
    .flatMap(({ waitsFor }) => [...waitsFor]);
  const dependencies = [...new Set(needed)].filter((name) => !run.has(name));
  if (sourceArn === undefined) {
    if (dependencies.length === 0) return new Set();
    throw invalid(
      "SourcePipelineExecutionArn",
      "null",
      `The selected steps ${list(run)} have dependencies on ${list(dependencies)}`,
    );
  }
  if (source === undefined) {
    throw invalid("SourcePipelineExecutionArn", sourceArn, "There is no such pipeline execution");
  }
  if (source.pipeline !== pipeline) {
    throw invalid(
      "SourcePipelineExecutionArn",
      sourceArn,
      `It is an execution of pipeline ${source.pipeline}, not of ${pipeline}`,
    );
  }
  if (!endedStatuses.has(source.status)) {
    throw invalid(
      "SourcePipelineExecutionArn",
      sourceArn,
      `The pipeline execution is ${source.status}; it must have ended`,
    );
  }
  const missing = dependencies.filter((name) => !source.succeeded.has(name));
  if (missing.length > 0) {
    throw invalid(
      "SourcePipelineExecutionArn",
      sourceArn,
      `The selected steps ${list(run)} have dependencies on ${list(missing)}, which did not succeed in it`,
    );
  }
  checkBranches(source, run, byName);
  const above = closure(run, (name) => byName.get(name)?.waitsFor ?? []);
  return new Set([...above].filter((name) => !run.has(name) && source.succeeded.has(name)));
}

/** A step of the branch that its condition did not choose could never run. */
function checkBranches(
  { arn, outcomes }: SourceExecution,
  run: ReadonlySet<string>,
  byName: Steps,
): void {
  for (const { name, branch } of byName.values()) {
    if (branch === undefined || !run.has(name) || run.has(branch.condition)) continue;
    const outcome = outcomes.get(branch.condition);
    if (outcome === undefined || outcome === (branch.when === "if")) continue;
    throw invalid(
      "SourcePipelineExecutionArn",
      arn,
      `The selected step ${name} is in the ${branch.when} branch of ${branch.condition}, which came to ${outcome} in it; select ${branch.condition} too`,
    );
  }
}

function list(names: Iterable<string>): string {
  return `[${[...names].join(", ")}]`;
}

function invalid(member: string, value: string, reason: string): NacreError {
  return new NacreError("SELECTIVE_EXECUTION_INVALID", `Invalid ${member}: ${value}. ${reason}`, {
    help:
      "Select steps that stand next to one another, and name an execution of the same pipeline that " +
      "has run what they build on.",
  });
}
