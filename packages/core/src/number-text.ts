import { numberTextBrand } from "./json.ts";

/**
 * A number whose text matters, because JavaScript would print it differently: `6.0`, `1e-07`, an
 * integer beyond 2^53.
 */
export class NumberText {
  /** The number as it stands in the definition, such as `6.0`. */
  readonly text: string;
  /** The nearest JavaScript number. */
  readonly value: number;
  readonly [numberTextBrand] = true;

  constructor(text: string, value: number = Number(text)) {
    this.text = text;
    this.value = value;
    Object.freeze(this);
  }

  toString(): string {
    return this.text;
  }

  valueOf(): number {
    return this.value;
  }
}

/** A number with its text, or the bare number where JavaScript prints the very same text. */
export function numberWithText(text: string): number | NumberText {
  const value = Number(text);
  return String(value) === text ? value : new NumberText(text, value);
}

/** A finite number as Python's `repr` prints a float: `6.0`, `0.1`, `1e-07`, `1e+16`. */
export function pythonFloatText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const sign = value < 0 ? "-" : "";
  const [mantissa = "0", exponentText = "0"] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}
