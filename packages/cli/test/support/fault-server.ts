import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** A call of the AWS SDK as it comes over the wire. */
export interface Call {
  /** The service that the request is signed for, such as `s3`. */
  readonly service: string;
  /** `DescribePipeline`; for S3 the method and path, such as `PUT /bucket/key`. */
  readonly operation: string;
  readonly body: string;
}

/** What to answer instead: an answer, no answer, or a connection that ends. */
export type Fault =
  | { readonly status: number; readonly body: string; readonly type?: string }
  | "hang"
  | "drop"
  /** The service does its work and the answer is lost. */
  | "drop the answer";

/** A server that records calls, answers some of them wrongly, and hands the others on. */
export interface FaultServer {
  readonly url: string;
  readonly calls: readonly Call[];
  close(): void;
}

/** An answer of SageMaker, IAM or another service that says an error by its name. */
export function jsonError(name: string, status = 400): Fault {
  return { status, body: JSON.stringify({ __type: name, message: `${name} it is` }) };
}

/** What a proxy says that cannot reach the service. */
export const htmlPage: Fault = {
  status: 502,
  body: "<html><body><h1>Bad Gateway</h1></body></html>",
  type: "text/html",
};

/** As {@link runFaultServer}, until the test ends. */
export async function startFaultServer(
  inject: (call: Call) => Fault | undefined,
  target?: string,
): Promise<FaultServer> {
  const server = await runFaultServer(inject, target);
  onTestFinished(() => server.close());
  return server;
}

/**
 * Starts the server on a free port. `inject` says what goes wrong with a call;
 * where it says nothing, the call goes to `target`.
 */
export async function runFaultServer(
  inject: (call: Call) => Fault | undefined,
  target?: string,
): Promise<FaultServer> {
  const calls: Call[] = [];
  const server = createServer((incoming, response) => {
    void readBody(incoming).then(async (body) => {
      const call = describeCall(incoming, body);
      calls.push(call);
      const fault = inject(call);
      if (fault === "hang") return;
      if (fault === "drop") return void response.socket?.destroy();
      if (fault !== undefined && fault !== "drop the answer") {
        response.writeHead(fault.status, {
          "Content-Type": fault.type ?? "application/x-amz-json-1.1",
        });
        return void response.end(fault.body);
      }
      await handOn(incoming, body, response, target, fault !== undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function describeCall(incoming: IncomingMessage, body: Buffer): Call {
  const authorization = incoming.headers.authorization ?? "";
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(authorization)?.[1] ?? "";
  const target = String(incoming.headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1);
  const text = body.toString("latin1");
  const action = /(?:^|&)Action=(\w+)/.exec(text)?.[1];
  const path = (incoming.url ?? "").replace(/[?&]x-id=\w+/, "");
  return { service, operation: target || action || `${incoming.method} ${path}`, body: text };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function handOn(
  incoming: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  target: string | undefined,
  losesAnswer: boolean,
): Promise<void> {
  if (target === undefined) {
    response.writeHead(500);
    return void response.end();
  }
  await new Promise<void>((resolve) => {
    const onward = request(
      new URL(incoming.url ?? "/", target),
      { method: incoming.method ?? "GET", headers: incoming.headers },
      (answer) => {
        if (losesAnswer) {
          answer.resume().on("end", () => {
            response.socket?.destroy();
            resolve();
          });
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response).on("close", resolve);
      },
    );
    onward.on("error", () => {
      response.socket?.destroy();
      resolve();
    });
    onward.end(body);
  });
}
