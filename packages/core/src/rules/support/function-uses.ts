import { jsonEntries } from "../../definition/key-order.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../json.ts";
import { branchMembers } from "../../definition/steps.ts";
import type { CheckedDefinition, CheckedStep } from "../checked-definition.ts";
import { itemPath, memberPath } from "../path.ts";

/** An object that calls a function of the pipeline language, or looks as if it should. */
export interface FunctionUse {
  /** `Get`, `Std:Join`, `Std:JsonGet`, or another name that begins with `Std:`. */
  readonly name: string;
  /** What the function is given. */
  readonly argument: JsonValue;
  /** JSON path of the object. */
  readonly path: string;
  /** The members of the object besides the function. */
  readonly others: readonly string[];
  /** The functions around it, from the outermost. */
  readonly inside: readonly string[];
  readonly step: CheckedStep | undefined;
}

const deepest = 250;

const made = new WeakMap<CheckedDefinition, readonly FunctionUse[]>();

/** Every use of a function in a definition, in the order of the text; found once for all rules. */
export function functionUses(definition: CheckedDefinition): readonly FunctionUse[] {
  const before = made.get(definition);
  if (before !== undefined) return before;
  const found: FunctionUse[] = [];
  if (isJsonObject(definition.value)) {
    for (const [name, member] of jsonEntries(definition.value)) {
      if (name === "Steps") continue;
      const where: Where = { inside: [], step: undefined };
      collect(member, memberPath("$", name), where, found, 1);
    }
  }
  for (const step of definition.steps) collectStep(step, found);
  made.set(definition, found);
  return found;
}

type Where = Pick<FunctionUse, "inside" | "step">;

function collectStep(step: CheckedStep, found: FunctionUse[]): void {
  for (const [name, member] of jsonEntries(step.value)) {
    const path = memberPath(step.path, name);
    const where: Where = { inside: [], step };
    if (name !== "Arguments" || step.type !== "Condition") {
      collect(member, path, where, found, 2);
      continue;
    }
    for (const [key, argument] of jsonEntries(step.arguments)) {
      if (!Object.hasOwn(branchMembers, key)) {
        collect(argument, memberPath(path, key), where, found, 3);
      }
    }
  }
}

function collect(
  value: JsonValue,
  path: string,
  where: Where,
  found: FunctionUse[],
  depth: number,
): void {
  if (depth > deepest) return;
  if (isJsonArray(value)) {
    for (const [index, item] of value.entries()) {
      if (typeof item === "object" && item !== null) {
        collect(item, itemPath(path, index), where, found, depth + 1);
      }
    }
  } else if (isJsonObject(value)) {
    const name = functionIn(value);
    const inside = name === undefined ? where : { ...where, inside: [...where.inside, name] };
    if (name !== undefined) {
      const others = Object.keys(value).filter((key) => key !== name);
      found.push({ ...where, name, argument: value[name] ?? null, path, others });
    }
    for (const [key, member] of jsonEntries(value)) {
      if (typeof member === "object" && member !== null) {
        collect(member, memberPath(path, key), inside, found, depth + 1);
      }
    }
  }
}

/** The function that an object calls; a `Get` with company may be data, unless it is a reference. */
function functionIn(value: JsonObject): string | undefined {
  const keys = Object.keys(value);
  const named = keys.find((key) => key.startsWith("Std:"));
  if (named !== undefined || !Object.hasOwn(value, "Get")) return named;
  const text = value["Get"];
  const isReference =
    typeof text === "string" &&
    /^(?:Parameters|Steps|Execution|PipelineExperimentConfig)\./.test(text);
  return keys.length === 1 || isReference ? "Get" : undefined;
}
