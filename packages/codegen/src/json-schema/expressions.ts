import { isObject, type Json, type JsonObject } from "../load.ts";
import type { Translator } from "./translator.ts";

/**
 * One object for several functions, of which exactly one is given: unlike a choice among objects it
 * lets a validator point at what is wrong within the function.
 */
export function oneFunctionOf(names: readonly string[], translator: Translator): JsonObject {
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

/** A reference to the expression that stands for any value: one of all functions of the schema. */
export function anyExpression(translator: Translator): JsonObject {
  const names = [...translator.reader.definitions.keys()].filter(
    (name) => translator.kindOf(name) === "expression",
  );
  return translator.definitions.refer("Expression", "all functions", () => ({
    description: "What is known only when the pipeline runs: one of the functions.",
    ...oneFunctionOf(names, translator),
  }));
}
