import type { JsonObject, JsonValue } from "../../json.ts";
import type { CheckedStep } from "../checked-definition.ts";
import type { Placed } from "./values.ts";

/** An object that calls a function of the pipeline language, or looks as if it should. */
export interface FunctionUse {
  /** `Get`, `Std:Join`, `Std:JsonGet`, or another name that begins with `Std:`. */
  readonly name: string;
  /** What the function is given. */
  readonly argument: JsonValue;
  /** JSON path of the object. */
  readonly path: string;
  /** The members of the object besides the function. */
  readonly others: readonly string[];
  /** The functions around it, from the outermost. */
  readonly inside: readonly string[];
  readonly step: CheckedStep | undefined;
}

/** A value in a step. */
export interface StepValue<Value extends JsonValue = JsonValue> extends Placed<Value> {
  readonly step: CheckedStep;
}

/** What several rules look for anywhere in a definition. */
export interface Facts {
  /** Every use of a function, but plain references. */
  readonly functions: readonly FunctionUse[];
  /** Every text that names an image. */
  readonly images: readonly StepValue<string>[];
  /** Every set of environment variables. */
  readonly environments: readonly StepValue<JsonObject>[];
  /** Every text with the form of a credential. */
  readonly credentials: readonly StepValue<string>[];
  /** How many characters the definition has at the least, however it is laid out. */
  readonly leastSize: number;
}

const credentials =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abprs]-[A-Za-z0-9-]{10}|\bsk-[A-Za-z0-9]{32}|\bhf_[A-Za-z]{30}/;

/** Whether a text has the form of a well-known kind of credential. */
export function isCredential(value: JsonValue | undefined): boolean {
  return typeof value === "string" && value.length >= 16 && credentials.test(value);
}
