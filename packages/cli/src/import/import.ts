import {
  flattenSteps,
  isPipeline,
  NacreError,
  type PipelineDefinition,
  writeDefinition,
  writeJson,
} from "@nacre/core";
import type { Constant, Program } from "./code.ts";
import { readDeclarations } from "./declared/read.ts";
import { Types } from "./declared/resolve.ts";
import { Evaluation } from "./evaluate.ts";
import { namesOfCore, usedNames } from "./imports.ts";
import { Names } from "./names.ts";
import { stepsInOrder } from "./order.ts";
import { writeParameter } from "./parameter.ts";
import { writePipeline, writeRawPipeline } from "./pipeline.ts";
import type { Departure, ParameterVariable, Scope, StepVariable, Written } from "./scope.ts";
import { shareValues } from "./shared-values.ts";
import { writeRawStep, writeStep } from "./step.ts";
import { writeValue } from "./value.ts";

/*
 * Import in four parts:
 * - declared/ reads the types that the program will be checked against, from @nacre/core itself;
 * - the files of this folder choose what the program says (code.ts), and hold no syntax;
 * - evaluate.ts runs what is chosen: a step that would not become the same text is chosen anew;
 * - print/ turns the choice into text, and chooses nothing.
 */

/**
 * Chooses the program that gives back a definition. Everything it says has been run when this
 * returns, and gives the same text as the definition.
 *
 * @param definition - one that has passed `checkDefinition`
 * @throws NacreError `PIPELINE_NAME_INVALID` or `IMPORT_IMPOSSIBLE`
 */
export function importDefinition(definition: PipelineDefinition, name: string): Program {
  const names = new Names(namesOfCore);
  const run = new Evaluation();
  const shared = shareValues(definition, names);
  for (const constant of shared.constants) run.add(constant);
  const parameters = new Map<string, ParameterVariable>();
  const parameterConstants = (definition.Parameters ?? []).flatMap((parameter): Constant[] => {
    const written = writeParameter(parameter, shared.text, run);
    // One that core would write otherwise stands in the list of a raw pipeline.
    if (written === undefined) return [];
    const variable = names.give(parameter.Name, "Parameter");
    parameters.set(parameter.Name, { variable, given: written.given });
    return [{ name: variable, value: written.code, comment: [] }];
  });
  for (const constant of parameterConstants) run.add(constant);
  const types = new Types(readDeclarations());
  const steps = new Map(
    flattenSteps(definition).map(({ definition: step }): [string, StepVariable] => [
      step.Name,
      {
        variable: names.give(step.Name, "Step"),
        definition: step,
        declaration: types.declarations.steps.get(step.Type),
        names: new Map(),
        items: new Map(),
        isDefined: false,
      },
    ]),
  );
  const scope: Scope = { types, shared, parameters, steps, write: writeValue };
  const stepGroups = stepsInOrder(definition).flatMap((step): Constant[][] => {
    const variable = steps.get(step.Name);
    return variable === undefined ? [] : [[stepConstant(variable, scope, run)]];
  });
  const { code, departures } = pipelineCode(name, definition, scope, run);
  const groups = [shared.constants, parameterConstants, ...stepGroups];
  return {
    imports: usedNames(groups.flat(), code),
    groups,
    result: code,
    comment: commentOf(departures),
  };
}

/** The making of the pipeline: by its class if that gives the same text, else raw. */
function pipelineCode(
  name: string,
  definition: PipelineDefinition,
  scope: Scope,
  run: Evaluation,
): Written {
  const wanted = writeDefinition(definition);
  const isSame = ({ code }: Written): boolean => {
    const pipeline = run.valueOf(code);
    return isPipeline(pipeline) && pipeline.definitionText() === wanted;
  };
  const typed = writePipeline(name, definition, scope);
  try {
    if (isSame(typed)) return typed;
  } catch (error) {
    // What core refuses here a raw pipeline may have; or else it refuses it there too.
    if (!(error instanceof NacreError)) throw error;
  }
  const raw = writeRawPipeline(name, definition, scope);
  if (!isSame(raw)) throw impossible("the definition around its steps");
  return raw;
}

/** The constant of a step: by the class of its type if that gives the same text, else raw. */
function stepConstant(step: StepVariable, scope: Scope, run: Evaluation): Constant {
  const wanted = writeJson(step.definition);
  const typed = writeStep(step, scope);
  const isSame = typed !== undefined && run.definitionText(typed.code) === wanted;
  const { code, departures } = isSame ? typed : writeRawStep(step, scope);
  if (!isSame && run.definitionText(code) !== wanted) {
    throw impossible(`the step "${step.definition.Name}"`);
  }
  const reason = isSame ? [] : [reasonForRaw(step)];
  const comment = [...reason, ...commentOf(departures)];
  const constant = { name: step.variable, value: code, comment };
  // A raw step has no typed properties.
  if (!isSame) step.declaration = undefined;
  run.add(constant);
  step.isDefined = true;
  return constant;
}

function reasonForRaw({ declaration, definition }: StepVariable): string {
  return declaration === undefined
    ? `@nacre/core has no class for steps of type ${definition.Type}.`
    : `${declaration.className} would not write the members of this step as they stand.`;
}

/** Says where a program goes past the types. */
function commentOf(departures: readonly Departure[]): string[] {
  if (departures.length === 0) return [];
  const lines = departures.map(({ path, what }) => `- ${path}: ${what}`);
  return ["Kept as it was, although the types of @nacre/core do not have it:", ...new Set(lines)];
}

function impossible(what: string): NacreError {
  return new NacreError("IMPORT_IMPOSSIBLE", `@nacre/core has no way to write ${what}.`, {
    help: "Definitions can be drawn and run as they are: nacre graph FILE, nacre run FILE.",
  });
}
