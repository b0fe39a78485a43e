import {
  type JsonValue,
  type PipelineDefinition,
  validateDefinition,
  writeJson,
} from "@nacre/core";
import { type Code, nameCode, newCode, objectCode, textCode } from "./code.ts";
import { anyType, type DeclaredType, valueType } from "./declared/type.ts";
import type { Departure, Scope, Written } from "./scope.ts";

/** What core writes for a pipeline that says nothing of experiments. */
const defaultExperiment = writeJson({
  ExperimentName: { Get: "Execution.PipelineName" },
  TrialName: { Get: "Execution.PipelineExecutionId" },
});

/** The members of a definition besides parameters and steps, by their props, and what these take. */
const others: Readonly<Record<string, { prop: string; type: DeclaredType; unless: string }>> = {
  PipelineExperimentConfig: {
    prop: "experimentConfig",
    type: orNull(["ExperimentName", false], ["TrialName", false]),
    unless: defaultExperiment,
  },
  MlflowConfig: {
    prop: "mlflowConfig",
    type: orNull(["MlflowResourceArn", false], ["MlflowExperimentName", true]),
    unless: "",
  },
  Metadata: {
    prop: "metadata",
    type: { kind: "map", keys: undefined, value: { kind: "keyword", name: "string" } },
    unless: "{}",
  },
};

function orNull(...members: readonly [name: string, isOptional: boolean][]): DeclaredType {
  return {
    kind: "union",
    of: [
      { kind: "keyword", name: "null" },
      {
        kind: "object",
        members: new Map(
          members.map(([name, isOptional]) => [name, { isOptional, type: valueType("string") }]),
        ),
      },
    ],
  };
}

/** Writes the making of the pipeline itself. */
export function writePipeline(name: string, definition: PipelineDefinition, scope: Scope): Written {
  const departures: Departure[] = [];
  const props: Record<string, Code> = {};
  if (scope.parameters.size > 0) props["parameters"] = list(scope.parameters.values());
  props["steps"] = stepList(definition, scope);
  for (const [key, { prop, type, unless }] of Object.entries(others)) {
    const value = definition[key];
    if (value === undefined || writeJson(value) === unless) continue;
    const written = scope.write(value, type, { scope, step: undefined, path: key });
    departures.push(...written.departures);
    props[prop] = written.code;
  }
  const ignored = ignoredRules(definition);
  if (ignored.length > 0) props["ignore"] = { kind: "list", items: ignored };
  return { code: newCode("Pipeline", textCode(name), objectCode(props)), departures };
}

/** What rules find to be errors in the definition: its program keeps them, and says so. */
function ignoredRules(definition: PipelineDefinition): Code[] {
  const errors = validateDefinition(definition).filter(({ severity }) => severity === "error");
  const places = new Map(errors.map((error) => [`${error.rule} ${error.step}`, error]));
  return [...places.values()].map(({ rule, step }) =>
    objectCode({
      rule: textCode(rule),
      ...(step === undefined ? {} : { step: textCode(step) }),
      reason: textCode("was so when it was imported"),
    }),
  );
}

/** Writes a pipeline of other members, or of another order of them, than core has. */
export function writeRawPipeline(
  name: string,
  definition: PipelineDefinition,
  scope: Scope,
): Written {
  const departures: Departure[] = [];
  const write = (value: JsonValue, path: string): Code => {
    const written = scope.write(value, anyType, { scope, step: undefined, path });
    departures.push(...written.departures);
    return written.code;
  };
  const members: Record<string, Code> = {};
  for (const [key, value] of Object.entries(definition)) {
    if (value === undefined) continue;
    if (key === "Steps") members[key] = stepList(definition, scope);
    else if (key === "Parameters") {
      const items = (definition.Parameters ?? []).map((parameter) => {
        const known = scope.parameters.get(parameter.Name);
        return known === undefined ? write(parameter, key) : nameCode(known.variable);
      });
      members[key] = { kind: "list", items };
    } else members[key] = write(value, key);
  }
  return { code: newCode("RawPipeline", textCode(name), objectCode(members)), departures };
}

function stepList({ Steps: steps }: PipelineDefinition, scope: Scope): Code {
  return list(steps.flatMap((step) => scope.steps.get(step.Name) ?? []));
}

function list(items: Iterable<{ readonly variable: string }>): Code {
  return { kind: "list", items: [...items].map(({ variable }) => nameCode(variable)) };
}
