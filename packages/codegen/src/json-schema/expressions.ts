import { isObject, type Json, type JsonObject } from "../load.ts";
import { byCodeUnit } from "../names.ts";
import type { Translator } from "./translator.ts";

/**
 * A choice of leaves, or an expression. That an object must be an expression is said beside the choice
 * and not as one more of its forms: so what is wrong within an expression is the only fault reported.
 */
export function orExpression(
  leaves: readonly JsonObject[],
  expression: JsonObject,
  translator: Translator,
): JsonObject {
  if (translator.isForDrift) return { anyOf: [...leaves, expression] };
  const name = `IfObject${String(expression["$ref"]).split("/").at(-1)}`;
  const rule = translator.definitions.refer(name, name, () => ({
    $comment: "An object that stands for a value is an expression.",
    if: { type: "object" },
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
    then: expression,
  }));
  return { anyOf: [...leaves, { type: "object" }], ...rule };
}

/** A reference to the expression that stands for any value: one of all functions of the schema. */
export function anyExpression(translator: Translator): JsonObject {
  return translator.definitions.refer("Expression", "all functions", () => ({
    description: "What is known only when the pipeline runs: one of the functions.",
    ...oneOf(allFunctions(translator), translator),
  }));
}

/** A reference to the expression that is one of these functions. */
export function oneFunctionOf(names: readonly string[], translator: Translator): JsonObject {
  const sorted = names.toSorted(byCodeUnit);
  if (sorted.join() === allFunctions(translator).toSorted(byCodeUnit).join()) {
    return anyExpression(translator);
  }
  const name = `${sorted.map((one) => one.replace(/Function$/, "")).join("Or")}Expression`;
  return translator.definitions.refer(name, `the functions ${sorted.join()}`, () => ({
    description: "What is known only when the pipeline runs.",
    ...oneOf(names, translator),
  }));
}

function allFunctions(translator: Translator): string[] {
  return [...translator.reader.definitions.keys()].filter(
    (name) => translator.kindOf(name) === "expression",
  );
}

/**
 * One object for several functions, of which exactly one is given: unlike a choice among objects it
 * lets a validator point at what is wrong within the function.
 */
function oneOf(names: readonly string[], translator: Translator): JsonObject {
  const properties = names.flatMap((name): [string, Json][] => {
    const own = translator.reader.definitions.get(name)?.["properties"];
    return Object.entries(isObject(own) ? own : {}).map(([key, value]) => [
      key,
      translator.node(value, { role: "envelope", name: `${name}${key}` }),
    ]);
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  };
}
