import { type PipelineDefinition, writeJson } from "@nacre/core";
import { type Code, nameCode, newCode, objectCode, textCode } from "./code.ts";
import { type DeclaredType, valueType } from "./declared/type.ts";
import type { Departure, Place, Scope, Written } from "./scope.ts";

/** What core writes for a pipeline that says nothing of experiments. */
const defaultExperiment = writeJson({
  ExperimentName: { Get: "Execution.PipelineName" },
  TrialName: { Get: "Execution.PipelineExecutionId" },
});

const experimentType: DeclaredType = {
  kind: "union",
  of: [
    { kind: "keyword", name: "null" },
    {
      kind: "object",
      members: new Map([
        ["ExperimentName", { isOptional: false, type: valueType("string") }],
        ["TrialName", { isOptional: false, type: valueType("string") }],
      ]),
    },
  ],
};

/** Writes the making of the pipeline itself. */
export function writePipeline(name: string, definition: PipelineDefinition, scope: Scope): Written {
  const departures: Departure[] = [];
  const steps = definition.Steps.flatMap((step) => scope.steps.get(step.Name) ?? []);
  const props: Record<string, Code> = {};
  if (scope.parameters.size > 0) props["parameters"] = variables(scope.parameters.values());
  props["steps"] = variables(steps);
  const experiment = definition.PipelineExperimentConfig;
  if (experiment !== undefined && writeJson(experiment) !== defaultExperiment) {
    const at: Place = { scope, step: undefined, path: "PipelineExperimentConfig" };
    const written = scope.write(experiment, experimentType, at);
    departures.push(...written.departures);
    props["experimentConfig"] = written.code;
  }
  return { code: newCode("Pipeline", textCode(name), objectCode(props)), departures };
}

function variables(items: Iterable<{ readonly variable: string }>): Code {
  return { kind: "list", items: [...items].map(({ variable }) => nameCode(variable)) };
}
