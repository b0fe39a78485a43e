import {
  flattenSteps,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  parseReference,
  type PipelineDefinition,
  type StepDefinition,
} from "@nacre/core";

/**
 * All steps, those in branches too, so that each comes after those it uses: what it refers to, what
 * it depends on, the steps of its branches. Otherwise they keep the order of the definition. Where
 * steps refer to each other, as a step in a branch may to its condition, one comes too early.
 */
export function stepsInOrder(definition: PipelineDefinition): StepDefinition[] {
  const steps = new Map(
    flattenSteps(definition).map(({ definition: step }) => [step.Name, step] as const),
  );
  const visited = new Set<string>();
  const ordered: StepDefinition[] = [];
  const visit = (step: StepDefinition): void => {
    if (visited.has(step.Name)) return;
    visited.add(step.Name);
    const used = usedBy(step);
    // First what is said in the definition before; the branches last, so that they stand beside it.
    for (const name of used) {
      const other = steps.get(name);
      if (other !== undefined) visit(other);
    }
    for (const inner of branchesOf(step)) visit(inner);
    ordered.push(step);
  };
  for (const step of definition.Steps) visit(step);
  return ordered;
}

/** The steps in the branches of a condition step. */
function branchesOf(step: StepDefinition): StepDefinition[] {
  if (step.Type !== "Condition") return [];
  return ["IfSteps", "ElseSteps"].flatMap((member) => {
    const steps = step.Arguments[member];
    // Reading a definition has checked that branches list steps.
    return isJsonArray(steps) ? (steps as readonly StepDefinition[]) : [];
  });
}

/** The names of the steps that a step itself refers to or depends on. */
function usedBy(step: StepDefinition): Set<string> {
  const names = new Set<string>();
  const branches = new Set<JsonValue>(branchesOf(step));
  const collect = (value: JsonValue | undefined): void => {
    if (isJsonArray(value)) value.forEach(collect);
    else if (isJsonObject(value) && !branches.has(value)) {
      const text = referenceText(value);
      if (text === undefined) Object.values(value).forEach(collect);
      else {
        const reference = parseReference(text);
        if ("step" in reference) names.add(reference.step);
      }
    }
  };
  collect(step);
  for (const name of step.DependsOn ?? []) names.add(name);
  return names;
}

/** The text of `{ "Get": … }`. */
export function referenceText(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return undefined;
  const text = value["Get"];
  return typeof text === "string" ? text : undefined;
}
