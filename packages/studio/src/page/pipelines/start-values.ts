import type { ParameterView, PipelineView, StartRequest } from "../../api.ts";
import { comparable } from "../format/parameter.ts";

/** What is typed into the start form, by parameter. */
export type Typed = Readonly<Record<string, string>>;

/** The most characters that a parameter's value may have. */
const longestValue = 1024;

/** What the form begins with: what was typed before, else what a link gives, else the defaults. */
export function firstValues(
  parameters: readonly ParameterView[],
  ...sources: readonly Typed[]
): Record<string, string> {
  return Object.fromEntries(
    parameters.map(({ name, type, defaultValue }) => {
      const given = sources.find((source) => Object.hasOwn(source, name))?.[name] ?? defaultValue;
      // A switch is always one or the other.
      return [name, given ?? (type === "Boolean" ? "false" : "")];
    }),
  );
}

/** Whether a value is the default, maybe written otherwise: 6 and 6.0. */
export function isDefault({ type, defaultValue }: ParameterView, value: string): boolean {
  const isNumber = type === "Integer" || type === "Float";
  return comparable(value, isNumber) === comparable(defaultValue, isNumber);
}

/** What is wrong with a value, in a sentence that says what is allowed; undefined when it is fine. */
export function valueFault(parameter: ParameterView, text: string): string | undefined {
  const { type, defaultValue, enumValues } = parameter;
  if (enumValues !== undefined) {
    return enumValues.includes(text) ? undefined : `One of ${enumValues.join(", ")}.`;
  }
  if (text.length > longestValue) {
    return `At most ${longestValue.toLocaleString("en")} characters; these are ${text.length.toLocaleString("en")}.`;
  }
  // What is as the default is not sent.
  if (isDefault(parameter, text)) return undefined;
  const trimmed = type === "String" ? text : text.trim();
  if (trimmed === "" && defaultValue === undefined) return "Required: it has no default.";
  if (type === "String") return text === "" ? "At least one character." : undefined;
  if (type === "Integer") {
    if (!/^[+-]?\d+$/.test(trimmed)) return "A whole number, such as 6.";
    return Number.isSafeInteger(Number(trimmed)) ? undefined : "At most 9007199254740991 in size.";
  }
  if (type === "Float") {
    const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed);
    return isNumber && Number.isFinite(Number(trimmed))
      ? undefined
      : "A number, such as 6.5 or 1e-3.";
  }
  return ["true", "false"].includes(trimmed.toLowerCase()) ? undefined : "true or false.";
}

/**
 * The parameter that a refusal of the server is about: the one whose name or value it quotes, or whose
 * S3 URI it names; undefined when it is about none, or does not say.
 */
export function refusedParameter(
  parameters: readonly ParameterView[],
  typed: Typed,
  message: string,
): string | undefined {
  const words = new Set(message.split(/[\s,]+/).map((word) => word.replace(/[.:]$/, "")));
  return parameters.find(({ name }) => {
    const value = typed[name] ?? "";
    return (
      message.includes(JSON.stringify(name)) ||
      (value !== "" && message.includes(JSON.stringify(value))) ||
      (value.startsWith("s3://") && words.has(value))
    );
  })?.name;
}

/** What is wrong with the name of an execution; it may be left out. */
export function nameFault(text: string): string | undefined {
  const name = text.trim();
  if (name === "" || /^[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,81}$/.test(name)) return undefined;
  return "At most 82 letters of a to z, digits and hyphens; the first and the last are no hyphen.";
}

/** All faults of the form by parameter; empty when it may be sent. */
export function formFaults(
  parameters: readonly ParameterView[],
  typed: Typed,
): Readonly<Record<string, string>> {
  const faults = parameters.flatMap((parameter) => {
    const fault = valueFault(parameter, typed[parameter.name] ?? "");
    return fault === undefined ? [] : [[parameter.name, fault] as const];
  });
  return Object.fromEntries(faults);
}

/**
 * What is sent: the version that is shown, and the values that are not its default. Where the version
 * cannot be told, all values.
 */
export function startRequest(
  { version, versions = [], parameters }: Pick<PipelineView, "version" | "versions" | "parameters">,
  typed: Typed,
  displayName: string,
): StartRequest {
  const isKnown = versions.some((one) => one.version === version);
  const values = parameters.flatMap((parameter) => {
    const { name, type } = parameter;
    const text = typed[name] ?? "";
    const value = type === "String" ? text : text.trim();
    // SageMaker takes no empty value, though a default may be one.
    const isLeftOut = isDefault(parameter, value) && (isKnown || value === "");
    return isLeftOut ? [] : [[name, value] as const];
  });
  const name = displayName.trim();
  return {
    ...(isKnown ? { version } : {}),
    parameters: Object.fromEntries(values),
    ...(name === "" ? {} : { displayName: name }),
  };
}
