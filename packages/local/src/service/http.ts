import { once } from "node:events";
import type { IncomingMessage, Server, ServerOptions } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import { NacreError } from "@nacre/core";
import { faultCode } from "../files.ts";
import { ServiceFault } from "./fault.ts";
import { answerWire, faultAnswer, longestBody, type Services, type WireAnswer } from "./wire.ts";

/** The one address that is listened on: whoever reaches it can run code. */
const loopback = "127.0.0.1";

/** How long clients may take, in milliseconds. */
export interface ClientTimeouts {
  /** For the headers of a request. @default 10000 */
  readonly headers?: number;
  /** For a whole request. @default 30000 */
  readonly request?: number;
}

/** A request that was answered, for a log. */
export interface AnsweredRequest {
  /** Such as `CreatePipeline`; the method and path of a request that names no operation. */
  readonly operation: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** What went wrong, if anything did. */
  readonly fault?: ServiceFault;
  /** The bug behind an `InternalFailure`. */
  readonly bug?: unknown;
  /** How long it took, in milliseconds. */
  readonly milliseconds: number;
}

/** Something else that is served at the same address, below a path. */
export interface Mount {
  /** Such as `/studio`; it has this path and all below it. */
  readonly path: string;
  /**
   * Answers a request. Its Host has been checked, nothing else has: that is for the mount, whose
   * requests may come from web pages.
   */
  readonly answer: (request: Request) => Response | Promise<Response>;
}

/** How to serve. */
export interface ServeOptions {
  /** What is served. */
  readonly services: Services;
  /** The port; 0 is any that is free. */
  readonly port: number;
  /** Told of each answer. @default nobody */
  readonly onRequest?: (request: AnsweredRequest) => void;
  /** What else is served there; a browser that asks for `/` is sent to it. @default nothing */
  readonly mount?: Mount;
  /** How long clients may take. */
  readonly timeouts?: ClientTimeouts;
}

/** A server that listens. */
export interface ServiceServer {
  /** The port that it listens on. */
  readonly port: number;
  /** Its address, such as `http://127.0.0.1:9000`. */
  readonly url: string;
  /** Ends it: what is being answered still is, for a second at most. */
  readonly close: () => Promise<void>;
}

/**
 * Serves over HTTP, on the loopback address alone. Signatures are accepted and not checked. Refused
 * are requests for another host and requests of web pages (those with an Origin), since either would
 * let a page in a browser run code here; bodies of more than 8 MiB; and clients that take too long.
 *
 * @throws NacreError `PORT_TAKEN` when something else listens there, `PORT_REFUSED` when the system
 * does not let us.
 */
export async function serveHttp(options: ServeOptions): Promise<ServiceServer> {
  const { port, timeouts = {} } = options;
  const serverOptions: ServerOptions = {
    headersTimeout: timeouts.headers ?? 10_000,
    requestTimeout: timeouts.request ?? 30_000,
    connectionsCheckingInterval: 500,
    keepAliveTimeout: 60_000,
  };
  const app = await createApp(options);
  const { createAdaptorServer } = await import("@hono/node-server");
  // Without other options it is a server of HTTP/1.
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions }) as Server;
  server.maxConnections = 512;
  await listen(server, port);
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return { port: bound, url: `http://${loopback}:${bound}`, close: () => close(server) };
}

async function createApp({ services, onRequest, mount }: ServeOptions) {
  // Loaded here: most of those who use this package do not serve.
  const { Hono } = await import("hono");
  const app = new Hono<{ Bindings: HttpBindings }>();
  if (mount !== undefined) mountAt(app, mount, onRequest);
  app.all("*", async (context) => {
    const start = performance.now();
    const { incoming } = context.env;
    const answer = await answerHttp(services, incoming).catch((error: unknown) =>
      faultAnswer(error),
    );
    onRequest?.({
      ...answer,
      operation: answer.operation.slice(0, 100) || nameOf(incoming),
      milliseconds: performance.now() - start,
    });
    const headers = new Headers(answer.headers);
    // What is left of a body that was not read is not waited for.
    if (!incoming.complete) headers.set("connection", "close");
    return new Response(answer.body, { status: answer.status, headers });
  });
  return app;
}

function mountAt(
  app: Hono<{ Bindings: HttpBindings }>,
  { path, answer }: Mount,
  onRequest: ServeOptions["onRequest"],
): void {
  app.all(`${path}/*`, async (context) => {
    const start = performance.now();
    const { incoming } = context.env;
    if (!isLoopback(incoming)) return context.text("Refused: this is another host.", 403);
    try {
      return await answer(context.req.raw);
    } catch (error) {
      const bug = { ...faultAnswer(error), operation: nameOf(incoming) };
      onRequest?.({ ...bug, milliseconds: performance.now() - start });
      return context.text("This is a bug in nacre, not a fault of yours.", 500);
    }
  });
  app.get("/", (context, next) => {
    const isBrowser = context.req.header("accept")?.includes("text/html") === true;
    const goes = isBrowser && isLoopback(context.env.incoming);
    return goes ? Promise.resolve(context.redirect(`${path}/`)) : next();
  });
}

async function answerHttp(services: Services, incoming: IncomingMessage): Promise<WireAnswer> {
  const { headers, method, url } = incoming;
  if (!isLoopback(incoming)) {
    throw refused("the Host header names another host than this machine's loopback address");
  }
  if (headers.origin !== undefined) throw refused("it has an Origin: web pages may not ask");
  if (method !== "POST" || url !== "/") {
    throw new ServiceFault(
      "UnknownOperationException",
      "This is nacre's local SageMaker service: it answers POST / alone, as AWS SDKs send it.",
      method === "POST" ? 404 : 405,
    );
  }
  const body = await readBody(incoming);
  return answerWire(services, { body, header: (name) => one(headers[name]) });
}

/** A name that leads here only on this machine: no page elsewhere can have it. */
function isLoopback({ headers }: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(headers.host ?? "");
}

function refused(reason: string): ServiceFault {
  return new ServiceFault("AccessDeniedException", `The request is refused: ${reason}.`, 403);
}

/** Reads no more than is allowed. */
async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const tooLong = new ServiceFault(
    "RequestEntityTooLargeException",
    `The body has more than ${longestBody} bytes.`,
    413,
  );
  if (Number(incoming.headers["content-length"] ?? 0) > longestBody) throw tooLong;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    // Without an encoding a stream of a request gives buffers.
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > longestBody) throw tooLong;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, length);
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}

function nameOf({ method = "", url = "" }: IncomingMessage): string {
  return `${method} ${url.slice(0, 80)}`;
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, loopback);
    await once(server, "listening");
  } catch (error) {
    throw listenFault(error, port);
  }
}

function listenFault(error: unknown, port: number): unknown {
  const code = faultCode(error);
  const help = "Choose another one with --port, or any that is free with --port 0.";
  if (code === "EADDRINUSE") {
    const message = `Port ${port} is taken: something listens there.`;
    return new NacreError("PORT_TAKEN", message, { help, cause: error });
  }
  if (code === "EACCES" || code === "ERR_SOCKET_BAD_PORT") {
    const message = `Port ${port} cannot be listened on.`;
    return new NacreError("PORT_REFUSED", message, { help, cause: error });
  }
  return error;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}
