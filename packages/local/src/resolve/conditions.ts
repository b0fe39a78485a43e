import {
  isJsonArray,
  isJsonObject,
  isNumberText,
  numberOf,
  type JsonObject,
  type JsonValue,
} from "@nacre/core";
import type { ConditionOutcome, ConditionResult } from "../execution.ts";
import { StepFailure } from "../step-failure.ts";
import { resolve, textOf, type ResolverScope } from "./resolver.ts";

type Order = (difference: number) => boolean;

const orders: Readonly<Record<string, { sign: string; holds: Order }>> = {
  GreaterThan: { sign: ">", holds: (difference) => difference > 0 },
  GreaterThanOrEqualTo: { sign: ">=", holds: (difference) => difference >= 0 },
  LessThan: { sign: "<", holds: (difference) => difference < 0 },
  LessThanOrEqualTo: { sign: "<=", holds: (difference) => difference <= 0 },
};

/**
 * Decides a Condition step: all its conditions must hold.
 *
 * @throws StepFailure when two values cannot be compared, or one is not there.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html
 */
export async function decide(
  conditions: readonly JsonValue[],
  scope: ResolverScope,
): Promise<ConditionOutcome> {
  const results = await Promise.all(conditions.map((condition) => decideOne(condition, scope)));
  return { result: results.every(({ result }) => result), conditions: results };
}

async function decideOne(condition: JsonValue, scope: ResolverScope): Promise<ConditionResult> {
  if (!isJsonObject(condition)) throw unknownCondition(condition);
  const type = String(condition["Type"]);
  switch (type) {
    case "Or":
      return decideOr(condition, scope);
    case "Not": {
      const inner = await decideOne(
        condition["Condition"] ?? condition["Expression"] ?? null,
        scope,
      );
      return { ...inner, text: `not (${inner.text})`, result: !inner.result };
    }
    case "In":
    case "NotIn":
      return decideIn(condition, type === "In", scope);
    case "Equals":
    case "NotEquals":
      return decideEquals(condition, type === "Equals", scope);
    default:
      return decideOrder(condition, type, scope);
  }
}

async function decideOr(condition: JsonObject, scope: ResolverScope): Promise<ConditionResult> {
  const list = condition["Conditions"];
  const items = isJsonArray(list) ? list : [];
  const inner = await Promise.all(items.map((item) => decideOne(item, scope)));
  const join = (give: (result: ConditionResult) => string): string => inner.map(give).join(" or ");
  return {
    text: join(({ text }) => `(${text})`),
    left: join(({ left }) => left),
    right: join(({ right }) => right),
    result: inner.some(({ result }) => result),
  };
}

async function decideIn(
  condition: JsonObject,
  wanted: boolean,
  scope: ResolverScope,
): Promise<ConditionResult> {
  const query = condition["QueryValue"] ?? null;
  const list = condition["Values"];
  const left = await resolve(query, scope);
  const values = isJsonArray(list) ? await Promise.all(list.map((v) => resolve(v, scope))) : [];
  const names = (isJsonArray(list) ? list : []).map(operandText).join(", ");
  return {
    text: `${operandText(query)} ${wanted ? "in" : "not in"} [${names}]`,
    left: textOf(left),
    right: `[${values.map(textOf).join(", ")}]`,
    result: values.some((value) => areEqual(left, value)) === wanted,
  };
}

async function decideEquals(
  condition: JsonObject,
  wanted: boolean,
  scope: ResolverScope,
): Promise<ConditionResult> {
  const sides = await bothSides(condition, wanted ? "==" : "!=", scope);
  return { ...sides.texts, result: areEqual(sides.left, sides.right) === wanted };
}

async function decideOrder(
  condition: JsonObject,
  type: string,
  scope: ResolverScope,
): Promise<ConditionResult> {
  const order = Object.hasOwn(orders, type) ? orders[type] : undefined;
  if (order === undefined) throw unknownCondition(condition);
  const { texts, left, right } = await bothSides(condition, order.sign, scope);
  const [a, b] = [asNumber(left), asNumber(right)];
  if (a === undefined || b === undefined) {
    const odd = a === undefined ? texts.left : texts.right;
    throw new StepFailure(
      `ClientError: ${texts.text} cannot be decided: ${JSON.stringify(odd)} is not a number.`,
    );
  }
  return { ...texts, result: order.holds(a - b) };
}

async function bothSides(condition: JsonObject, sign: string, scope: ResolverScope) {
  const [leftValue, rightValue] = [condition["LeftValue"] ?? null, condition["RightValue"] ?? null];
  const [left, right] = [await resolve(leftValue, scope), await resolve(rightValue, scope)];
  const text = `${operandText(leftValue)} ${sign} ${operandText(rightValue)}`;
  return { texts: { text, left: textOf(left), right: textOf(right) }, left, right };
}

/** Numbers are equal by value (3 and 3.0), all else by its text and type. */
function areEqual(a: JsonValue, b: JsonValue): boolean {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x === y;
  return typeof a === typeof b && JSON.stringify(a) === JSON.stringify(b);
}

/** A number, also one that a step gives as text, as hyperparameters and Join do. */
function asNumber(value: JsonValue): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const parsed = Number(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** An operand in a reader's words: the reference, the path in a property file, or the constant. */
function operandText(value: JsonValue): string {
  if (!isJsonObject(value) || isNumberText(value))
    return typeof value === "string" ? JSON.stringify(value) : textOf(value);
  const get = value["Get"];
  if (typeof get === "string") return get;
  const jsonGet = value["Std:JsonGet"];
  if (isJsonObject(jsonGet)) {
    const file = jsonGet["PropertyFile"];
    const source = isJsonObject(file) ? String(file["Get"]).split(".").at(-1) : "an S3 object";
    return `${textOf(jsonGet["Path"] ?? "")} of ${source}`;
  }
  const call = value["Std:Join"];
  if (isJsonObject(call) && isJsonArray(call["Values"])) {
    return call["Values"]
      .map((v) => (typeof v === "string" ? v : operandText(v)))
      .join(textOf(call["On"] ?? ""));
  }
  return JSON.stringify(value);
}

function unknownCondition(condition: JsonValue): StepFailure {
  return new StepFailure(`ClientError: ${JSON.stringify(condition)} is not a condition.`);
}
