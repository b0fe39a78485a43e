import { type PipelineDefinition, definitionGraph, flattenSteps } from "@nacre/core";
import type { Branch } from "./branch.ts";
import { drawnEdges } from "./edges.ts";
import { conditionsLabel } from "./labels.ts";
import { layersOf } from "./layers.ts";

/** How a step fares in an execution. */
export interface StepRun {
  /** SageMaker's `StepStatus`, such as `Succeeded`; `NotRun` for one that has not begun. */
  readonly status: string;
  /** How long it took, or has taken so far, in milliseconds. */
  readonly duration?: number;
  /** Its outcome was taken from the cache, or by a selective execution from another one. */
  readonly from?: "cache" | "execution";
  /** How many attempts there were. @default 1 */
  readonly attempts?: number;
  /** What a Condition step decided. */
  readonly outcome?: "True" | "False";
  /** Why it failed. */
  readonly failureReason?: string;
}

/** What became of a step between two definitions. */
export interface StepMark {
  /** `renamed`: of the same type and nearly the same content under another name. */
  readonly kind: "added" | "removed" | "changed" | "renamed";
  /** What it was called before, where it was renamed. */
  readonly previousName?: string;
  /** How many attributes differ. @default 0 */
  readonly attributes?: number;
  /** What it was before, each in a few words, such as `moved from the true branch of Check`. */
  readonly notes?: readonly string[];
}

/** A step to be drawn. */
export interface DrawnStep {
  /** Name of the step; no other step of the drawing has it. */
  readonly name: string;
  /** Step type, such as `Processing`. */
  readonly type: string;
  /** Its `DisplayName`, where that says something else than the name. */
  readonly displayName?: string;
  /** What a Condition step asks. */
  readonly question?: string;
  /** The branch the step lies in; undefined at the top. */
  readonly branch?: Branch;
  /** How many steps must have ended before, along the longest way: 0 for a first step. */
  readonly layer: number;
  /** The pipeline parameters that the step reads. */
  readonly parameters: readonly string[];
  /** How it fares, in the drawing of an execution. */
  readonly run?: StepRun;
  /** What became of it, in the drawing of a difference. */
  readonly mark?: StepMark;
}

/** An arrow to be drawn. */
export interface DrawnEdge {
  /** The step that comes first. */
  readonly from: string;
  /** The step that waits for it. */
  readonly to: string;
  /** `data`: a value flows; `order`: DependsOn; `branch`: the condition decides. */
  readonly kind: "data" | "order" | "branch";
  /** What is read, for `data`, such as `properties.ModelArtifacts.S3ModelArtifacts`. */
  readonly via?: string;
  /** Of a `branch`: whether it is taken when the conditions hold, or when not. */
  readonly label?: "true" | "false";
  /** What became of it, in the drawing of a difference; `changed`: of another kind than before. */
  readonly mark?: "added" | "removed" | "changed";
  /** Where it changed, what it was: `data`, `after`, `true` or `false`. */
  readonly was?: string;
}

/** What differs outside of the steps, in the drawing of a difference. */
export interface DrawnChange {
  readonly kind: "added" | "removed" | "changed";
  /** In a line, such as `parameter Rounds: DefaultValue 50 → 100`. */
  readonly text: string;
}

/** A parameter of the pipeline. */
export interface DrawnParameter {
  /** Its name. */
  readonly name: string;
  /** `String`, `Integer`, `Float` or `Boolean`. */
  readonly type: string;
  /** The steps that read it. */
  readonly usedBy: readonly string[];
}

/** All that the formats draw, in the order of the definition. */
export interface Drawing {
  /** What is drawn: the name of the pipeline. */
  readonly title: string;
  /** More about it in a few words, such as the status of the execution. */
  readonly subtitle?: string;
  /** The steps, those in branches after their condition. */
  readonly steps: readonly DrawnStep[];
  /** At most one arrow between two steps. */
  readonly edges: readonly DrawnEdge[];
  /** The parameters of the pipeline. */
  readonly parameters: readonly DrawnParameter[];
  /** What differs outside of the steps, in the drawing of a difference. @default none */
  readonly changes?: readonly DrawnChange[];
}

/**
 * Makes the drawing of a definition: every step, the arrows between them, what conditions ask and
 * which parameters each step reads.
 *
 * @param definition - a definition, whoever wrote it; what is broken in it is left out
 * @param title - the name of the pipeline, which a definition does not say
 *
 * @example
 * ```ts
 * import { readDefinition } from "@nacre/core";
 * import { drawingOf, drawText } from "@nacre/graph";
 *
 * const definition = readDefinition(`{ "Version": "2020-12-01", "Steps": [
 *   { "Name": "First", "Type": "Lambda", "Arguments": {} },
 *   { "Name": "Second", "Type": "Lambda", "Arguments": {}, "DependsOn": ["First"] }
 * ] }`);
 * const drawing = drawingOf(definition, "Two");
 * console.assert(drawing.edges[0]?.kind === "order");
 * console.assert(drawText(drawing).startsWith("Two: 2 steps"));
 * ```
 */
export function drawingOf(definition: PipelineDefinition, title: string): Drawing {
  const graph = definitionGraph(definition);
  const definitions = new Map(
    flattenSteps(definition).map((step) => [step.definition.Name, step.definition]),
  );
  const types = new Map((definition.Parameters ?? []).map(({ Name, Type }) => [Name, Type]));
  const layers = layersOf(graph);
  const reads = new Map<string, string[]>();
  for (const { name, usedBy } of graph.parameters) {
    for (const step of usedBy) reads.set(step, [...(reads.get(step) ?? []), name]);
  }
  // Two steps of one name, which no valid definition has, are drawn as one.
  const nodes = [...new Map(graph.nodes.map((node) => [node.name, node])).values()];
  return {
    title,
    steps: nodes.map(({ name, type, branch }) => {
      const displayName = definitions.get(name)?.["DisplayName"];
      const conditions = definitions.get(name)?.Arguments["Conditions"];
      return {
        name,
        type,
        layer: layers.get(name) ?? 0,
        parameters: reads.get(name) ?? [],
        ...(typeof displayName === "string" && displayName !== name ? { displayName } : {}),
        ...(branch ? { branch } : {}),
        ...(type === "Condition" ? { question: conditionsLabel(conditions) } : {}),
      };
    }),
    edges: drawnEdges(graph),
    parameters: graph.parameters.map(({ name, usedBy }) => ({
      name,
      type: types.get(name) ?? "",
      usedBy,
    })),
  };
}

/**
 * A drawing with what became of its steps in an execution; steps that are not named have not run.
 *
 * @param drawing - the drawing of the execution's definition
 * @param runs - by the names of the steps
 * @param subtitle - about the execution in a few words, such as its id and status
 */
export function withRuns(
  drawing: Drawing,
  runs: ReadonlyMap<string, StepRun>,
  subtitle?: string,
): Drawing {
  return {
    ...drawing,
    ...(subtitle === undefined ? {} : { subtitle }),
    steps: drawing.steps.map((step) => ({
      ...step,
      run: runs.get(step.name) ?? { status: "NotRun" },
    })),
  };
}
