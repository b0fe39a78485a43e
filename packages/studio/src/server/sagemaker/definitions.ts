import {
  definitionGraph,
  flattenSteps,
  isJsonArray,
  isJsonObject,
  isNumberText,
  readDefinition,
  type JsonObject,
  type JsonValue,
  type PipelineDefinition,
  type StepDefinition,
} from "@nacre/core";
import type { ParameterView } from "../../api.ts";
import { readJson } from "../../json.ts";

/** A definition, and what is asked of it again and again. */
export interface KnownDefinition {
  /** As JSON; numbers keep their text. */
  readonly json: JsonObject;
  /** Its parameters. */
  readonly parameters: readonly ParameterView[];
  /** Its steps by name, those of branches too, in the order of the text. */
  readonly steps: ReadonlyMap<string, StepDefinition>;
  /** The steps that each step waits for. */
  readonly waitsFor: ReadonlyMap<string, readonly string[]>;
}

/** A definition of which nothing is known. */
export const noDefinition: KnownDefinition = {
  json: {},
  parameters: [],
  steps: new Map(),
  waitsFor: new Map(),
};

/** Reads the text of a definition. Of one that is not understood only its JSON is known. */
export function knownDefinition(text: string | undefined): KnownDefinition {
  const json = parse(text);
  if (json === undefined) return noDefinition;
  const definition = understood(text ?? "");
  if (definition === undefined) return { ...noDefinition, json };
  const waitsFor = new Map<string, string[]>();
  for (const { from, to } of definitionGraph(definition).edges) {
    const before = waitsFor.get(to) ?? [];
    if (!before.includes(from)) before.push(from);
    waitsFor.set(to, before);
  }
  return {
    json,
    parameters: parametersIn(json),
    steps: new Map(
      flattenSteps(asRead(definition, json))
        .map((step) => step.definition)
        .map(named),
    ),
    waitsFor,
  };
}

/** The steps are those of the JSON, which is written as it was read. */
function asRead(definition: PipelineDefinition, json: JsonObject): PipelineDefinition {
  // The same text was understood as a definition.
  return definition.Steps.length === 0 ? definition : (json as PipelineDefinition);
}

function named(step: StepDefinition): [string, StepDefinition] {
  return [step.Name, step];
}

function parse(text: string | undefined): JsonObject | undefined {
  try {
    const value = readJson(text ?? "");
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function understood(text: string): PipelineDefinition | undefined {
  try {
    return readDefinition(text);
  } catch {
    return undefined;
  }
}

function parametersIn({ Parameters }: JsonObject): ParameterView[] {
  if (!isJsonArray(Parameters)) return [];
  return Parameters.flatMap((parameter): ParameterView[] => {
    if (!isJsonObject(parameter)) return [];
    const { Name, Type, DefaultValue, EnumValues } = parameter;
    if (typeof Name !== "string") return [];
    return [
      {
        name: Name,
        type: parameterType(Type),
        ...(DefaultValue === undefined || DefaultValue === null
          ? {}
          : { defaultValue: textOf(DefaultValue) }),
        ...(isJsonArray(EnumValues) ? { enumValues: EnumValues.map(textOf) } : {}),
      },
    ];
  });
}

/** The type of a parameter; SageMaker takes none for a text. */
export function parameterType(type: JsonValue | undefined): ParameterView["type"] {
  return type === "Integer" || type === "Float" || type === "Boolean" ? type : "String";
}

function textOf(value: JsonValue): string {
  if (isNumberText(value)) return value.text;
  return typeof value === "string" ? value : JSON.stringify(value);
}
