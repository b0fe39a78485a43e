import { isJsonArray, isJsonObject, type JsonValue } from "@nacre/core";
import type { ExecutionView } from "../../api.ts";

/**
 * Why a step did not run in an execution that is over, such as `AbaloneMSECond was true`; undefined where it
 * ran or still may.
 */
export function whyNotRun(execution: ExecutionView, step: string): string | undefined {
  const { definition, endTime, steps, status } = execution;
  const known = new Map(steps.map((one) => [one.name, one]));
  if (known.get(step)?.status !== "NotRun") return undefined;
  for (const { condition, branch } of branchesAround(definition, step) ?? []) {
    const outcome = known.get(condition)?.conditionOutcome;
    if (outcome !== undefined && outcome !== branch) {
      return `${condition} was ${outcome.toLowerCase()}`;
    }
  }
  if (endTime === undefined) return undefined;
  const failed = steps.find((one) => one.status === "Failed");
  if (failed !== undefined) return `${failed.name} failed`;
  return status === "Stopped" ? "the execution was stopped" : undefined;
}

interface Branch {
  readonly condition: string;
  readonly branch: "True" | "False";
}

/** The branches that a step stands in, the outermost first; undefined when it is not in this part. */
function branchesAround(part: JsonValue | undefined, step: string): readonly Branch[] | undefined {
  if (isJsonArray(part)) {
    for (const one of part) {
      const found = branchesAround(one, step);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isJsonObject(part)) return undefined;
  const { Name, Steps, Arguments } = part;
  if (Name === step) return [];
  if (Steps !== undefined) return branchesAround(Steps, step);
  if (typeof Name !== "string" || !isJsonObject(Arguments)) return undefined;
  const branches = { True: Arguments["IfSteps"], False: Arguments["ElseSteps"] } as const;
  for (const branch of ["True", "False"] as const) {
    const found = branchesAround(branches[branch], step);
    if (found !== undefined) return [{ condition: Name, branch }, ...found];
  }
  return undefined;
}
