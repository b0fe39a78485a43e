import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate, write } from "@nacre/codegen";
import { expect, test } from "vitest";
import { compile, copyOfCore, coreRoot, run } from "./compile.ts";

interface Schema {
  properties: { Steps: { items: { oneOf: object[] } } };
  definitions: Record<string, { properties: Record<string, object> }>;
}

/** Edits the schema, generates into a copy of core, and gives its folder. Nothing else is edited. */
function regenerated(edit: (schema: Schema) => void): string {
  const file = join(coreRoot, "../codegen/schema/pipeline-definition.schema.json");
  const schema: Schema = JSON.parse(readFileSync(file, "utf8"));
  edit(schema);
  const folder = copyOfCore();
  const edited = join(folder, "schema.json");
  writeFileSync(edited, JSON.stringify(schema));
  const { files, warnings } = generate(edited);
  expect(warnings).toEqual([]);
  write(join(folder, "src/generated"), files);
  return folder;
}

test("a field added to the schema is a typed field of the builder", { timeout: 60_000 }, () => {
  const folder = regenerated(({ definitions }) => {
    const args = definitions["FailStep"]?.properties["Arguments"] as {
      properties: Record<string, object>;
    };
    args.properties["Severity"] = { type: "string", enum: ["Low", "High"] };
  });
  const program = `
    import { FailStep, stringParameter } from "./src/index.ts";
    new FailStep("A", { arguments: { ErrorMessage: "x", Severity: "High" } });
    new FailStep("A", { arguments: { ErrorMessage: "x", Severity: stringParameter("S") } });
    // @ts-expect-error not one of the two
    new FailStep("A", { arguments: { ErrorMessage: "x", Severity: "Middle" } });
    // @ts-expect-error no such field
    new FailStep("A", { arguments: { ErrorMessage: "x", Severtiy: "High" } });
  `;
  expect(compile(folder, program)).toEqual([]);
});

/** A step type as an issue to come will have it: everything written out, nothing from the API. */
const queueStep = {
  type: "object",
  description: "Puts a message in a queue and waits for the answer.",
  properties: {
    Name: { $ref: "#/definitions/StepName" },
    Type: { type: "string", enum: ["Queue"] },
    Arguments: {
      type: "object",
      properties: {
        Labels: { type: "object", patternProperties: { ".*": { type: "string" } } },
        Priority: { type: "integer", minimum: 1, maximum: 9, description: "Higher goes first." },
        Target: {
          oneOf: [
            { title: "byName", type: "object", properties: { Name: text() }, required: ["Name"] },
            { title: "byArn", type: "object", properties: { Arn: text() }, required: ["Arn"] },
          ],
        },
        Message: { anyOf: [{ type: "string" }, { $ref: "#/definitions/GetFunction" }] },
      },
      required: ["Target"],
      additionalProperties: false,
    },
    DependsOn: { type: "array", items: { $ref: "#/definitions/StepName" } },
    QueueUrl: { $ref: "#/definitions/StringArgumentValue" },
    OutputParameters: { type: "array", items: { $ref: "#/definitions/QueueOutput" } },
  },
  required: ["Name", "Type", "Arguments", "QueueUrl"],
  additionalProperties: false,
  stepProperties: {
    type: "object",
    properties: { OutputParameters: { type: "array", items: { type: "string" } } },
  },
  names: {
    OutputName: { givenAt: "OutputParameters.OutputName", address: ["OutputParameters"] },
  },
};

const queueOutput = {
  type: "object",
  properties: { OutputName: text(), OutputType: { type: "string", enum: ["String", "Float"] } },
  required: ["OutputName", "OutputType"],
};

function text() {
  return { type: "string" };
}

test("a step type added to the schema is a typed builder", { timeout: 60_000 }, () => {
  const folder = regenerated(({ definitions, properties }) => {
    Object.assign(definitions, { QueueStep: queueStep, QueueOutput: queueOutput });
    properties.Steps.items.oneOf.push({ $ref: "#/definitions/QueueStep" });
  });
  const program = `
    import { FailStep, Pipeline, QueueStep, expr, stringParameter } from "./src/index.ts";
    const first = new FailStep("First", { arguments: { ErrorMessage: "x" } });
    const url = stringParameter("Url");
    const queue = new QueueStep("Ask", {
      queueUrl: url,
      outputParameters: [
        { OutputName: "answer", OutputType: "String" },
        { OutputName: "score", OutputType: "Float" },
      ],
      arguments: {
        Message: expr\`to \${url}\`,
        Target: { Name: "everyone" },
        Labels: { team: "a", by: url },
        Priority: 3,
      },
    });
    const fail = new FailStep("Fail", {
      arguments: { ErrorMessage: queue.properties.OutputParameters.answer },
    });
    const pipeline = new Pipeline("P", { parameters: [url], steps: [queue, fail] });
    console.log(JSON.stringify(JSON.parse(pipeline.definitionText()).Steps));

    const target = { Name: "everyone" };
    // @ts-expect-error no such output
    queue.properties.OutputParameters.anwser;
    // @ts-expect-error the url is required
    new QueueStep("A", { arguments: { Target: target } });
    // @ts-expect-error a number where a string belongs
    new QueueStep("A", { queueUrl: url, arguments: { Target: { Name: 5 } } });
    // @ts-expect-error neither of the two forms
    new QueueStep("A", { queueUrl: url, arguments: { Target: { Nmae: "x" } } });
    // @ts-expect-error no such argument
    new QueueStep("A", { queueUrl: url, arguments: { Target: target, Prioritiy: 1 } });
    // @ts-expect-error no such member of the step
    new QueueStep("A", { queueUrl: url, arguments: { Target: target }, cacheConfig: {} });
    // @ts-expect-error not one of the types
    new QueueStep("A", { queueUrl: url, arguments: { Target: target }, outputParameters: [{ OutputName: "x", OutputType: "Text" }] });
  `;
  expect(compile(folder, program)).toEqual([]);
  expect(JSON.parse(run(folder))).toEqual([
    {
      Name: "Ask",
      Type: "Queue",
      Arguments: {
        Message: { "Std:Join": { On: "", Values: ["to ", { Get: "Parameters.Url" }] } },
        Target: { Name: "everyone" },
        Labels: { team: "a", by: { Get: "Parameters.Url" } },
        Priority: 3,
      },
      QueueUrl: { Get: "Parameters.Url" },
      OutputParameters: [
        { OutputName: "answer", OutputType: "String" },
        { OutputName: "score", OutputType: "Float" },
      ],
    },
    {
      Name: "Fail",
      Type: "Fail",
      Arguments: { ErrorMessage: { Get: "Steps.Ask.OutputParameters['answer']" } },
    },
  ]);
  expect(
    compile(folder, `import { QueueStep } from "./src/index.ts"; new QueueStep("A", {});`),
  ).toEqual([expect.objectContaining({ file: "program.ts", line: 1, code: 2739 })]);
});
