import { type DefinitionDiff, type PipelineDefinition, diffDefinitions } from "@nacre/core";
import {
  type Branch,
  type Drawing,
  type DrawnEdge,
  type DrawnStep,
  type StepMark,
  drawingOf,
} from "./model.ts";

/**
 * One drawing of two definitions: the steps of the later one, those that are gone where they stood, and
 * marks on what was added, removed, changed or renamed. A step that became one of another type under
 * the same name is changed.
 *
 * @param before - the earlier definition
 * @param after - the later definition
 * @param title - the name of the pipeline
 * @param subtitle - what is compared, such as `version 3 → app`
 * @param diff - what differs between them, where that is known already
 */
export function drawingOfDifference(
  before: PipelineDefinition,
  after: PipelineDefinition,
  title: string,
  subtitle: string,
  diff: DefinitionDiff = diffDefinitions(before, after),
): Drawing {
  const old = drawingOf(before, title);
  const young = drawingOf(after, title);
  const marks = new Map<string, StepMark>();
  const newNames = new Map<string, string>();
  for (const { kind, name, previousName, attributes, branch } of diff.steps) {
    const count = attributes.length + (branch === undefined ? 0 : 1);
    if (previousName !== undefined) newNames.set(previousName, name);
    marks.set(name, {
      kind,
      ...(previousName === undefined ? {} : { previousName }),
      ...(count === 0 ? {} : { attributes: count }),
    });
  }
  const renamed = (name: string): string => newNames.get(name) ?? name;
  const known = new Set(young.steps.map(({ name }) => name));
  const gone = old.steps
    .map((step) => movedTo(step, renamed))
    .filter(({ name }) => !known.has(name));
  return {
    title,
    subtitle,
    steps: [...young.steps, ...gone].map((step) => {
      const mark = marks.get(step.name);
      return mark === undefined ? step : { ...step, mark };
    }),
    edges: bothEdges(
      old.edges.map((edge) => ({ ...edge, from: renamed(edge.from), to: renamed(edge.to) })),
      young.edges,
    ),
    parameters: young.parameters,
  };
}

/** A step of the earlier definition, under the names of the later one. */
function movedTo(step: DrawnStep, renamed: (name: string) => string): DrawnStep {
  const branch: Branch | undefined = step.branch && {
    ...step.branch,
    condition: renamed(step.branch.condition),
  };
  return { ...step, name: renamed(step.name), ...(branch === undefined ? {} : { branch }) };
}

/** The arrows of both; one that is in both is drawn as in the later one. */
function bothEdges(old: readonly DrawnEdge[], young: readonly DrawnEdge[]): DrawnEdge[] {
  const [before, after] = [new Set(old.map(key)), new Set(young.map(key))];
  return [
    ...young.map((edge): DrawnEdge => (before.has(key(edge)) ? edge : { ...edge, mark: "added" })),
    ...old.flatMap((edge): DrawnEdge[] =>
      after.has(key(edge)) ? [] : [{ ...edge, mark: "removed" }],
    ),
  ];
}

function key({ from, to }: DrawnEdge): string {
  return JSON.stringify([from, to]);
}
