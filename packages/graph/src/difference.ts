import {
  type DefinitionDiff,
  type JsonValue,
  type PipelineDefinition,
  diffDefinitions,
  writeJson,
} from "@nacre/core";
import { type Branch, sameBranch } from "./branch.ts";
import {
  type Drawing,
  type DrawnChange,
  type DrawnEdge,
  type DrawnStep,
  type StepMark,
  drawingOf,
} from "./model.ts";
import { shorten } from "./text-width.ts";

/**
 * One drawing of two definitions: the steps of the later one, those that are gone where they stood, and
 * marks on what was added, removed, changed or renamed. A step that became one of another type under
 * the same name is changed; so is an arrow of another kind between the same steps.
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
  const young = drawingOf(after, title);
  const old = underNewNames(drawingOf(before, title), diff);
  const oldSteps = new Map(old.steps.map((step) => [step.name, step]));
  const youngSteps = new Map(young.steps.map((step) => [step.name, step]));
  const marks = new Map(diff.steps.map((change) => [change.name, markOf(change)]));
  const gone = old.steps.filter(({ name }) => !youngSteps.has(name));
  return {
    title,
    subtitle: diff.isEmpty ? `${subtitle} · nothing differs` : subtitle,
    steps: [...young.steps, ...gone].map((step) => {
      const mark = marks.get(step.name);
      if (mark === undefined) return step;
      const notes = notesOf(oldSteps.get(step.name), youngSteps.get(step.name));
      return { ...step, mark: notes.length === 0 ? mark : { ...mark, notes } };
    }),
    edges: bothEdges(old.edges, young.edges, (name) => {
      const [was, is] = [oldSteps.get(name), youngSteps.get(name)];
      return was !== undefined && is !== undefined && sameBranch(was.branch, is.branch);
    }),
    parameters: young.parameters,
    changes: changesOf(diff),
  };
}

/** The earlier drawing, renamed steps as they are called later. */
function underNewNames({ steps, edges, ...rest }: Drawing, diff: DefinitionDiff): Drawing {
  const newNames = new Map(
    diff.steps.flatMap(({ previousName, name }) =>
      previousName === undefined ? [] : [[previousName, name] as const],
    ),
  );
  const renamed = (name: string): string => newNames.get(name) ?? name;
  return {
    ...rest,
    steps: steps.map((step) => {
      const branch: Branch | undefined = step.branch && {
        ...step.branch,
        condition: renamed(step.branch.condition),
      };
      return { ...step, name: renamed(step.name), ...(branch === undefined ? {} : { branch }) };
    }),
    edges: edges.map((edge) => ({ ...edge, from: renamed(edge.from), to: renamed(edge.to) })),
  };
}

function markOf(change: DefinitionDiff["steps"][number]): StepMark {
  const { kind, previousName, attributes, branch } = change;
  const count = attributes.length + (branch === undefined ? 0 : 1);
  return {
    kind,
    ...(previousName === undefined ? {} : { previousName }),
    ...(count === 0 ? {} : { attributes: count }),
  };
}

/** What a picture shows of a step, and was something else before. */
function notesOf(old: DrawnStep | undefined, young: DrawnStep | undefined): string[] {
  if (old === undefined || young === undefined) return [];
  const notes: string[] = [];
  if (old.type !== young.type) notes.push(`was of type ${old.type}`);
  if (!sameBranch(old.branch, young.branch)) notes.push(`moved from ${placeName(old.branch)}`);
  const isAsking = old.question !== undefined && young.question !== undefined;
  if (isAsking && old.question !== young.question) notes.push(`asked ${old.question}?`);
  return notes;
}

function placeName(branch: Branch | undefined): string {
  if (branch === undefined) return "the top";
  return `the ${branch.when === "if" ? "true" : "false"} branch of ${branch.condition}`;
}

/**
 * The arrows of both. Which step of a branch its condition points at depends on the other arrows in it:
 * what stays in its branch is neither added nor removed there.
 */
function bothEdges(
  old: readonly DrawnEdge[],
  young: readonly DrawnEdge[],
  staysInBranch: (step: string) => boolean,
): DrawnEdge[] {
  const [before, after] = [byPair(old), byPair(young)];
  const isImplied = ({ kind, to }: DrawnEdge): boolean => kind === "branch" && staysInBranch(to);
  return [
    ...young.map((edge): DrawnEdge => {
      const was = before.get(pair(edge));
      if (was === undefined) return isImplied(edge) ? edge : { ...edge, mark: "added" };
      const word = wordFor(was);
      return word === wordFor(edge) ? edge : { ...edge, mark: "changed", was: word };
    }),
    ...old.flatMap((edge): DrawnEdge[] =>
      after.has(pair(edge)) || isImplied(edge) ? [] : [{ ...edge, mark: "removed" }],
    ),
  ];
}

function wordFor({ kind, label }: DrawnEdge): string {
  return kind === "order" ? "after" : (label ?? kind);
}

function byPair(edges: readonly DrawnEdge[]): Map<string, DrawnEdge> {
  return new Map(edges.map((edge) => [pair(edge), edge]));
}

function pair({ from, to }: DrawnEdge): string {
  return JSON.stringify([from, to]);
}

/** Parameters and the other members of the definition that differ. */
function changesOf({ parameters, definition }: DefinitionDiff): DrawnChange[] {
  return [
    ...parameters.map(({ kind, name, attributes, parameter }) => {
      const value = parameter?.DefaultValue;
      const about =
        parameter === undefined
          ? `: ${attributes.map(attributeText).join(", ")}`
          : `${value === undefined ? "" : ` = ${valueText(value)}`} (${parameter.Type})`;
      return { kind, text: `parameter ${name}${about}` };
    }),
    ...definition.map((attribute) => ({ kind: attribute.kind, text: attributeText(attribute) })),
  ];
}

function attributeText(attribute: DefinitionDiff["definition"][number]): string {
  const { path, before, after } = attribute;
  return `${path} ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return "none";
  return shorten(typeof value === "string" ? value : writeJson(value), 60);
}
