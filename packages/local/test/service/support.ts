import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import { onTestFinished } from "vitest";
import { operationOf, shapeOf } from "../../src/service/api-model.ts";
import { checkRequest } from "../../src/service/check-request.ts";
import type { ServiceEngine } from "../../src/service/context.ts";
import { sagemaker } from "../../src/service/generated/sagemaker.ts";
import { createService, type Service } from "../../src/service/service.ts";
import { Database } from "../../src/state/database.ts";
import { keyToPath } from "../../src/objects/key-path.ts";

/** An engine that runs nothing: executions stay as the tests make them. */
const idleEngine: ServiceEngine = { check: async () => undefined, wake: () => undefined };

/** A service over a new home, every answer of which is checked against the API's model. */
export interface Bench {
  readonly database: Database;
  readonly service: Service;
  /** Calls an operation. */
  readonly call: (operation: string, input?: JsonObject, region?: string) => Promise<JsonObject>;
  /** Calls an operation and gives the error as `Name: message`. */
  readonly refused: (operation: string, input?: JsonObject) => Promise<string>;
}

/** Makes a service; it goes when the test has finished. */
export function bench(): Bench {
  const home = mkdtempSync(join(tmpdir(), "nacre-service-"));
  const database = new Database(home);
  onTestFinished(() => {
    database.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 9 });
  });
  const service = createService({
    database,
    engine: idleEngine,
    readObject: async (uri) => {
      const key = uri.replace("s3://", "");
      try {
        return readFileSync(keyToPath(join(home, "s3"), key), "utf8");
      } catch {
        return undefined;
      }
    },
  });
  const call: Bench["call"] = async (operation, input = {}, region) => {
    const answer = await service.handle(operation, input, { region });
    fitsModel(operation, answer);
    return answer;
  };
  const refused: Bench["refused"] = async (operation, input = {}) => {
    try {
      const answer = await service.handle(operation, input);
      return `no error, but ${JSON.stringify(answer)}`;
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  };
  return { database, service, call, refused };
}

/** Throws where an answer is not what the API's model says of the operation. */
function fitsModel(operation: string, answer: JsonObject): void {
  const { output } = operationOf(sagemaker, operation) ?? {};
  const sent: JsonObject = JSON.parse(JSON.stringify(answer));
  if (output === undefined) {
    if (Object.keys(sent).length > 0) throw new Error(`${operation} gives nothing`);
    return;
  }
  checkRequest(sagemaker, output, sent);
  const unknown = unknownMembers(sent, output, operation);
  if (unknown.length > 0) throw new Error(`members that the model has not: ${unknown.join(", ")}`);
}

function unknownMembers(value: JsonValue | undefined, name: string, path: string): string[] {
  const shape = shapeOf(sagemaker, name);
  if (isJsonArray(value)) {
    return value.flatMap((item, index) =>
      unknownMembers(item, shape.member ?? "", `${path}[${index}]`),
    );
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([member, inner]) => {
    const next = shape.type === "map" ? shape.value : shape.members?.[member];
    return next === undefined
      ? [`${path}.${member}`]
      : unknownMembers(inner, next, `${path}.${member}`);
  });
}

/** A request token of the length that the API wants. */
export function token(name: string): string {
  return name.padEnd(32, "-");
}

/** The ARN of a role that nothing here looks at. */
export const role = "arn:aws:iam::000000000000:role/pipelines";

/** A definition whose one step fails with a message that a parameter gives. */
export const failing = JSON.stringify({
  Version: "2020-12-01",
  Parameters: [
    { Name: "Why", Type: "String", DefaultValue: "no reason" },
    { Name: "Times", Type: "Integer", DefaultValue: 3 },
  ],
  PipelineExperimentConfig: {
    ExperimentName: { Get: "Execution.PipelineName" },
    TrialName: { Get: "Execution.PipelineExecutionId" },
  },
  Steps: [
    {
      Name: "Stop",
      Type: "Fail",
      DisplayName: "Stops here",
      Description: "Always.",
      Arguments: {
        ErrorMessage: {
          "Std:Join": { On: " ", Values: [{ Get: "Parameters.Why" }, { Get: "Parameters.Times" }] },
        },
      },
    },
  ],
});

/** The input of CreatePipeline with all that must be there. */
export function pipeline(name: string, more: JsonObject = {}): JsonObject {
  return {
    PipelineName: name,
    PipelineDefinition: failing,
    ClientRequestToken: token(`create-${name.slice(0, 20)}`),
    RoleArn: role,
    ...more,
  };
}
