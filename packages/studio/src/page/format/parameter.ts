import { isJsonObject, type JsonObject } from "@nacre/core";

/** A parameter as a definition declares it. */
export interface DeclaredParameter {
  readonly name: string;
  /** Whether its values are numbers, which are the same when written otherwise: 6 and 6.0. */
  readonly isNumber: boolean;
  /** Its default as text; undefined when it has none. */
  readonly defaultValue: string | undefined;
}

/** The parameters that a definition declares. */
export function declaredParameters({ Parameters }: JsonObject): DeclaredParameter[] {
  if (!Array.isArray(Parameters)) return [];
  return Parameters.filter(isJsonObject).map(({ Name, Type, DefaultValue }) => ({
    name: String(Name),
    isNumber: Type === "Integer" || Type === "Float",
    defaultValue:
      DefaultValue === undefined || DefaultValue === null ? undefined : String(DefaultValue),
  }));
}

/** What a value of a parameter is compared by. */
export function comparable(
  value: string | undefined,
  isNumber: boolean,
): string | number | undefined {
  if (!isNumber || value === undefined || value.trim() === "") return value;
  const number = Number(value);
  return Number.isNaN(number) ? value : number;
}
