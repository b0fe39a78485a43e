import type { JsonObject, JsonValue } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { operationOf } from "../../src/service/api-model.ts";
import { checkRequest } from "../../src/service/check-request.ts";
import { sagemaker } from "../../src/service/generated/sagemaker.ts";
import { handlers } from "../../src/service/operations/index.ts";
import { bench, pipeline, token } from "./support.ts";

function check(operation: string, input: JsonValue): string {
  try {
    return JSON.stringify(checkRequest(sagemaker, `${operation}Request`, input));
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

const validation = "ValidationException: 1 validation error detected: Value";
const constraint = "failed to satisfy constraint: Member must";

describe("a request that the API's model does not allow", () => {
  const start = { PipelineName: "a", ClientRequestToken: token("t") };
  const table: readonly (readonly [string, JsonValue, string])[] = [
    ["DescribePipeline", {}, `${validation} null at 'pipelineName' ${constraint} not be null`],
    [
      "DescribePipeline",
      { PipelineName: null },
      `${validation} null at 'pipelineName' ${constraint} not be null`,
    ],
    [
      "UpdatePipeline",
      { PipelineName: "with_underscore" },
      `${validation} 'with_underscore' at 'pipelineName' ${constraint} satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}`,
    ],
    [
      "UpdatePipeline",
      { PipelineName: "a\n" },
      `${validation} 'a\n' at 'pipelineName' ${constraint} satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}`,
    ],
    [
      "UpdatePipeline",
      { PipelineName: "a".repeat(257) },
      `ValidationException: 2 validation errors detected: Value '${"a".repeat(256)}…' at 'pipelineName' ${constraint} have length less than or equal to 256; Value '${"a".repeat(256)}…' at 'pipelineName' ${constraint} satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}`,
    ],
    [
      "ListPipelines",
      { MaxResults: 101 },
      `${validation} '101' at 'maxResults' ${constraint} have value less than or equal to 100`,
    ],
    [
      "ListPipelines",
      { MaxResults: 0 },
      `${validation} '0' at 'maxResults' ${constraint} have value greater than or equal to 1`,
    ],
    [
      "ListPipelines",
      { SortBy: "Age" },
      `${validation} 'Age' at 'sortBy' ${constraint} satisfy enum value set: [Name, CreationTime]`,
    ],
    [
      "StartPipelineExecution",
      { ...start, ClientRequestToken: "short" },
      `${validation} 'short' at 'clientRequestToken' ${constraint} have length greater than or equal to 32`,
    ],
    [
      "StartPipelineExecution",
      { ...start, PipelineParameters: [{ Name: "A", Value: "1" }, { Name: "B" }] },
      `${validation} null at 'pipelineParameters.2.member.value' ${constraint} not be null`,
    ],
    [
      "StartPipelineExecution",
      { ...start, SelectiveExecutionConfig: { SelectedSteps: [] } },
      `${validation} '[]' at 'selectiveExecutionConfig.selectedSteps' ${constraint} have length greater than or equal to 1`,
    ],
    [
      "DescribePipeline",
      { PipelineName: 7 },
      "SerializationException: NUMBER_VALUE can not be converted to a String",
    ],
    [
      "DescribePipeline",
      { PipelineName: true },
      "SerializationException: TRUE_VALUE can not be converted to a String",
    ],
    [
      "DescribePipeline",
      { PipelineName: { a: 1 } },
      "SerializationException: Start of structure or map found where not expected.",
    ],
    [
      "DescribePipeline",
      { PipelineName: ["a"] },
      "SerializationException: Start of list found where not expected",
    ],
    [
      "ListPipelines",
      { MaxResults: "10" },
      "SerializationException: STRING_VALUE can not be converted to an Integer",
    ],
    [
      "ListPipelines",
      { MaxResults: 1.5 },
      "SerializationException: NUMBER_VALUE can not be converted to an Integer",
    ],
    [
      "ListPipelines",
      { CreatedAfter: "2026-01-01T00:00:00Z" },
      "SerializationException: STRING_VALUE can not be converted to milliseconds since epoch",
    ],
    [
      "StartPipelineExecution",
      { ...start, PipelineParameters: "A=1" },
      "SerializationException: Expected list or null",
    ],
    [
      "StartPipelineExecution",
      { ...start, ParallelismConfiguration: 4 },
      "SerializationException: Unexpected value type in payload",
    ],
    ["ListPipelines", [], "SerializationException: Start of list found where not expected"],
    ["ListPipelines", "x", "SerializationException: Unexpected value type in payload"],
  ];
  it.each(table)("%s %j", (operation, input, wanted) => {
    expect(check(operation, input)).toBe(wanted);
  });

  it("lists all that is wrong at once", () => {
    const message = check("CreatePipeline", { PipelineName: "", RoleArn: "me" });
    expect(message).toMatch(/^ValidationException: 5 validation errors detected: /);
    for (const member of ["pipelineName", "clientRequestToken", "roleArn"]) {
      expect(message).toContain(`at '${member}'`);
    }
  });

  it("shows no more than the beginning of a long value", () => {
    const message = check("UpdatePipeline", {
      PipelineName: "a",
      PipelineDescription: "x".repeat(5_000_000),
    });
    expect(message.length).toBeLessThan(1000);
  });
});

describe("what a request may have besides", () => {
  it("members that the model has not are ignored: clients may be newer", () => {
    const input: JsonValue = JSON.parse(
      '{ "MaxResults": 3, "Colour": "red", "__proto__": { "SortBy": "Age" }, "constructor": 1 }',
    );
    expect(check("ListPipelines", input)).toBe('{"MaxResults":3}');
  });

  it("what is ignored may be nested as deep as it likes", () => {
    const deep: JsonValue = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(check("ListPipelines", { Deep: deep })).toBe("{}");
  });

  it("a shape that holds itself is read to a depth, then refused", () => {
    let expression: JsonValue = { Operator: "And" };
    for (let depth = 0; depth < 1000; depth += 1) {
      expression = { SubExpressions: [expression] };
    }
    expect(check("Search", { Resource: "Pipeline", SearchExpression: expression })).toBe(
      "SerializationException: The request is nested too deeply.",
    );
  });

  it("characters count, not the units they are kept in", () => {
    const description = "🙂".repeat(3072);
    expect(
      check("UpdatePipeline", { PipelineName: "a", PipelineDescription: description }),
    ).toContain('"PipelineName":"a"');
  });

  it("a definition may have every character that a text can have", () => {
    const definition = '{ "text": "\u2028\u0085 \r\n\t\v" }';
    const input = { PipelineName: "a", PipelineDefinition: definition };
    expect(check("UpdatePipeline", input)).toBe(JSON.stringify(input));
  });
});

describe("patterns", () => {
  const patterns = Object.entries(sagemaker.shapes).flatMap(([name, { pattern, type }]) =>
    pattern === undefined || type !== "string" ? [] : [name],
  );
  it("each of the model's is one that can be tried", () => {
    for (const name of patterns) {
      expect(() => checkRequest(sagemaker, name, "x".repeat(2000))).not.toThrow(SyntaxError);
    }
  });
});

describe("operations", () => {
  it("all that the table has are served, and no others", () => {
    expect(Object.keys(handlers).toSorted()).toEqual(Object.keys(sagemaker.operations).toSorted());
  });

  it.each(["CreateNotebookInstance", "toString", "__proto__", "", "createPipeline"])(
    "%j is none of them",
    async (name) => {
      expect(operationOf(sagemaker, name)).toBeUndefined();
      expect(await bench().refused(name)).toContain(
        `UnknownOperationException: The local SageMaker service has no operation ${JSON.stringify(name)}.`,
      );
    },
  );

  const names = ["$(id)", "`id`", "a;id", "a|id", "a&&id", "../../etc", "a b", "a\0b", "'", '"'];
  it.each(names)("a name such as %j is refused before anything is done", async (name) => {
    const { refused } = bench();
    const calls: readonly (readonly [string, JsonObject, string])[] = [
      ["CreatePipeline", pipeline(name), "pipelineName"],
      ["CreateModel", { ModelName: name }, "modelName"],
      ["CreateModelPackageGroup", { ModelPackageGroupName: name }, "modelPackageGroupName"],
      ["CreateModelPackage", { ModelPackageName: name }, "modelPackageName"],
      ["DescribeTrainingJob", { TrainingJobName: name }, "trainingJobName"],
    ];
    const messages = await Promise.all(calls.map(([call, input]) => refused(call, input)));
    for (const [index, [, , member]] of calls.entries()) {
      expect(messages[index]).toContain(`at '${member}' failed to satisfy constraint`);
    }
  });
});
