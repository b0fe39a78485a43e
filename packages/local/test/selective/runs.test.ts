import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  isJsonArray,
  isJsonObject,
  writeDefinition,
  type JsonObject,
  type PipelineDefinition,
} from "@nacre/core";
import { expect, test } from "vitest";
import { ServiceFault } from "../../src/service/fault.ts";
import { createService, type Service } from "../../src/service/service.ts";
import { Home } from "../engine/homes.ts";
import { bucket, definition, image, script, scriptObjects } from "../pipelines.ts";
import { openObjects } from "../../src/objects/open-objects.ts";
import { putObjects } from "../../src/prepare.ts";

/** What the service asks for besides. */
const needed = {
  RoleArn: "arn:aws:iam::111122223333:role/Job",
  ProcessingResources: {
    ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 5 },
  },
};

/** Make writes something new each time; Use copies it; Last only waits for Use. */
const pipeline = definition(
  [
    script({
      Name: "Make",
      script:
        "import uuid\nopen('/opt/ml/processing/out/made/made.txt', 'w').write(str(uuid.uuid4()))",
      outputs: { made: `${bucket}/made` },
      moreArguments: needed,
    }),
    script({
      Name: "Use",
      script:
        "import os\ntext = open('/opt/ml/processing/made/made.txt').read()\n" +
        "open('/opt/ml/processing/out/used/used.txt', 'w').write(os.environ['WORD'] + ' ' + text)",
      inputs: { made: { Get: "Steps.Make.ProcessingOutputConfig.Outputs['made'].S3Output.S3Uri" } },
      outputs: { used: `${bucket}/used` },
      moreArguments: { ...needed, Environment: { WORD: { Get: "Parameters.Word" } } },
    }),
    script({ Name: "Last", script: "pass", moreArguments: needed, more: { DependsOn: ["Use"] } }),
  ],
  { Parameters: [{ Name: "Word", Type: "String", DefaultValue: "used" }] },
);

interface Bench {
  readonly home: Home;
  readonly service: Service;
}

async function bench(given: PipelineDefinition = pipeline): Promise<Bench> {
  const home = new Home();
  const engine = await home.engine();
  const objects = openObjects({ home: home.folder, kind: "folder" });
  await putObjects(objects, scriptObjects(given));
  const service = createService({
    database: engine.database,
    engine,
    readObject: (uri) => objects.readText(uri),
  });
  await service.handle("CreatePipeline", {
    PipelineName: "P",
    ClientRequestToken: randomUUID(),
    RoleArn: "arn:aws:iam::111122223333:role/Pipeline",
    PipelineDefinition: writeDefinition(given),
  });
  return { home, service };
}

/** Starts an execution, waits for its end, and gives its ARN. */
async function execute({ home, service }: Bench, more: JsonObject = {}): Promise<string> {
  const { PipelineExecutionArn } = await service.handle("StartPipelineExecution", {
    PipelineName: "P",
    ClientRequestToken: randomUUID(),
    ...more,
  });
  const arn = String(PipelineExecutionArn);
  expect(await home.end(idOf(arn))).toBe("Succeeded");
  return arn;
}

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function outputOf({ home }: Bench, arn: string, step: string, file: string): string {
  const [output] = home.steps.get(idOf(arn), step)?.outputs ?? [];
  return readFileSync(join(home.folder, output?.path ?? "", file), "utf8");
}

async function stepsOf({ service }: Bench, arn: string): Promise<JsonObject[]> {
  const answer = await service.handle("ListPipelineExecutionSteps", {
    PipelineExecutionArn: arn,
    SortOrder: "Ascending",
  });
  const steps = answer["PipelineExecutionSteps"];
  return isJsonArray(steps) ? steps.filter(isJsonObject) : [];
}

const select = (steps: readonly string[], source?: string): JsonObject => ({
  SelectiveExecutionConfig: {
    SelectedSteps: steps.map((StepName) => ({ StepName })),
    ...(source === undefined ? {} : { SourcePipelineExecutionArn: source }),
  },
});

test("a selective execution runs the selected steps on what the source execution wrote, and no others", async () => {
  const given = await bench();
  const source = await execute(given);
  const later = await execute(given);
  const made = outputOf(given, source, "Make", "made.txt");
  expect(outputOf(given, later, "Make", "made.txt")).not.toBe(made);
  const arn = await execute(given, {
    ...select(["Use"], source),
    PipelineParameters: [{ Name: "Word", Value: "again" }],
  });
  expect(outputOf(given, arn, "Use", "used.txt")).toBe(`again ${made}`);
  expect(await stepsOf(given, arn)).toMatchObject([
    {
      StepName: "Make",
      StepStatus: "Succeeded",
      SelectiveExecutionResult: { SourcePipelineExecutionArn: source },
    },
    { StepName: "Use", StepStatus: "Succeeded" },
  ]);
  expect(given.home.statuses(idOf(arn))).toEqual({
    Make: "Succeeded",
    Use: "Succeeded",
    Last: "NotRun",
  });
});

test("parameters that are not given have the pipeline's defaults, not the source's values", async () => {
  const given = await bench();
  const source = await execute(given, { PipelineParameters: [{ Name: "Word", Value: "first" }] });
  const arn = await execute(given, select(["Use", "Last"], source));
  const made = outputOf(given, source, "Make", "made.txt");
  expect(outputOf(given, arn, "Use", "used.txt")).toBe(`used ${made}`);
  expect(given.home.statuses(idOf(arn))).toMatchObject({ Last: "Succeeded" });
});

test("a selective execution may itself be the source of another", async () => {
  const given = await bench();
  const source = await execute(given);
  const second = await execute(given, select(["Use"], source));
  const third = await execute(given, select(["Use", "Last"], second));
  const made = outputOf(given, source, "Make", "made.txt");
  expect(outputOf(given, third, "Use", "used.txt")).toBe(`used ${made}`);
});

test("a model that was made by the source execution is known before the start", async () => {
  const needsData = { S3DataType: "S3Prefix", S3Uri: `${bucket}/made/` };
  const given = await bench(
    definition([
      script({
        Name: "Make",
        script: "open('/opt/ml/processing/out/made/model.tar.gz', 'w').write('no model')",
        outputs: { made: `${bucket}/made` },
        moreArguments: needed,
      }),
      {
        Name: "Create",
        Type: "Model",
        DependsOn: ["Make"],
        Arguments: {
          ExecutionRoleArn: needed.RoleArn,
          PrimaryContainer: { Image: image, ModelDataUrl: `${bucket}/made/model.tar.gz` },
        },
      },
      {
        Name: "Score",
        Type: "Transform",
        Arguments: {
          ModelName: { Get: "Steps.Create.ModelName" },
          TransformInput: { DataSource: { S3DataSource: needsData }, ContentType: "text/csv" },
          TransformOutput: { S3OutputPath: `${bucket}/scores` },
          TransformResources: { InstanceCount: 1, InstanceType: "ml.m5.large" },
        },
      },
    ]),
  );
  // What no model is cannot score: the source execution fails in its last step.
  const start = (more: JsonObject): Promise<JsonObject> =>
    given.service.handle("StartPipelineExecution", {
      PipelineName: "P",
      ClientRequestToken: randomUUID(),
      ...more,
    });
  const source = String((await start({}))["PipelineExecutionArn"]);
  expect(await given.home.end(idOf(source))).toBe("Failed");
  const arn = String((await start(select(["Score"], source)))["PipelineExecutionArn"]);
  await given.home.end(idOf(arn));
  expect(given.home.statuses(idOf(arn))).toEqual({
    Make: "Succeeded",
    Create: "Succeeded",
    Score: "Failed",
  });
});

test("without a source it is refused as SageMaker refuses it", async () => {
  const { home, service } = await bench();
  const request = service.handle("StartPipelineExecution", {
    PipelineName: "P",
    ClientRequestToken: randomUUID(),
    ...select(["Use"]),
  });
  const fault: unknown = await request.catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(ServiceFault);
  expect(fault).toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining(
      "Invalid SourcePipelineExecutionArn: null. The selected steps [Use] have dependencies on [Make]",
    ),
  });
  expect(home.executions.list()).toEqual([]);
});
