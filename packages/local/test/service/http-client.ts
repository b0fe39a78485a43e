import { request } from "node:http";
import { onTestFinished } from "vitest";
import {
  serveHttp,
  type AnsweredRequest,
  type ClientTimeouts,
  type Mount,
  type ServiceServer,
} from "../../src/service/http.ts";
import type { Service } from "../../src/service/service.ts";

/** A server, and the requests that it has answered. */
export interface Served {
  readonly server: ServiceServer;
  readonly log: AnsweredRequest[];
}

/** Serves a service on a free port until the test has finished. */
export async function served(
  service: Service,
  timeouts: ClientTimeouts = {},
  mount?: Mount,
): Promise<Served> {
  const log: AnsweredRequest[] = [];
  const onRequest = (one: AnsweredRequest): void => void log.push(one);
  const server = await serveHttp({
    services: { SageMaker: service },
    port: 0,
    onRequest,
    timeouts,
    ...(mount === undefined ? {} : { mount }),
  });
  onTestFinished(() => server.close());
  return { server, log };
}

/** An answer of HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** The headers that every AWS SDK sends. */
const sdkHeaders = {
  "X-Amz-Target": "SageMaker.ListPipelines",
  "Content-Type": "application/x-amz-json-1.1",
};

/** What differs from a request that lists pipelines. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends a request whose headers nobody tidies. */
export function send(
  { port }: ServiceServer,
  { method = "POST", path = "/", headers = {}, body = "{}" }: Sent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port, method, path, headers: { ...sdkHeaders, ...headers } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The error in an answer: its name and its message. */
export function faultOf({ body }: Answer): string {
  const { __type: name, Message: message }: { __type: string; Message: string } = JSON.parse(body);
  return `${name}: ${message}`;
}
