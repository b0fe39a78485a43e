import { isJsonArray, isJsonObject, type JsonValue } from "@nacre/core";
import type { StepDetailView } from "../../api.ts";

const signs: Readonly<Record<string, string>> = {
  Equals: "=",
  NotEquals: "≠",
  GreaterThan: ">",
  GreaterThanOrEqualTo: "≥",
  LessThan: "<",
  LessThanOrEqualTo: "≤",
  In: "in",
  NotIn: "not in",
};

/** What a Condition step has compared. */
export interface Compared {
  /** The condition, as the definition has it. */
  readonly condition: string;
  /** With the values, such as `3.22 ≤ 6.0`; undefined for conditions of several. */
  readonly values: string | undefined;
  /** `true` or `false` */
  readonly outcome: string;
}

/** The conditions of a step with their values; none before it has decided, or where they are not known. */
export function comparedIn({ declared, resolved }: StepDetailView): Compared[] {
  const written = listOf(declared["Conditions"]);
  return listOf(resolved?.["Conditions"]).flatMap((one, index) => {
    if (!isJsonObject(one)) return [];
    const { Condition, LeftValue, RightValue, Outcome } = one;
    if (typeof Condition !== "string" || typeof Outcome !== "string") return [];
    const condition = written[index];
    const type = isJsonObject(condition) ? condition["Type"] : undefined;
    const sign = typeof type === "string" && Object.hasOwn(signs, type) ? signs[type] : undefined;
    return [
      {
        condition: Condition,
        values: sign === undefined ? undefined : `${text(LeftValue)} ${sign} ${text(RightValue)}`,
        outcome: Outcome.toLowerCase(),
      },
    ];
  });
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : [];
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
