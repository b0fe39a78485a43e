import { createServer, type IncomingMessage } from "node:http";
import * as Logs from "@aws-sdk/client-cloudwatch-logs";
import * as SageMaker from "@aws-sdk/client-sagemaker";
import { serveHttp } from "@nacre/local";
import { onTestFinished } from "vitest";
import type { ObjectReader } from "@nacre/local";
import { createStudio } from "../../src/server/http/studio.ts";
import type { StudioClients } from "../../src/server/sagemaker/clients.ts";
import { sageMakerSource } from "../../src/server/sagemaker/sagemaker-source.ts";
import { caller, type LocalStudio } from "./local-studio.ts";

/** An error as a service of AWS answers it. */
export interface Fault {
  readonly name: string;
  readonly message: string;
  /** @default 400 */
  readonly status?: number;
}

/** The studio as for an account, whose services are a local one behind HTTP that fails as a test wants. */
export interface FaultyAws {
  readonly clients: StudioClients;
  /** Faults by operation; `*` is every one, `s3` the reading of objects. */
  readonly faults: Map<string, Fault>;
  /** The operations that were called, in order. */
  readonly calls: string[];
  /** The address of the page. */
  readonly url: string;
  /** Reads an address below `api`: its status and its JSON. */
  readonly get: (address: string) => Promise<{ readonly status: number; readonly view: object }>;
}

const type = "application/x-amz-json-1.1";

/** What the SDK is refused with. */
export const denied = (action: string): Fault => ({
  name: "AccessDeniedException",
  message: `User: arn:aws:iam::000000000000:user/x is not authorized to perform: ${action}`,
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** Puts HTTP and faults between a local service and the studio, which takes it for AWS. */
export async function faultyAws({ local, server }: LocalStudio): Promise<FaultyAws> {
  const faults = new Map<string, Fault>();
  const calls: string[] = [];
  const answer = async (request: IncomingMessage): Promise<[status: number, text: string]> => {
    const { authorization = "", "x-amz-target": target = "" } = request.headers;
    const operation = String(target).split(".")[1] ?? "";
    calls.push(operation);
    const fault = faults.get(operation) ?? faults.get("*");
    if (fault !== undefined) {
      const { name, message, status = 400 } = fault;
      return [status, JSON.stringify({ __type: name, message })];
    }
    const answered = await fetch(server.url, {
      method: "POST",
      headers: { authorization, "x-amz-target": String(target), "content-type": type },
      body: await bodyOf(request),
    });
    return [answered.status, await answered.text()];
  };
  const between = createServer((request, response) => {
    answer(request).then(
      ([status, text]) => response.writeHead(status, { "content-type": type }).end(text),
      // At the end of the test the local service goes first.
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  const address = between.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const config = {
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    // The SDK waits before it tries again.
    maxAttempts: 2,
  };
  const sagemaker = new SageMaker.SageMakerClient(config);
  const logs = new Logs.CloudWatchLogsClient(config);
  const reader = local.reader.objects();
  const s3 = async <T>(read: () => Promise<T>): Promise<T> => {
    const fault = faults.get("s3");
    if (fault === undefined) return read();
    throw Object.assign(new Error(fault.message), { name: fault.name, $fault: "client" });
  };
  const objects: ObjectReader = {
    list: (uri) => s3(() => reader.list(uri)),
    open: (uri, most) => s3(() => reader.open(uri, most)),
  };
  const clients: StudioClients = {
    sagemaker: caller(sagemaker, SageMaker),
    logs: caller(logs, Logs),
    objects,
    region: "us-east-1",
    account: async () => "000000000000",
  };
  const studio = createStudio({
    source: sageMakerSource(clients),
    writable: false,
    version: "1.2.3",
  });
  const page = await serveHttp({ services: {}, port: 0, mount: studio });
  onTestFinished(async () => {
    studio.close();
    await page.close();
    between.close();
    between.closeAllConnections();
    sagemaker.destroy();
    logs.destroy();
  });
  const url = `${page.url}${studio.path}/`;
  return {
    clients,
    faults,
    calls,
    url,
    get: async (path) => {
      const answered = await fetch(`${url}api/${path}`);
      const view: object = JSON.parse(await answered.text());
      return { status: answered.status, view };
    },
  };
}
