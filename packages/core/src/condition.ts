import { NacreError } from "./errors.ts";
import { toClauses, type Expression } from "./expression.ts";
import type { JsonObject } from "./json.ts";
import { renderValue } from "./render.ts";
import type { Value } from "./value.ts";

/** A plain value that a condition can compare. */
export type Primitive = string | number | boolean;

/** What can be tested for equality: a value or an expression of one. */
export type Operand = Primitive | Expression<Primitive>;

/** The condition types of SageMaker that compare two values. */
export type ComparisonType =
  | "Equals"
  | "NotEquals"
  | "GreaterThan"
  | "GreaterThanOrEqualTo"
  | "LessThan"
  | "LessThanOrEqualTo";

/** A condition as a tree, with every `not` already moved into the comparisons, but `rawNot` not. */
type Node =
  | {
      readonly kind: "compare";
      readonly type: ComparisonType;
      readonly left: unknown;
      readonly right: unknown;
    }
  | {
      readonly kind: "in";
      readonly type: "In" | "NotIn";
      readonly query: unknown;
      readonly values: readonly unknown[];
    }
  | { readonly kind: "or" | "and"; readonly parts: readonly Node[] }
  | { readonly kind: "not"; readonly part: Node };

const nodeOf: unique symbol = Symbol.for("nacre.condition");

/**
 * A test that a ConditionStep makes. Made by {@link equals}, {@link lessThan}, {@link isIn},
 * {@link or} and their like; a list of conditions holds when all of them hold.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-condition
 */
export interface Condition {
  readonly [nodeOf]: Node;
  /** The items it makes in the list `Conditions` of a ConditionStep; all of them must hold. */
  [toClauses](): JsonObject[];
}

/** Whether a value is a condition, whichever copy of this module made it. */
export function isCondition(value: unknown): value is Condition {
  return typeof value === "object" && value !== null && nodeOf in value;
}

/**
 * Holds when both values are equal.
 *
 * @example
 * ```ts
 * import { equals, stringParameter } from "@nacre/core";
 *
 * const isProduction = equals(stringParameter("Stage"), "prod");
 * ```
 */
export function equals(left: Operand, right: Operand): Condition {
  return compare("Equals", left, right);
}

/** Holds when the values differ. */
export function notEquals(left: Operand, right: Operand): Condition {
  return compare("NotEquals", left, right);
}

/** Holds when `left > right`. */
export function greaterThan(left: Value<number>, right: Value<number>): Condition {
  return compare("GreaterThan", left, right);
}

/** Holds when `left >= right`. */
export function greaterThanOrEqualTo(left: Value<number>, right: Value<number>): Condition {
  return compare("GreaterThanOrEqualTo", left, right);
}

/** Holds when `left < right`. */
export function lessThan(left: Value<number>, right: Value<number>): Condition {
  return compare("LessThan", left, right);
}

/** Holds when `left <= right`. */
export function lessThanOrEqualTo(left: Value<number>, right: Value<number>): Condition {
  return compare("LessThanOrEqualTo", left, right);
}

/**
 * Holds when `query` equals one of `values`: SageMaker's `In`.
 *
 * @throws NacreError `CONDITION_EMPTY` when there are no values.
 *
 * @example
 * ```ts
 * import { isIn, stringParameter } from "@nacre/core";
 *
 * const isTrial = isIn(stringParameter("Stage"), ["dev", "test"]);
 * ```
 */
export function isIn(query: Operand, values: readonly Operand[]): Condition {
  requireSome("isIn()", values);
  return condition({ kind: "in", type: "In", query, values });
}

/**
 * Holds when `query` equals none of `values`: SageMaker's `NotIn`.
 *
 * @throws NacreError `CONDITION_EMPTY` when there are no values.
 */
export function isNotIn(query: Operand, values: readonly Operand[]): Condition {
  requireSome("isNotIn()", values);
  return condition({ kind: "in", type: "NotIn", query, values });
}

/**
 * Holds when at least one of the conditions holds: SageMaker's `Or`.
 *
 * @throws NacreError `CONDITION_EMPTY` when there are none.
 */
export function or(...conditions: readonly Condition[]): Condition {
  requireSome("or()", conditions);
  return condition({ kind: "or", parts: conditions.map((part) => part[nodeOf]) });
}

/**
 * Holds when all of the conditions hold. SageMaker has no such condition; the list `Conditions` of
 * a ConditionStep is one, so this is rewritten into such a list.
 *
 * @throws NacreError `CONDITION_EMPTY` when there are none.
 */
export function and(...conditions: readonly Condition[]): Condition {
  requireSome("and()", conditions);
  return condition({ kind: "and", parts: conditions.map((part) => part[nodeOf]) });
}

/**
 * Holds when the condition does not. SageMaker refuses a `Not` condition, so the opposite
 * comparisons are written instead: `not(lessThan(a, b))` is `greaterThanOrEqualTo(a, b)`.
 *
 * @example
 * ```ts
 * import { equals, floatParameter, lessThan, not, or, stringParameter } from "@nacre/core";
 *
 * const accepted = not(or(lessThan(floatParameter("Score"), 0.5), equals(stringParameter("Stage"), "dev")));
 * ```
 */
export function not(opposed: Condition): Condition {
  return condition(negated(opposed[nodeOf]));
}

/**
 * Holds when the condition does not, written as SageMaker's `Not`. SageMaker has been seen to refuse
 * it: use {@link not}. AWS's own SDK writes it, so this is for a definition from there that is to stay
 * the same text.
 *
 * @example
 * ```ts
 * import { equals, rawNot, stringParameter } from "@nacre/core";
 *
 * const isTrial = rawNot(equals(stringParameter("Stage"), "prod"));
 * ```
 */
export function rawNot(opposed: Condition): Condition {
  return condition({ kind: "not", part: opposed[nodeOf] });
}

const opposite: Readonly<Record<ComparisonType, ComparisonType>> = {
  Equals: "NotEquals",
  NotEquals: "Equals",
  GreaterThan: "LessThanOrEqualTo",
  GreaterThanOrEqualTo: "LessThan",
  LessThan: "GreaterThanOrEqualTo",
  LessThanOrEqualTo: "GreaterThan",
};

function condition(node: Node): Condition {
  return Object.freeze({ [nodeOf]: node, [toClauses]: () => clauses(node).map(renderNode) });
}

function compare(type: ComparisonType, left: unknown, right: unknown): Condition {
  return condition({ kind: "compare", type, left, right });
}

function negated(node: Node): Node {
  switch (node.kind) {
    case "compare":
      return { ...node, type: opposite[node.type] };
    case "in":
      return { ...node, type: node.type === "In" ? "NotIn" : "In" };
    case "or":
      return { kind: "and", parts: node.parts.map(negated) };
    case "and":
      return { kind: "or", parts: node.parts.map(negated) };
    case "not":
      return node.part;
  }
}

/** The node as a conjunction whose members hold no `and` any more. */
function clauses(node: Node): Node[] {
  if (node.kind === "and") return node.parts.flatMap(clauses);
  if (node.kind === "not" && holdsAnd(node)) return clauses(negated(node.part));
  if (node.kind !== "or" || !holdsAnd(node)) return [node];
  // (a and b) or c = (a or c) and (b or c)
  let combined: Node[][] = [[]];
  for (const part of node.parts) {
    const alternatives = clauses(part);
    combined = combined.flatMap((chosen) => alternatives.map((clause) => [...chosen, clause]));
  }
  return combined.map((parts) => ({ kind: "or", parts }));
}

function holdsAnd(node: Node): boolean {
  if (node.kind === "and") return true;
  if (node.kind === "not") return holdsAnd(node.part);
  return node.kind === "or" && node.parts.some(holdsAnd);
}

function renderNode(node: Node): JsonObject {
  switch (node.kind) {
    case "compare":
      return {
        Type: node.type,
        LeftValue: renderValue(node.left, { path: "LeftValue" }),
        RightValue: renderValue(node.right, { path: "RightValue" }),
      };
    case "in":
      return {
        Type: node.type,
        QueryValue: renderValue(node.query, { path: "QueryValue" }),
        Values: renderValue(node.values, { path: "Values" }),
      };
    case "or":
    case "and":
      return { Type: "Or", Conditions: node.parts.map(renderNode) };
    case "not":
      return { Type: "Not", Condition: renderNode(node.part) };
  }
}

function requireSome(what: string, items: readonly unknown[]): void {
  if (items.length > 0) return;
  throw new NacreError("CONDITION_EMPTY", `${what} was given nothing to choose from.`, {
    help: "Give at least one.",
  });
}
