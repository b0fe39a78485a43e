import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../src/generate.ts";
import { isObject, type Json } from "../../src/load.ts";
import { packageRoot, schemaFile } from "../helpers.ts";
import { abaloneFile, faults, publishedFile } from "./validate.ts";

const corpus = join(packageRoot, "../../../shared/corpus");
const isHere = existsSync(corpus);
if (!isHere) console.warn("SKIPPED: the recorded definitions are not here.");

function read(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, "utf8"));
}

test("what is committed is what codegen gives", () => {
  expect(readFileSync(publishedFile, "utf8")).toBe(generate(schemaFile).jsonSchema);
});

test("AWS's own Abalone definition passes, and may say where its schema is", () => {
  expect(faults(read(abaloneFile))).toEqual([]);
  expect(faults({ $schema: "https://x/schema.json", ...read(abaloneFile) })).toEqual([]);
});

const recorded = isHere ? readdirSync(corpus).filter((file) => file.endsWith(".json")) : [];
test.each(recorded)("recorded: %s passes", (file) => {
  expect(faults(read(join(corpus, file)))).toEqual([]);
});

/** The faults of broken definitions that lie in their shape, and where they are. */
const broken: readonly (readonly [file: string, place: string])[] = [
  ["07-step-name-65.json", "$.Steps[3].Arguments.IfSteps[2].Name"],
  ["09-unknown-step-type.json", "$.Steps[6].Type"],
  [
    "11-number-is-string.json",
    "$.Steps[0].Arguments.ProcessingResources.ClusterConfig.VolumeSizeInGB",
  ],
  ["13-enum-s3-data-type.json", "$.Steps[0].Arguments.ProcessingInputs[0].S3Input.S3DataType"],
  ["19-cache-duration.json", "$.Steps[1].CacheConfig.ExpireAfter"],
  ["23-not-an-object.json", "$"],
  ["29-environment-key.json", "$.Steps[0].Arguments.Environment['1-BAD KEY']"],
];
test.skipIf(!isHere).each(broken)("broken: %s fails at %s and nowhere else", (file, place) => {
  expect(faults(read(join(corpus, "broken", file)))).toEqual([place]);
});

const cluster = "Steps.0.Arguments.ProcessingResources.ClusterConfig";
const role = "Steps.0.Arguments.RoleArn";
const condition = "Steps.3.Arguments.Conditions.0";
const joined = (value: unknown) => ({ "Std:Join": { On: "/", Values: ["a", value] } });

/** A value put into the Abalone definition, or taken out, and where the schema finds the fault. */
const edits: readonly (readonly [what: string, at: string, value: unknown, fault: string])[] = [
  ["a member of the root that is not there", "Step", [], "$.Step"],
  ["no version", "Version", undefined, "$.Version"],
  ["another version", "Version", "2021-01-01", "$.Version"],
  ["a parameter of no known type", "Parameters.0.Type", "Int", "$.Parameters[0].Type"],
  ["a default of another type", "Parameters.0.DefaultValue", "1", "$.Parameters[0].DefaultValue"],
  ["a step without a type", "Steps.0.Type", undefined, "$.Steps[0].Type"],
  ["a step that is a text", "Steps.0", "Train", "$.Steps[0]"],
  ["a misspelt member of a step", "Steps.0.CacheConfg", {}, "$.Steps[0].CacheConfg"],
  ["a member that other steps have", "Steps.3.PropertyFiles", [], "$.Steps[3].PropertyFiles"],
  ["a misspelt argument", "Steps.0.Arguments.Role", "r", "$.Steps[0].Arguments.Role"],
  [
    "a required argument that is missing",
    "Steps.1.Arguments.OutputDataConfig.S3OutputPath",
    undefined,
    "$.Steps[1].Arguments.OutputDataConfig.S3OutputPath",
  ],
  [
    "a number out of its limits",
    `${cluster}.VolumeSizeInGB`,
    0,
    "$.Steps[0].Arguments.ProcessingResources.ClusterConfig.VolumeSizeInGB",
  ],
  [
    "an instance type of EC2 instead of SageMaker",
    `${cluster}.InstanceType`,
    "m5.xlarge",
    "$.Steps[0].Arguments.ProcessingResources.ClusterConfig.InstanceType",
  ],
  [
    "a part of a whole number",
    `${cluster}.InstanceCount`,
    1.5,
    "$.Steps[0].Arguments.ProcessingResources.ClusterConfig.InstanceCount",
  ],
  [
    "a hyperparameter that is a number",
    "Steps.1.Arguments.HyperParameters.eta",
    0.2,
    "$.Steps[1].Arguments.HyperParameters.eta",
  ],
  ["a text that is too long", role, "r".repeat(2049), "$.Steps[0].Arguments.RoleArn"],
  ["a reference of no known form", role, { Get: "Role" }, "$.Steps[0].Arguments.RoleArn.Get"],
  [
    "an execution variable that is not there",
    role,
    { Get: "Execution.Id" },
    "$.Steps[0].Arguments.RoleArn.Get",
  ],
  [
    "a function that is not there",
    role,
    { "Std:Concat": [] },
    "$.Steps[0].Arguments.RoleArn.Std:Concat",
  ],
  [
    "two functions at once",
    role,
    { Get: "Parameters.Role", "Std:Join": { On: "", Values: [] } },
    "$.Steps[0].Arguments.RoleArn",
  ],
  [
    "a join without values",
    role,
    { "Std:Join": { On: "/" } },
    "$.Steps[0].Arguments.RoleArn.Std:Join.Values",
  ],
  [
    "a fault within a join within a join",
    role,
    joined(joined({ Get: "nothing" })),
    "$.Steps[0].Arguments.RoleArn.Std:Join.Values[1].Std:Join.Values[1].Get",
  ],
  [
    "a condition of no known type",
    `${condition}.Type`,
    "Less",
    "$.Steps[3].Arguments.Conditions[0].Type",
  ],
  [
    "a condition without an operand",
    `${condition}.RightValue`,
    undefined,
    "$.Steps[3].Arguments.Conditions[0].RightValue",
  ],
  [
    "a fault in a condition below Or",
    condition,
    { Type: "Or", Conditions: [{ Type: "In", QueryValue: 1, Values: "a" }] },
    "$.Steps[3].Arguments.Conditions[0].Conditions[0].Values",
  ],
  [
    "a fault in a condition step within a branch",
    "Steps.3.Arguments.ElseSteps",
    [
      {
        Name: "Inner",
        Type: "Condition",
        Arguments: {
          Conditions: [],
          IfSteps: [{ Name: "F", Type: "Fail", Arguments: { Message: "m", ErrorMessage: "m" } }],
        },
      },
    ],
    "$.Steps[3].Arguments.ElseSteps[0].Arguments.IfSteps[0].Arguments.Message",
  ],
  [
    "a property file without the name of its output",
    "Steps.2.PropertyFiles.0.OutputName",
    undefined,
    "$.Steps[2].PropertyFiles[0].OutputName",
  ],
  [
    "two ways to end retries",
    "Steps.0.RetryPolicies",
    [{ ExceptionType: ["Step.THROTTLING"], MaxAttempts: 2, ExpireAfterMin: 5 }],
    "$.Steps[0].RetryPolicies[0]",
  ],
  [
    "more retries than there can be",
    "Steps.0.RetryPolicies",
    [{ ExceptionType: ["Step.THROTTLING"], MaxAttempts: 21 }],
    "$.Steps[0].RetryPolicies[0].MaxAttempts",
  ],
];

test.each(edits)("%s: %s", (_what, at, value, fault) => {
  const definition = read(abaloneFile);
  put(definition, at.split("."), value);
  expect(faults(definition)).toEqual([fault]);
});

function put(target: object, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) put(Reflect.get(target, name), rest, value);
  else if (value === undefined) Reflect.deleteProperty(target, name);
  else Reflect.set(target, name, value);
}

test("every object is closed, every definition of one described; what is ours alone is gone", () => {
  const schema: Json = JSON.parse(readFileSync(publishedFile, "utf8"));
  const definitions = isObject(schema) ? schema["$defs"] : undefined;
  const described = Object.entries(isObject(definitions) ? definitions : {}).filter(
    ([, one]) => isObject(one) && one["properties"] !== undefined && one["allOf"] === undefined,
  );
  expect(described.length).toBeGreaterThan(100);
  for (const [name, one] of described) {
    expect([name, one]).toEqual([
      name,
      expect.objectContaining({ description: expect.any(String) }),
    ]);
  }
  expect(openObjects(schema, "#")).toEqual([]);
  expect(readFileSync(publishedFile, "utf8")).not.toMatch(
    /"(?:apiShape|apiMembers|stepProperties|openEnums|apiAdditions|departure|see)": /,
  );
});

/** Objects with known members that take others. Parts of a choice say a part of what is said there. */
function openObjects(json: Json, at: string): string[] {
  if (Array.isArray(json)) return json.flatMap((one, index) => openObjects(one, `${at}/${index}`));
  if (!isObject(json)) return [];
  const isMember = at.endsWith("/properties");
  const isOpen =
    !isMember &&
    json["properties"] !== undefined &&
    json["additionalProperties"] !== false &&
    json["allOf"] === undefined &&
    !/\/(?:if|(?:oneOf|anyOf)\/\d+)$/.test(at);
  const below = Object.entries(json).flatMap(([key, one]) => openObjects(one, `${at}/${key}`));
  return isOpen ? [at, ...below] : below;
}
