import type { JsonObject, PipelineDefinition } from "@nacre/core";
import { plan } from "../../plan.ts";
import { selectSteps, type Selection, type SourceExecution } from "../../selective/selection.ts";
import type { NewStep } from "../../state/executions.ts";
import { executionIdIn } from "../arns.ts";
import type { Call } from "../context.ts";
import { notFound } from "../fault.ts";
import { objectsIn, optionalText, requiredText } from "../input.ts";

/** The steps of an execution; in a selective one, with the results that are taken over. */
export function stepsToRun(
  definition: PipelineDefinition,
  selective: JsonObject | undefined,
  pipeline: string,
  call: Call,
): readonly NewStep[] {
  const steps = plan(definition);
  if (selective === undefined) return steps.map(({ name, type }) => ({ name, type }));
  const sourceArn = optionalText(selective, "SourcePipelineExecutionArn");
  const source = sourceArn === undefined ? undefined : sourceExecution(sourceArn, call);
  if (sourceArn !== undefined && source === undefined) {
    throw notFound(`Pipeline execution '${sourceArn}' does not exist.`);
  }
  const selected = selectedNames(selective);
  const selection = selectSteps({ pipeline, steps, selected, sourceArn, source });
  return steps.map(({ name, type }) => ({
    name,
    type,
    ...reusedResult(name, selection, sourceArn, call),
  }));
}

/** The names of the steps of a selective execution that do not run. */
export function stepsLeftOut(
  definition: PipelineDefinition,
  selective: JsonObject | undefined,
): ReadonlySet<string> {
  if (selective === undefined) return new Set();
  const selected = new Set(selectedNames(selective));
  return new Set(plan(definition).flatMap(({ name }) => (selected.has(name) ? [] : [name])));
}

function selectedNames(selective: JsonObject): readonly string[] {
  return objectsIn(selective, "SelectedSteps").map((step) => requiredText(step, "StepName"));
}

function sourceExecution(arn: string, call: Call): SourceExecution | undefined {
  const execution = call.executions.get(executionIdIn(arn));
  if (execution === undefined) return undefined;
  const steps = call.steps.ofExecution(execution.id);
  return {
    arn,
    pipeline: execution.pipeline,
    status: execution.status,
    succeeded: new Set(steps.flatMap(({ name, status }) => (status === "Succeeded" ? [name] : []))),
    outcomes: new Map(
      steps.flatMap(({ name, outcome }) =>
        outcome === undefined ? [] : [[name, outcome.result] as const],
      ),
    ),
  };
}

function reusedResult(
  name: string,
  { reuse }: Selection,
  sourceArn: string | undefined,
  call: Call,
): Pick<NewStep, "reused"> {
  if (sourceArn === undefined || !reuse.has(name)) return {};
  const step = call.steps.get(executionIdIn(sourceArn), name);
  return {
    reused: {
      source: sourceArn,
      properties: step?.properties ?? {},
      outputs: step?.outputs ?? [],
    },
  };
}
