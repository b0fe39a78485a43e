import type { CheckedDefinition } from "../checked-definition.ts";

/**
 * A function that finds something in a definition once, for all rules that ask for it. What it found
 * lies in the definition and goes with it; a WeakMap would keep all of it alive much longer.
 */
export function once<Found>(
  find: (definition: CheckedDefinition) => Found,
): (definition: CheckedDefinition) => Found {
  return (definition) => {
    const { found } = definition;
    if (!found.has(find)) found.set(find, find(definition));
    return found.get(find) as Found; // nothing else is kept under this function
  };
}
