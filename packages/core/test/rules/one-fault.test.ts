import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validateText } from "../../src/index.ts";

/** AWS's Abalone definition, open to edits. */
interface Editable {
  [key: string]: Editable;
}

const text = readFileSync(join(import.meta.dirname, "../fixtures/abalone-definition.json"), "utf8");

/** The rules that find something in Abalone after an edit, each once. */
function rulesAfter(edit: (definition: Editable) => void): string[] {
  const definition: Editable = JSON.parse(text);
  edit(definition);
  return [...new Set(validateText(JSON.stringify(definition)).map(({ rule }) => rule))];
}

/** The value at the end of a path; a path that leads nowhere fails the test. */
function at(value: Editable, ...keys: readonly string[]): Editable {
  return keys.reduce((inner, key) => {
    const next = inner[key];
    if (next === undefined) throw new Error(`there is no ${key}`);
    return next;
  }, value);
}

/** Sets a member to any JSON. */
function set(owner: Editable, key: string, value: unknown): void {
  Object.assign(owner, { [key]: value });
}

/** Repeats an item of a list. */
function repeat(list: Editable, index: number): void {
  if (Array.isArray(list)) list.push(structuredClone(list[index]));
}

const prepare = (all: Editable): Editable => at(all, "Steps", "0");
const prepared = (all: Editable): Editable => at(prepare(all), "Arguments");
const train = (all: Editable): Editable => at(all, "Steps", "1", "Arguments");
const evaluate = (all: Editable): Editable => at(all, "Steps", "2");
const jsonGet = (all: Editable): Editable =>
  at(all, "Steps", "3", "Arguments", "Conditions", "0", "LeftValue", "Std:JsonGet");

const cases: Readonly<Record<string, readonly [(all: Editable) => void, ...string[]]>> = {
  "nothing wrong": [() => {}],
  "an empty name of a parameter that steps read": [
    (all) => set(at(all, "Parameters", "0"), "Name", ""),
    "PARAMETER_NAME_INVALID",
  ],
  "a name too long of a step that others read": [
    (all) => set(prepare(all), "Name", "A".repeat(65)),
    "STEP_NAME_INVALID",
  ],
  "Steps misspelt": [
    (all) => {
      set(all, "Stesp", all["Steps"]);
      delete all["Steps"];
    },
    "UNKNOWN_FIELD",
  ],
  "a step twice": [(all) => repeat(at(all, "Steps"), 0), "DUPLICATE_STEP_NAME"],
  "an output twice": [
    (all) => repeat(at(prepared(all), "ProcessingOutputConfig", "Outputs"), 0),
    "PROCESSING_OUTPUT_REPEATED",
  ],
  "an input twice": [
    (all) => repeat(at(prepared(all), "ProcessingInputs"), 0),
    "PROCESSING_INPUT_REPEATED",
  ],
  "a type misspelt, of a step with property files": [
    (all) => set(evaluate(all), "Type", "Procesing"),
    "UNKNOWN_STEP_TYPE",
  ],
  "an image far too long": [
    (all) => {
      const algorithm = at(train(all), "AlgorithmSpecification");
      set(algorithm, "TrainingImage", `${String(algorithm["TrainingImage"])}${"x".repeat(300)}`);
    },
    "TEXT_TOO_LONG",
  ],
  "a default far too long, which is none of the values either": [
    (all) =>
      Object.assign(at(all, "Parameters", "1"), {
        Type: "String",
        EnumValues: ["a", "b"],
        DefaultValue: "x".repeat(2000),
      }),
    "DEFAULT_NOT_IN_ENUM",
  ],
  "a reference that is a number": [
    (all) => set(at(jsonGet(all), "PropertyFile"), "Get", 7),
    "GET_NOT_TEXT",
  ],
  "a reference with company": [
    (all) => set(at(jsonGet(all), "PropertyFile"), "Default", "x"),
    "FUNCTION_NOT_ALONE",
  ],
  "a property file that is not named": [
    (all) => {
      delete jsonGet(all)["PropertyFile"];
    },
    "JSON_GET_SOURCE_INVALID",
  ],
  "no arguments in a step that others read": [
    (all) => set(prepare(all), "Arguments", {}),
    "MISSING_FIELD",
  ],
  "dependencies that are no list": [
    (all) => set(evaluate(all), "DependsOn", "AbaloneTrain"),
    "WRONG_TYPE",
  ],
};

describe("one fault gives one finding, and no others because of it", () => {
  it.each(Object.entries(cases))("%s", (_, [edit, ...wanted]) => {
    expect(rulesAfter(edit)).toEqual(wanted);
  });
});

it("two faults give both", () => {
  const found = rulesAfter((all) => {
    set(at(prepared(all), "ProcessingResources", "ClusterConfig"), "VolumeSizeInGB", 0);
    set(at(jsonGet(all), "PropertyFile"), "Get", "Steps.AbaloneEval.PropertyFiles.Reprot");
    repeat(at(all, "Steps"), 1);
  });
  expect(found.toSorted()).toEqual([
    "DUPLICATE_STEP_NAME",
    "NUMBER_TOO_SMALL",
    "UNKNOWN_PROPERTY_FILE",
  ]);
});
