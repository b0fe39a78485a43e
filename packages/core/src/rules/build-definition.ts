import { executionVariableNames } from "../expressions/execution-variable-names.ts";
import { jsonEntries } from "../definition/key-order.ts";
import { nearest } from "../definition/suggest.ts";
import { branchMembers } from "../definition/steps.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type {
  CheckedBranch,
  CheckedDefinition,
  CheckedParameter,
  CheckedPropertyFile,
  CheckedReference,
  CheckedStep,
} from "./checked-definition.ts";
import { Collector, deepest } from "./collector.ts";
import { FoundDependency, FoundStep, none, type FoundReference } from "./found.ts";
import { itemPath, memberPath } from "./path.ts";
import type { Requests } from "./requests/request-types.ts";

/** What rules look at, made of any JSON value. */
export function buildDefinition(value: JsonValue, requests: Requests = {}): CheckedDefinition {
  return new Builder(value).build(requests);
}

const branchEntries = Object.entries(branchMembers);

class Builder {
  readonly #value: JsonValue;
  readonly #collector = new Collector();
  #hasAllStepNames = true;
  #hasAllParameterNames = true;
  readonly #steps: CheckedStep[] = [];
  readonly #parameters: CheckedParameter[] = [];
  readonly #stepByName = new Map<string, CheckedStep>();
  readonly #parameterByName = new Map<string, CheckedParameter>();
  readonly #filesByStep = new Map<CheckedStep, ReadonlySet<string>>();
  /** Filled when all steps are known. */
  readonly #dependencies: FoundDependency[] = [];

  constructor(value: JsonValue) {
    this.#value = value;
  }

  build(requests: Requests): CheckedDefinition {
    if (isJsonObject(this.#value)) {
      this.#collector.definition(this.#value);
      for (const [name, member] of jsonEntries(this.#value)) {
        const path = memberPath("$", name);
        if (name === "Steps") this.#stepList(member, path, undefined, 0);
        if (name === "Parameters") this.#parameterList(member, path);
      }
      for (const key of Object.keys(this.#value)) {
        if (isLike(key, "Parameters")) this.#hasAllParameterNames = false;
        if (isLike(key, "Steps")) this.#hasAllStepNames = false;
      }
    }
    for (const dependency of this.#dependencies) {
      dependency.target = this.#stepByName.get(dependency.name);
    }
    const { references } = this.#collector;
    for (const reference of references) this.#look(reference);
    this.#lookForBadNames();
    return {
      requests,
      value: this.#value,
      steps: this.#steps,
      parameters: this.#parameters,
      references,
      lostReferences: references.filter(({ exists }) => !exists),
      hasAllStepNames: this.#hasAllStepNames,
      hasAllParameterNames: this.#hasAllParameterNames,
      stepNamed: (name) => this.#stepByName.get(name),
      parameterNamed: (name) => this.#parameterByName.get(name),
      facts: this.#collector.facts(),
      found: new Map(),
    };
  }

  /** A name that none can have, and that nothing refers to, may be one that is referred to rightly. */
  #lookForBadNames(): void {
    if (this.#parameters.some(({ name, usedBy }) => isBad(name) && usedBy.length === 0)) {
      this.#hasAllParameterNames = false;
    }
    const bad = this.#steps.filter(({ name }) => isBad(name));
    if (bad.length === 0) return;
    const targets = new Set<CheckedStep | undefined>();
    for (const { target } of this.#collector.references) targets.add(target);
    for (const { target } of this.#dependencies) targets.add(target);
    if (bad.some((step) => !targets.has(step))) this.#hasAllStepNames = false;
  }

  #parameterList(list: JsonValue, path: string): void {
    if (!isJsonArray(list)) {
      this.#hasAllParameterNames = false;
      return;
    }
    list.forEach((value, index) => {
      const name = isJsonObject(value) ? value["Name"] : undefined;
      if (!isJsonObject(value) || typeof name !== "string") {
        this.#hasAllParameterNames = false;
        return;
      }
      const enumValues = value["EnumValues"];
      const parameter: CheckedParameter = {
        name,
        type: textOf(value["Type"]),
        path: itemPath(path, index),
        value,
        defaultValue: value["DefaultValue"] ?? undefined,
        enumValues: isJsonArray(enumValues) ? enumValues : undefined,
        usedBy: [],
      };
      this.#parameters.push(parameter);
      if (!this.#parameterByName.has(name)) this.#parameterByName.set(name, parameter);
    });
  }

  #stepList(list: JsonValue, path: string, branch: CheckedBranch | undefined, depth: number): void {
    if (!isJsonArray(list)) {
      this.#hasAllStepNames = false;
      return;
    }
    for (let index = 0; index < list.length; index += 1) {
      const value = list[index];
      if (isJsonObject(value)) this.#step(value, itemPath(path, index), branch, depth);
      else this.#hasAllStepNames = false;
    }
  }

  #step(value: JsonObject, path: string, branch: CheckedBranch | undefined, depth: number): void {
    const step = new FoundStep(value, path, branch, depth);
    step.dependsOn = this.#dependsOn(value, path);
    step.propertyFiles = propertyFilesOf(value, path);
    this.#steps.push(step);
    if (step.name === "" || hasNoBranches(step)) this.#hasAllStepNames = false;
    if (step.name !== "" && !this.#stepByName.has(step.name)) {
      this.#stepByName.set(step.name, step);
    }
    const branches = mayBranch(step) ? branchesIn(step.arguments) : none;
    const names = branches.length === 0 ? none : branches.map(([member]) => member);
    step.references = this.#collector.step(step, names);
    if (depth >= deepest) return;
    for (const [member, when] of branches) {
      const list = step.arguments[member] ?? null;
      this.#stepList(list, `${path}.Arguments.${member}`, { condition: step, when }, depth + 1);
    }
  }

  #dependsOn(step: JsonObject, path: string): CheckedStep["dependsOn"] {
    const names = step["DependsOn"];
    if (!isJsonArray(names)) return none;
    const found: FoundDependency[] = [];
    for (const [index, name] of names.entries()) {
      if (typeof name !== "string") continue;
      const dependency = new FoundDependency(name, `${path}.DependsOn[${index}]`);
      this.#dependencies.push(dependency);
      found.push(dependency);
    }
    return found;
  }

  /** Looks up what a reference names. */
  #look(reference: FoundReference): void {
    const { parsed } = reference;
    switch (parsed?.kind) {
      case undefined:
        return;
      case "parameter": {
        const parameter = this.#parameterByName.get(parsed.name);
        if (parameter === undefined) return;
        reference.parameter = parameter;
        reference.exists = true;
        // Ours, made above as an empty list.
        (parameter.usedBy as CheckedReference[]).push(reference);
        return;
      }
      case "execution":
        reference.exists = isExecutionVariable(parsed.name);
        return;
      case "experiment":
        reference.exists = true;
        return;
      case "property":
      case "propertyFile": {
        const target = this.#stepByName.get(parsed.step);
        reference.target = target;
        reference.exists =
          target !== undefined &&
          (parsed.kind === "property" || this.#fileNames(target).has(parsed.name));
      }
    }
  }

  #fileNames(step: CheckedStep): ReadonlySet<string> {
    const names =
      this.#filesByStep.get(step) ?? new Set(step.propertyFiles.map((file) => file.name));
    this.#filesByStep.set(step, names);
    return names;
  }
}

/** Whether no step and no parameter can have such a name. */
function isBad(name: string): boolean {
  return !/^[A-Za-z0-9\-_]{1,64}$/.test(name);
}

/** Whether a member is likely another, misspelt. */
function isLike(key: string, name: string): boolean {
  if (key === name) return false;
  return (
    key.slice(0, 4).toLowerCase() === name.slice(0, 4).toLowerCase() ||
    nearest(key, [name]) !== undefined
  );
}

const executionVariables: ReadonlySet<string> = new Set(executionVariableNames);

function isExecutionVariable(name: string): boolean {
  return executionVariables.has(name);
}

function branchesIn(given: JsonObject): typeof branchEntries {
  return branchEntries.filter(([member]) => Object.hasOwn(given, member));
}

/** A step of an unknown type may be a condition too, whose type is misspelt. */
function mayBranch(step: CheckedStep): boolean {
  return step.type === "Condition" || "Conditions" in step.arguments;
}

/** Whether the arguments of a condition, in which there are steps, are not to be read. */
function hasNoBranches({ type, value, arguments: given }: CheckedStep): boolean {
  if (type !== "Condition") return false;
  const misspelt = Object.keys(given).some((key) => !conditionMembers.has(key));
  return !isJsonObject(value["Arguments"]) || misspelt;
}

const conditionMembers: ReadonlySet<string> = new Set([
  "Conditions",
  ...Object.keys(branchMembers),
]);

function propertyFilesOf(step: JsonObject, path: string): CheckedStep["propertyFiles"] {
  const files = step["PropertyFiles"];
  if (!isJsonArray(files)) return none;
  const found: CheckedPropertyFile[] = [];
  for (const [index, file] of files.entries()) {
    const name = isJsonObject(file) ? file["PropertyFileName"] : undefined;
    if (!isJsonObject(file) || typeof name !== "string") continue;
    found.push({
      name,
      outputName: textOf(file["OutputName"]),
      filePath: textOf(file["FilePath"]),
      path: `${path}.PropertyFiles[${index}]`,
    });
  }
  return found;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
