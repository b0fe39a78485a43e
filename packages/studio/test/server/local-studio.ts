import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Logs from "@aws-sdk/client-cloudwatch-logs";
import * as SageMaker from "@aws-sdk/client-sagemaker";
import { openLocalService, type LocalService, type ServiceServer } from "@nacre/local";
import { expect, onTestFinished, vi } from "vitest";
import type { ExecutionView } from "../../src/api.ts";
import type { Studio, StudioOptions } from "../../src/server/http/studio.ts";
import { createStudio } from "../../src/server/http/studio.ts";
import type { AwsCall, StudioClients } from "../../src/server/sagemaker/clients.ts";
import { sageMakerSource } from "../../src/server/sagemaker/sagemaker-source.ts";
import type { Source } from "../../src/server/source.ts";

/** The system's Python: what imports nothing but the standard library may run on it. */
const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"])
  .toString()
  .trim();

/** A studio over a real local service, behind a real port. */
export interface LocalStudio {
  readonly local: LocalService;
  readonly server: ServiceServer;
  readonly studio: Studio;
  readonly source: Source;
  /** The address of the page. */
  readonly url: string;
  /** Reads an address below `api` as JSON. */
  readonly get: <T = unknown>(address: string) => Promise<T>;
  /** Changes something, as the page does. */
  readonly post: <T = unknown>(address: string, body?: object) => Promise<T>;
  /** Waits until an execution has ended. */
  readonly ended: (pipeline: string, id: string) => Promise<ExecutionView>;
  /** Keeps an object. */
  readonly put: (uri: string, content: string | Uint8Array) => Promise<void>;
  /** Keeps a pipeline. */
  readonly pipeline: (name: string, steps: readonly object[], more?: object) => Promise<void>;
}

/** Opens one; it goes when the test has finished. */
export async function localStudio(options: Partial<StudioOptions> = {}): Promise<LocalStudio> {
  const home = mkdtempSync(join(tmpdir(), "nacre-studio-"));
  const local = await openLocalService({ home, region: "us-east-1", python });
  const source = sageMakerSource(localClients(local));
  const studio = createStudio({ source, writable: true, version: "1.2.3", ...options });
  const server = await local.serve({ port: 0, mount: studio });
  onTestFinished(async () => {
    studio.close();
    await server.close();
    await local.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 9 });
  });
  const url = `${server.url}${studio.path}/`;
  const cookie = await cookieOf(url);
  const get = async <T>(address: string): Promise<T> =>
    asJson<T>(await fetch(`${url}api/${address}`));
  const objects = local.engine.means.objects;
  return {
    local,
    server,
    studio,
    source,
    url,
    get,
    post: async <T>(address: string, body: object = {}) =>
      asJson<T>(
        await fetch(`${url}api/${address}`, {
          method: "POST",
          headers: { origin: server.url, cookie, "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
      ),
    ended: (pipeline, id) =>
      vi.waitFor(
        async () => {
          const execution = await get<ExecutionView>(`executions/${pipeline}/${id}`);
          expect(execution.endTime).toBeDefined();
          return execution;
        },
        { timeout: 50_000, interval: 50 },
      ),
    put: (uri, content) =>
      objects.put(uri, typeof content === "string" ? Buffer.from(content) : content),
    pipeline: async (name, steps, more = {}) => {
      const client = new SageMaker.SageMakerClient(configOf(local));
      await client.send(
        new SageMaker.CreatePipelineCommand({
          PipelineName: name,
          ClientRequestToken: `create-${name}`.padEnd(32, "-"),
          RoleArn: role,
          PipelineDefinition: JSON.stringify({ Version: "2020-12-01", ...more, Steps: steps }),
        }),
      );
    },
  };
}

async function asJson<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  // The test says what it asks for.
  return JSON.parse(text) as T;
}

/** The cookie that comes with the page. */
export async function cookieOf(url: string): Promise<string> {
  const response = await fetch(`${url}api/session`);
  return response.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}

/** The clients of the AWS SDK over a local service. */
export function localClients(local: LocalService): StudioClients {
  return {
    sagemaker: caller(new SageMaker.SageMakerClient(configOf(local)), SageMaker),
    logs: caller(new Logs.CloudWatchLogsClient(configOf(local)), Logs),
    objects: local.reader.objects(),
    region: "us-east-1",
    account: async () => "000000000000",
    home: local.reader,
  };
}

function configOf(local: LocalService) {
  return {
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    requestHandler: local.requestHandler,
  };
}

/** Calls operations of a client, whose module has a command for each. */
export function caller(client: { send: unknown }, commands: object): AwsCall {
  // Every client sends the commands of its own module.
  const send = client.send as (command: object) => Promise<object>;
  return (operation, input) => {
    const Command: unknown = Reflect.get(commands, `${operation}Command`);
    if (typeof Command !== "function") throw new Error(`no command ${operation}`);
    return send.call(client, Reflect.construct(Command, [input]));
  };
}

/** A bucket for tests. */
export const bucket = "s3://a-bucket";

const image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3";

const role = "arn:aws:iam::000000000000:role/pipelines";

/** A Processing step that runs the script `<bucket>/code/<name>.py`. */
export function script(
  Name: string,
  outputs: Readonly<Record<string, string>> = {},
  more: object = {},
): object {
  return {
    Name,
    Type: "Processing",
    Arguments: {
      ProcessingResources: {
        ClusterConfig: { InstanceType: "ml.m5.large", InstanceCount: 1, VolumeSizeInGB: 30 },
      },
      RoleArn: role,
      AppSpecification: {
        ImageUri: image,
        ContainerEntrypoint: ["python3", `/opt/ml/processing/code/${Name}.py`],
      },
      ProcessingInputs: [
        {
          InputName: "code",
          S3Input: {
            S3Uri: `${bucket}/code/${Name}.py`,
            LocalPath: "/opt/ml/processing/code",
            S3DataType: "S3Prefix",
          },
        },
      ],
      ProcessingOutputConfig: {
        Outputs: Object.entries(outputs).map(([OutputName, S3Uri]) => ({
          OutputName,
          S3Output: {
            S3Uri,
            LocalPath: `/opt/ml/processing/${OutputName}`,
            S3UploadMode: "EndOfJob",
          },
        })),
      },
    },
    ...more,
  };
}

/** A Callback step that waits for who has approved, and a score. */
export const approve = {
  Name: "Approve",
  Type: "Callback",
  SqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/000000000000/approvals",
  Arguments: { what: "the model" },
  OutputParameters: [
    { OutputName: "by", OutputType: "String" },
    { OutputName: "score", OutputType: "Float" },
  ],
};

/** A pipeline's step that fails at once, with a message of a parameter. */
export const failing = {
  Name: "Stop",
  Type: "Fail",
  Arguments: { ErrorMessage: { Get: "Parameters.Why" } },
};

/** Its parameters. */
export const why = {
  Parameters: [
    { Name: "Why", Type: "String", DefaultValue: "no reason" },
    { Name: "Times", Type: "Integer", DefaultValue: 3 },
  ],
};
