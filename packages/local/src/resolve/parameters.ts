import { isNumberText, NacreError, NumberText, type JsonObject, type JsonValue } from "@nacre/core";

/** The value of a parameter; a number keeps the text it was given as. */
export type ParameterValue = string | number | boolean | NumberText;

/** The part of a parameter's declaration that a run needs. */
interface Declaration {
  readonly name: string;
  readonly type: string;
  readonly defaultValue: JsonValue | undefined;
  readonly enumValues: readonly JsonValue[] | undefined;
}

/**
 * The value of every parameter: what was given, else the default.
 *
 * @param declared - the definition's `Parameters`
 * @param given - values as text
 * @throws NacreError `PARAMETER_UNKNOWN`, `PARAMETER_TYPE`, `PARAMETER_NOT_IN_ENUM`, `PARAMETER_MISSING`
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html
 */
export function resolveParameters(
  declared: readonly JsonObject[],
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, ParameterValue> {
  const declarations = declared.map(declaration);
  const names = declarations.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw unknownParameter(name, names);
  }
  const text = new Map(Object.entries(given));
  return new Map(declarations.map((parameter) => [parameter.name, valueOf(parameter, text)]));
}

function declaration(parameter: JsonObject): Declaration {
  const enumValues = parameter["EnumValues"];
  return {
    name: String(parameter["Name"]),
    type: String(parameter["Type"]),
    defaultValue: parameter["DefaultValue"] ?? undefined,
    enumValues: Array.isArray(enumValues) ? enumValues : undefined,
  };
}

function valueOf(parameter: Declaration, given: ReadonlyMap<string, string>): ParameterValue {
  const text = given.get(parameter.name);
  const value = text === undefined ? fromDefault(parameter) : fromText(parameter, text);
  const allowed = parameter.enumValues?.map(plain);
  if (allowed !== undefined && !allowed.includes(plain(value))) {
    throw new NacreError(
      "PARAMETER_NOT_IN_ENUM",
      `Parameter ${parameter.name} is ${JSON.stringify(plain(value))}, which is not one of its values.`,
      { help: `Give one of ${allowed.join(", ")}.` },
    );
  }
  return value;
}

function fromDefault({ name, type, defaultValue }: Declaration): ParameterValue {
  if (defaultValue === undefined) {
    throw new NacreError(
      "PARAMETER_MISSING",
      `Parameter ${name} has no default and was given no value.`,
      {
        help: `Give it one of type ${type}: --param ${name}=VALUE.`,
      },
    );
  }
  if (
    isNumberText(defaultValue) ||
    typeof defaultValue === "string" ||
    typeof defaultValue === "number" ||
    typeof defaultValue === "boolean"
  ) {
    // Definitions give a default either as JSON of its type or as text, as the service stores it.
    if (typeof defaultValue !== "string" || type === "String") return defaultValue;
    return fromText({ name, type, defaultValue, enumValues: undefined }, defaultValue);
  }
  throw wrongType(name, type, JSON.stringify(defaultValue));
}

function fromText({ name, type }: Declaration, text: string): ParameterValue {
  switch (type) {
    case "String":
      return text;
    case "Integer":
      if (/^[+-]?\d+$/.test(text) && isFinite(text)) return new NumberText(text);
      break;
    case "Float":
      if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && isFinite(text)) {
        return new NumberText(text);
      }
      break;
    case "Boolean":
      if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
      break;
    default:
      throw new NacreError("PARAMETER_TYPE", `Parameter ${name} has the unknown type ${type}.`, {
        help: "SageMaker knows String, Integer, Float and Boolean.",
      });
  }
  throw wrongType(name, type, text);
}

/** Whether a number is one that fits: 1e400 is larger than any that a definition can hold. */
function isFinite(text: string): boolean {
  return Number.isFinite(Number(text));
}

function wrongType(name: string, type: string, text: string): NacreError {
  const wanted: Record<string, string> = {
    Integer: "a whole number such as 3",
    Float: "a number such as 0.5",
    Boolean: "true or false",
  };
  return new NacreError(
    "PARAMETER_TYPE",
    `Parameter ${name} is of type ${type}, ${JSON.stringify(text)} is not.`,
    { help: `Give ${wanted[type] ?? `a ${type}`}.` },
  );
}

function unknownParameter(name: string, names: readonly string[]): NacreError {
  return new NacreError("PARAMETER_UNKNOWN", `The pipeline has no parameter ${name}.`, {
    help: names.length === 0 ? "It has no parameters." : `It has ${names.join(", ")}.`,
  });
}

/** A value without its text: what a comparison and a report show. */
export function plain(value: JsonValue): string | number | boolean {
  if (isNumberText(value)) return value.value;
  return typeof value === "object" ? JSON.stringify(value) : value;
}
