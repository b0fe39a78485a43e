import {
  isJsonArray,
  isNumberText,
  type JsonValue,
  type ParameterDefinition,
  writeJson,
} from "@nacre/core";
import { callCode, type Code, newCode, numberCode, objectCode, textCode } from "./code.ts";
import type { ValueKind } from "./declared/resolve.ts";
import type { Evaluation } from "./evaluate.ts";

/** A parameter as the program makes it. */
interface WrittenParameter {
  readonly code: Code;
  /** What it gives as an expression. */
  readonly given: ReadonlySet<ValueKind>;
}

/** The functions of core that make parameters, and the kind of value that each gives. */
const makers: Readonly<Record<string, readonly [name: string, kind: ValueKind]>> = {
  String: ["stringParameter", "string"],
  Integer: ["integerParameter", "number"],
  Float: ["floatParameter", "number"],
  Boolean: ["booleanParameter", "boolean"],
};

/**
 * Writes a parameter by the function of its type, or where that writes another text, as for an
 * integer beyond 2^53, by the class behind it; undefined where neither gives the same.
 */
export function writeParameter(
  parameter: ParameterDefinition,
  text: (value: string) => Code,
  run: Evaluation,
): WrittenParameter | undefined {
  const { Name: name, Type: type, DefaultValue: value, EnumValues: enumValues } = parameter;
  const [maker, kind] = (Object.hasOwn(makers, type) ? makers[type] : undefined) ?? [];
  if (maker === undefined || kind === undefined) return undefined;
  const isSame = (code: Code): boolean => run.definitionText(code) === writeJson(parameter);
  // Where values are listed, the default must be one of them for the compiler too: no template.
  const write = (one: JsonValue): Code =>
    plainCode(one, enumValues === undefined ? text : textCode);
  const options = Object.entries(parameter).flatMap(([key, one]) =>
    key === "Name" || key === "Type" || one === undefined
      ? []
      : [[key.charAt(0).toLowerCase() + key.slice(1), write(one)] as const],
  );
  const byFunction = callCode(
    maker,
    textCode(name),
    ...(options.length === 0 ? [] : [objectCode(Object.fromEntries(options))]),
  );
  if (isSame(byFunction)) return { code: byFunction, given: new Set([kind]) };
  if (value === undefined || enumValues !== undefined) return undefined;
  const byClass: Code = {
    kind: "call",
    name: "Parameter",
    isNew: true,
    typeArguments: [
      { kind: "literal", value: name },
      { kind: "keyword", name: kind },
    ],
    arguments: [textCode(name), textCode(type), exactCode(value, text)],
  };
  return isSame(byClass) ? { code: byClass, given: new Set([kind]) } : undefined;
}

/** A default or a list of allowed values; of a number its value alone. */
function plainCode(value: JsonValue, text: (value: string) => Code): Code {
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return numberCode(value);
  if (isNumberText(value)) return numberCode(value.value);
  if (isJsonArray(value)) {
    return { kind: "list", items: value.map((item) => plainCode(item, text)) };
  }
  return typeof value === "boolean"
    ? { kind: "word", word: `${value}` }
    : { kind: "word", word: "null" };
}

/** The same, but of a number its text. */
function exactCode(value: JsonValue, text: (value: string) => Code): Code {
  return isNumberText(value) ? newCode("NumberText", textCode(value.text)) : plainCode(value, text);
}
