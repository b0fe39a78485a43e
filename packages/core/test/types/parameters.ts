// Each line after an expected error must be one, with that message: see types.test.ts.
import {
  booleanParameter,
  floatParameter,
  integerParameter,
  Pipeline,
  stringParameter,
  type Expression,
  type StartParameters,
  type Value,
} from "@nacre/core";

const stage = stringParameter("Stage", { enumValues: ["dev", "prod"], defaultValue: "dev" });
const grade = stringParameter("Grade", { enumValues: ["A", "B"] });

export const pipeline = new Pipeline("P", {
  parameters: [
    stringParameter("InputUri"),
    integerParameter("Count", { defaultValue: 1, description: "How many." }),
    floatParameter("Limit"),
    booleanParameter("Spot", { defaultValue: false }),
    stage,
    grade,
  ],
  steps: [],
});

type Start = StartParameters<typeof pipeline>;

// What has no default must be given, the rest may be.
export const least: Start = { InputUri: "s3://b/k", Limit: 0.5, Grade: "A" };
export const all: Start = { ...least, Count: 2, Spot: true, Stage: "prod" };

// @ts-expect-error Property 'Limit' is missing in type
export const missing: Start = { InputUri: "s3://b/k", Grade: "A" };

// @ts-expect-error 'Cuont' does not exist in type
export const unknown: Start = { ...least, Cuont: 2 };

// @ts-expect-error Type 'string' is not assignable to type 'number'
export const wrongType: Start = { ...least, Count: "2" };

// @ts-expect-error Type '"live"' is not assignable to type '"dev" | "prod"
export const wrongValue: Start = { ...least, Stage: "live" };

// The parameters keep their order and names.
export const first: "InputUri" = pipeline.parameters[0].name;
export const defaultValue: unknown = stage.definition.DefaultValue;

// A parameter of some values stands where any string does, and where these values do.
export const anyString: Value<string> = stage;
export const either: Expression<"dev" | "prod" | "test"> = stage;

// @ts-expect-error is not assignable to type 'Expression<"prod">'
export const one: Expression<"prod"> = stage;

// Any pipeline is a Pipeline; of one whose parameters are not known a start may give anything.
export const some: readonly Pipeline[] = [pipeline];
export const anything: StartParameters<Pipeline> = { Whatever: 1, Other: "x" };
