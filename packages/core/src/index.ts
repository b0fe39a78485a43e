export { NacreError } from "./errors.ts";
export type { ErrorLocation, NacreErrorOptions } from "./errors.ts";
export { isJsonArray, isJsonObject, isNumberText, numberOf } from "./json.ts";
export type { JsonObject, JsonValue } from "./json.ts";
export { NumberText } from "./number-text.ts";
export { Expression, isExpression } from "./expression.ts";
export type { Value, Widen } from "./value.ts";
export { Step, isStep } from "./step.ts";
export type { AnyStep, StepReference } from "./step.ts";
export { stepProperties } from "./properties.ts";
export { PropertyFileReference, propertyFiles } from "./property-file.ts";
export {
  and,
  equals,
  greaterThan,
  greaterThanOrEqualTo,
  isCondition,
  isIn,
  isNotIn,
  lessThan,
  lessThanOrEqualTo,
  not,
  notEquals,
  or,
} from "./condition.ts";
export type { ComparisonType, Condition, Operand, Primitive } from "./condition.ts";
