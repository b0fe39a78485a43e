/** The kinds of faults in the shape of a definition; each is a rule. */
export type ShapeFault =
  | "UNKNOWN_FIELD"
  | "MISSING_FIELD"
  | "WRONG_TYPE"
  | "VALUE_NOT_ALLOWED"
  | "TEXT_TOO_SHORT"
  | "TEXT_TOO_LONG"
  | "TEXT_PATTERN"
  | "NUMBER_TOO_SMALL"
  | "NUMBER_TOO_LARGE"
  | "TOO_FEW_ITEMS"
  | "TOO_MANY_ITEMS"
  | "KEY_INVALID"
  | "EXPRESSION_INVALID"
  | "EXPRESSION_NOT_ALLOWED"
  | "EXPRESSION_FOR_STRUCTURE";

/** What a value may be that a reference stands for. */
export type Wanted = ReadonlySet<"string" | "integer" | "number" | "boolean">;
