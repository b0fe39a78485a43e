import { type DefinitionDiff, diffDefinitions, type JsonObject, readDefinition } from "@nacre/core";
import type { ExecutionView } from "../../api.ts";

type Execution = Pick<ExecutionView, "id" | "displayName" | "definition">;

/** Executions that run one definition, and what it has otherwise than that of the first execution. */
export interface ComparedDefinition {
  readonly executions: readonly Execution[];
  /** Undefined when one of the two is not understood. */
  readonly diff: DefinitionDiff | undefined;
}

/** The definitions of executions; the first one is that of the first execution, without a difference. */
export function comparedDefinitions(executions: readonly Execution[]): ComparedDefinition[] {
  const [first] = executions;
  if (first === undefined) return [];
  const groups = Map.groupBy(executions, ({ definition }) => JSON.stringify(definition));
  return [...groups.values()].map((members) => ({
    executions: members,
    diff: definitionDiff(first.definition, members[0]?.definition ?? first.definition),
  }));
}

/** The names of the steps that a difference is about. */
export function changedSteps(diff: DefinitionDiff | undefined): ReadonlySet<string> {
  return new Set(diff?.steps.map(({ name }) => name));
}

/** What differs between two definitions, by meaning; undefined when one of them is not understood. */
export function definitionDiff(before: JsonObject, after: JsonObject): DefinitionDiff | undefined {
  try {
    return diffDefinitions(
      readDefinition(JSON.stringify(before)),
      readDefinition(JSON.stringify(after)),
    );
  } catch {
    return undefined;
  }
}
