import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  validateDeployment,
  validateStart,
  type DeploymentRequest,
  type Finding,
  type JsonObject,
  type PipelineDefinition,
  type StartRequest,
} from "../../src/index.ts";

const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, severity, path }) => `${severity} ${rule} ${path}`);

/** A request, and what is told of it. */
type Case<Request> = readonly [name: string, request: Request, ...wanted: string[]];

function named<Request>(cases: readonly Case<Request>[]) {
  return cases.map(([name, request, ...wanted]) => ({ name, request, wanted }));
}

describe("validateDeployment", () => {
  const cases: readonly Case<DeploymentRequest>[] = [
    ["nothing", {}],
    [
      "all of it right",
      {
        PipelineName: "Abalone",
        PipelineDisplayName: "Abalone-2",
        PipelineDescription: "Trains.",
        RoleArn: "arn:aws-cn:iam::111122223333:role/service-role/Pipeline",
        Tags: [
          { Key: "Größe", Value: "a b" },
          { Key: "größe", Value: "" },
        ],
        ParallelismConfiguration: { MaxParallelExecutionSteps: 50 },
      },
    ],
    ["a name of 82 characters", { PipelineName: "a".repeat(82) }],
    ["a name of 83", { PipelineName: "a".repeat(83) }, "warning PIPELINE_NAME_LONG $.PipelineName"],
    [
      "a name of 257",
      { PipelineName: "a".repeat(257) },
      "error PIPELINE_NAME_INVALID $.PipelineName",
    ],
    ["a hyphen at the end", { PipelineName: "a-" }, "error PIPELINE_NAME_INVALID $.PipelineName"],
    ["an empty name", { PipelineName: "" }, "error PIPELINE_NAME_INVALID $.PipelineName"],
    [
      "a user in place of a role",
      { RoleArn: "arn:aws:iam::111122223333:user/Me" },
      "error ROLE_ARN_INVALID $.RoleArn",
    ],
    [
      "a half",
      { ParallelismConfiguration: { MaxParallelExecutionSteps: 1.5 } },
      "error PARALLELISM_INVALID $.ParallelismConfiguration.MaxParallelExecutionSteps",
    ],
    [
      "several faults, in the order of the request",
      {
        Tags: [
          { Key: "", Value: "ok" },
          { Key: "AWS:x", Value: "x".repeat(257) },
        ],
        PipelineName: "a b",
      },
      "error TAG_KEY_INVALID $.Tags[0].Key",
      "error TAG_KEY_RESERVED $.Tags[1].Key",
      "error TAG_VALUE_INVALID $.Tags[1].Value",
      "error PIPELINE_NAME_INVALID $.PipelineName",
    ],
  ];

  it.each(named(cases))("$name", ({ request, wanted }) => {
    expect(told(validateDeployment(request))).toEqual(wanted);
  });
});

const definition: PipelineDefinition = {
  Version: "2020-12-01",
  Parameters: [
    { Name: "Input", Type: "String" },
    { Name: "Rounds", Type: "Integer", DefaultValue: 5, EnumValues: [5, 10] },
    { Name: "Rate", Type: "Float", DefaultValue: 0.5 },
    { Name: "Deep", Type: "Boolean", DefaultValue: false },
  ],
  Steps: [
    step("Load"),
    step("Train", { DependsOn: ["Load"] }),
    step("Report", { Arguments: { model: { Get: "Steps.Train.OutputParameters['uri']" } } }),
  ],
};

function step(name: string, more: JsonObject = {}): PipelineDefinition["Steps"][number] {
  return { Name: name, Type: "Lambda", Arguments: {}, ...more };
}

function give(values: Readonly<Record<string, string>>): StartRequest {
  const list = Object.entries({ Input: "s3://example/in", ...values });
  return { PipelineParameters: list.map(([Name, Value]) => ({ Name, Value })) };
}

function select(names: readonly string[], source?: string): StartRequest {
  return {
    ...give({}),
    SelectiveExecutionConfig: {
      SelectedSteps: names.map((StepName) => ({ StepName })),
      SourcePipelineExecutionArn: source,
    },
  };
}

describe("validateStart", () => {
  const value = "$.PipelineParameters[1].Value";
  const steps = "$.SelectiveExecutionConfig.SelectedSteps";
  const arn = "arn:aws:sagemaker:us-east-1:111122223333:pipeline/p/execution/abcdefghijkl";
  const cases: readonly Case<StartRequest>[] = [
    ["what is required, and no more", give({})],
    ["values as text", give({ Rounds: "+10", Rate: "1e-3", Deep: "TRUE" })],
    ["a float for an integer", give({ Rounds: "5.0" }), `error PARAMETER_TYPE ${value}`],
    ["a number out of range", give({ Rate: "1e999" }), `error PARAMETER_TYPE ${value}`],
    ["yes", give({ Deep: "yes" }), `error PARAMETER_TYPE ${value}`],
    ["not in the list", give({ Rounds: "7" }), `error PARAMETER_NOT_IN_ENUM ${value}`],
    [
      "an empty text is that and nothing else",
      give({ Rounds: "" }),
      `error PARAMETER_VALUE_EMPTY ${value}`,
    ],
    [
      "a long text",
      give({ Input: "x".repeat(1025) }),
      "error PARAMETER_VALUE_TOO_LONG $.PipelineParameters[0].Value",
    ],
    ["1,024 characters of two units", give({ Input: "😀".repeat(1024) })],
    [
      "an unknown name",
      give({ Round: "5" }),
      "error PARAMETER_UNKNOWN $.PipelineParameters[1].Name",
    ],
    ["nothing at all", {}, "error PARAMETER_MISSING $.PipelineParameters"],
    ["a step with its source", select(["Report"], arn)],
    ["a step and all it waits for", select(["Load", "Train"])],
    [
      "a step that reads another",
      select(["Report"]),
      `error SELECTED_STEPS_WITHOUT_SOURCE ${steps}`,
    ],
    [
      "a step that waits for another",
      select(["Train"]),
      `error SELECTED_STEPS_WITHOUT_SOURCE ${steps}`,
    ],
    [
      "a step that is not there",
      select(["Lod"], arn),
      `error SELECTED_STEP_UNKNOWN ${steps}[0].StepName`,
    ],
    ["no step", select([], arn), `error SELECTED_STEPS_COUNT ${steps}`],
    [
      "51 steps",
      select(Array.from({ length: 51 }, () => "Load")),
      `error SELECTED_STEPS_COUNT ${steps}`,
      ...Array.from(
        { length: 50 },
        (_, index) => `warning SELECTED_STEP_REPEATED ${steps}[${index + 1}].StepName`,
      ),
    ],
    [
      "a name of 83 characters",
      { ...give({}), PipelineExecutionDisplayName: "a".repeat(83) },
      "error EXECUTION_NAME_INVALID $.PipelineExecutionDisplayName",
    ],
  ];

  it.each(named(cases))("$name", ({ request, wanted }) => {
    expect(told(validateStart(request, definition))).toEqual(wanted);
  });

  it("suggests what was meant", () => {
    expect(validateStart(give({ Round: "5" }), definition)[0]?.help).toBe('Did you mean "Rounds"?');
    expect(validateStart(select(["Lod"]), definition)[0]?.help).toBe('Did you mean "Load"?');
  });
});

describe("any JSON as a request, from a client without types", () => {
  it("never throws", () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    const members = fc.constantFrom(
      "PipelineName",
      "Tags",
      "RoleArn",
      "ParallelismConfiguration",
      "PipelineParameters",
      "SelectiveExecutionConfig",
      "__proto__",
    );
    fc.assert(
      fc.property(fc.dictionary(members, json), json, (request, other) => {
        // What fast-check gives as JSON is JSON.
        const given = request as JsonObject;
        for (const finding of [
          ...validateDeployment(given),
          ...validateStart(given, definition),
          ...validateStart(given, other as unknown as PipelineDefinition),
        ]) {
          expect(finding.path.startsWith("$")).toBe(true);
        }
      }),
      { seed: 5, numRuns: 1000 },
    );
  });
});
