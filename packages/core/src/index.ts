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
export { checkDefinition } from "./definition/check.ts";
export { definitionGraph } from "./definition/graph.ts";
export type {
  DefinitionGraph,
  EdgeKind,
  GraphEdge,
  GraphNode,
  GraphParameter,
} from "./definition/graph.ts";
export { readDefinition } from "./definition/read.ts";
export { parseReference } from "./definition/reference.ts";
export type { PathSegment, Reference } from "./definition/reference.ts";
export { flattenSteps } from "./definition/steps.ts";
export type { FlatStep, StepBranch } from "./definition/steps.ts";
export { nearest } from "./definition/suggest.ts";
export type {
  ParameterDefinition,
  PipelineDefinition,
  PropertyFileDefinition,
  StepDefinition,
} from "./definition/types.ts";
export { writeDefinition, writeJson } from "./definition/write.ts";
