import { isJsonArray, isJsonObject } from "../../json.ts";
import type { CheckedStep } from "../checked-definition.ts";

/**
 * Gives the names of the outputs of a processing step, each step looked at once; undefined where
 * they cannot be told.
 */
export function outputNames(): (step: CheckedStep) => ReadonlySet<string> | undefined {
  const known = new Map<CheckedStep, ReadonlySet<string> | undefined>();
  return (step) => {
    if (!known.has(step)) known.set(step, read(step));
    return known.get(step);
  };
}

function read(step: CheckedStep): ReadonlySet<string> | undefined {
  if (step.type !== "Processing" || !isJsonObject(step.value["Arguments"])) return undefined;
  // That everything is missing is said already.
  if (Object.keys(step.arguments).length === 0) return undefined;
  const config = step.arguments["ProcessingOutputConfig"];
  if (config === undefined) {
    const isMisspelt = Object.keys(step.arguments).some((key) => /^processingout/i.test(key));
    return isMisspelt ? undefined : new Set();
  }
  const outputs = isJsonObject(config) ? config["Outputs"] : undefined;
  if (!isJsonArray(outputs)) return undefined;
  const names = new Set<string>();
  for (const output of outputs) {
    const name = isJsonObject(output) ? output["OutputName"] : undefined;
    if (typeof name !== "string") return undefined;
    names.add(name);
  }
  return names;
}
