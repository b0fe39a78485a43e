// Each line after an expected error must be one, with that message: see types.test.ts.
import {
  equals,
  expr,
  floatParameter,
  imageUri,
  integerParameter,
  jsonGet,
  lessThan,
  Pipeline,
  stringParameter,
  type Expression,
} from "@nacre/core";

export const stage = stringParameter("Stage", { enumValues: ["dev", "prod"], defaultValue: "dev" });
export const threshold = floatParameter("Threshold", { defaultValue: 6 });

// A default of the wrong type.
// @ts-expect-error Type 'string' is not assignable to type 'number'
export const wrongDefault = integerParameter("N", { defaultValue: "1" });

// A default that is not among the values allowed.
export const notAllowed = stringParameter("S", {
  enumValues: ["dev", "prod"],
  // @ts-expect-error Type '"live"' is not assignable to type '"dev" | "prod"
  defaultValue: "live",
});

// Text compared by size.
// @ts-expect-error 'Parameter<"Stage", "dev" | "prod"> & HasDefault' is not assignable to parameter of type 'Value<number>'
export const wrongOperand = lessThan(stage, 3);

// A plain file name where a property file belongs.
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type
export const wrongSource = jsonGet("evaluation.json", "mse");

// A path that is an expression.
// @ts-expect-error is not assignable to parameter of type 'string'
export const wrongPath = jsonGet({ s3Uri: "s3://b/e.json" }, stage);

// What jsonGet reads fits where a number and where a text is expected.
export const fits = [
  lessThan(jsonGet({ s3Uri: "s3://b/e.json" }, "mse"), threshold),
  equals(jsonGet({ s3Uri: "s3://b/e.json" }, "grade"), "A"),
];

// An expression is not a string.
// @ts-expect-error 'Parameter<"S", string>' is not assignable to type 'string'
export const text: string = stringParameter("S");

// Arithmetic.
// @ts-expect-error Operator '+' cannot be applied
export const sum = threshold + 1;

// A comparison.
// @ts-expect-error This comparison appears to be unintentional
export const same = stage === "dev";

// An object in a template.
// @ts-expect-error 'stage' does not exist in type 'Expression<Primitive>'
export const message = expr`stage ${{ stage }}`;

// Text where a number is expected, and the other way round.
// @ts-expect-error Type 'string' is not assignable to type 'number'
export const narrowed: Expression<number> = stringParameter("S");

// A parameter that is no parameter.
// @ts-expect-error Type 'string' is not assignable to type 'Parameter
export const pipeline = new Pipeline("P", { parameters: ["Stage"], steps: [] });

// A version that the image does not have.
// @ts-expect-error Type '"1.0"' is not assignable to type
export const image = imageUri({ framework: "xgboost", region: "us-east-1", version: "1.0" });
