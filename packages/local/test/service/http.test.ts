import { request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  serveHttp,
  type AnsweredRequest,
  type ClientTimeouts,
  type Mount,
  type ServiceServer,
} from "../../src/service/http.ts";
import type { Service } from "../../src/service/service.ts";
import { bench, failing, pipeline } from "./support.ts";

interface Served {
  readonly server: ServiceServer;
  readonly log: AnsweredRequest[];
}

async function served(
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

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** The headers that every AWS SDK sends. */
const sdkHeaders = {
  "X-Amz-Target": "SageMaker.ListPipelines",
  "Content-Type": "application/x-amz-json-1.1",
};

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

function send(
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

function faultOf({ body }: Answer): string {
  const { __type: name, Message: message }: { __type: string; Message: string } = JSON.parse(body);
  return `${name}: ${message}`;
}

describe("a request as AWS SDKs send it", () => {
  it("is answered with JSON, a request id, and that it is local", async () => {
    const { service } = bench();
    const { server } = await served(service);
    const { status, headers, body } = await send(server, {});
    expect(status).toBe(200);
    expect(body).toBe('{"PipelineSummaries":[]}');
    expect(headers).toMatchObject({
      "content-type": "application/x-amz-json-1.1",
      "x-nacre-local": "true",
      "x-amzn-requestid": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("has the region of its signature, which is not checked and never logged", async () => {
    const { service } = bench();
    const { server, log } = await served(service);
    const secret = "AKIASECRET/20260101/ap-south-1/sagemaker/aws4_request";
    const { body } = await send(server, {
      headers: {
        "X-Amz-Target": "SageMaker.CreatePipeline",
        Authorization: `AWS4-HMAC-SHA256 Credential=${secret}, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(pipeline("Abalone")),
    });
    expect(body).toBe(
      '{"PipelineArn":"arn:aws:sagemaker:ap-south-1:000000000000:pipeline/abalone"}',
    );
    expect(log).toMatchObject([{ operation: "CreatePipeline", status: 200 }]);
    expect(JSON.stringify(log)).not.toContain("SECRET");
  });

  it("gets an error with its name and message in the body", async () => {
    const { service } = bench();
    const { server } = await served(service);
    const answer = await send(server, {
      headers: { "X-Amz-Target": "SageMaker.DescribePipeline" },
      body: '{"PipelineName":"None"}',
    });
    expect(answer.status).toBe(400);
    expect(answer.headers).toMatchObject({ "x-nacre-local": "true" });
    expect(faultOf(answer)).toMatch(/^ResourceNotFound: Pipeline '.*\/none' does not exist\.$/);
  });

  it("that meets a bug of ours gets an InternalFailure without its text", async () => {
    const { server, log } = await served({
      handle: () => Promise.reject(new Error("secret path")),
    });
    const answer = await send(server, {});
    expect(answer.status).toBe(500);
    expect(faultOf(answer)).toBe("InternalFailure: This is a bug in nacre, not a fault of yours.");
    expect(log[0]?.bug).toEqual(new Error("secret path"));
  });
});

describe("what is refused", () => {
  const refused: readonly (readonly [string, Sent, number, RegExp])[] = [
    [
      "another host",
      { headers: { Host: "evil.example" } },
      403,
      /^AccessDeniedException: .*Host header/,
    ],
    ["a host that only begins well", { headers: { Host: "127.0.0.1.evil.example" } }, 403, /Host/],
    ["the address of a network", { headers: { Host: "192.168.0.1:80" } }, 403, /Host/],
    ["any Origin", { headers: { Origin: "http://evil.example" } }, 403, /Origin/],
    ["the Origin null", { headers: { Origin: "null" } }, 403, /Origin/],
    ["an Origin of this machine", { headers: { Origin: "http://127.0.0.1" } }, 403, /Origin/],
    [
      "a form",
      { headers: { "Content-Type": "application/x-www-form-urlencoded" } },
      415,
      /^SerializationException: The Content-Type is "application\/x-www-form-urlencoded"/,
    ],
    ["plain text", { headers: { "Content-Type": "text/plain" } }, 415, /Content-Type/],
    ["no content type", { headers: { "Content-Type": "" } }, 415, /Content-Type is ""/],
    ["GET", { method: "GET", body: "" }, 405, /^UnknownOperationException: .*POST \/ alone/],
    ["OPTIONS, which asks for a page", { method: "OPTIONS", body: "" }, 405, /POST \/ alone/],
    ["PUT", { method: "PUT" }, 405, /POST \/ alone/],
    ["an unknown path", { path: "/studio" }, 404, /POST \/ alone/],
    ["a path with dots", { path: "/../../etc/passwd" }, 404, /POST \/ alone/],
    [
      "no operation",
      { headers: { "X-Amz-Target": "" } },
      400,
      /^MissingAction: The header X-Amz-Target is missing/,
    ],
    [
      "another service",
      { headers: { "X-Amz-Target": "DynamoDB_20120810.ListTables" } },
      400,
      /^UnknownOperationException: nacre serves SageMaker\.\*, not "DynamoDB_20120810"/,
    ],
    [
      "a name that every object has",
      { headers: { "X-Amz-Target": "constructor.x" } },
      400,
      /^UnknownOperationException: nacre serves/,
    ],
    [
      "an unknown operation",
      { headers: { "X-Amz-Target": "SageMaker.toString" } },
      400,
      /^UnknownOperationException: .* no operation "toString"/,
    ],
    ["text that is no JSON", { body: "{" }, 400, /^SerializationException: The body is not JSON/],
    [
      "bytes that are no UTF-8",
      { body: Buffer.from([0x22, 0xff, 0x22]) },
      400,
      /not JSON in UTF-8/,
    ],
    ["a list", { body: "[]" }, 400, /^SerializationException: Start of list/],
    ["a nest of lists", { body: "[".repeat(1_000_000) }, 400, /^SerializationException/],
  ];
  it.each(refused)("%s", async (_what, sent, status, fault) => {
    const { service } = bench();
    const { server } = await served(service);
    const answer = await send(server, sent);
    expect(answer.status).toBe(status);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    expect(faultOf(answer)).toMatch(fault);
  });

  it("a host that is none", async () => {
    const { service } = bench();
    const { server } = await served(service);
    const answer = await send(server, { headers: { Host: "localhost@evil.example" } });
    expect(answer.status).toBe(400);
  });

  it.each(["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:9", "[::1]:9000"])(
    "but not the host %s",
    async (Host) => {
      const { service } = bench();
      const { server } = await served(service);
      expect((await send(server, { headers: { Host } })).status).toBe(200);
    },
  );

  it("not members that would change what objects are", async () => {
    const { service } = bench();
    const { server } = await served(service);
    const body = '{"__proto__":{"MaxResults":0},"constructor":{"prototype":{"MaxResults":0}}}';
    expect((await send(server, { body })).body).toBe('{"PipelineSummaries":[]}');
    expect(Object.hasOwn(Object.prototype, "MaxResults")).toBe(false);
  });
});

/** The head of a request with a body. */
function head(framing: string): string {
  return (
    `POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: SageMaker.ListPipelines\r\n` +
    `Content-Type: application/x-amz-json-1.1\r\n${framing}\r\n\r\n`
  );
}

describe("a body that is too long", () => {
  const hundredMegabytes = 100 * 1024 * 1024;

  /** Sends the head of a request, then as much of a body as is taken; gives the answer and how much was sent. */
  function pour(port: number, start: string, chunk: (size: number) => string) {
    return new Promise<{ readonly answer: string; readonly sent: number }>((resolve) => {
      let answer = "";
      let sent = 0;
      const socket = connect(port, "127.0.0.1");
      const part = chunk(64 * 1024);
      const more = (): void => {
        while (sent < hundredMegabytes && !socket.destroyed) {
          sent += part.length;
          if (!socket.write(part)) return;
        }
      };
      socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
      socket.on("drain", more);
      // The server may end the connection while we still write.
      socket.on("error", () => undefined);
      socket.on("close", () => resolve({ answer, sent }));
      socket.write(start, more);
    });
  }

  it.each([
    ["that says its length", `Content-Length: ${hundredMegabytes}`, (n: number) => "x".repeat(n)],
    [
      "in chunks",
      "Transfer-Encoding: chunked",
      (n: number) => `${n.toString(16)}\r\n${"x".repeat(n)}\r\n`,
    ],
  ])("%s is refused without reading it to its end", async (_what, framing, chunk) => {
    const { service } = bench();
    const { server, log } = await served(service);
    const { sent } = await pour(server.port, head(framing), chunk);
    expect(sent).toBeLessThan(hundredMegabytes / 2);
    expect(log).toMatchObject([{ status: 413 }]);
    expect((await send(server, {})).status).toBe(200);
  });

  it("a body just within the limit is read", async () => {
    const { service } = bench();
    const { server } = await served(service);
    const body = `{"Padding":"${"x".repeat(8 * 1024 * 1024 - 14)}"}`;
    expect((await send(server, { body })).status).toBe(200);
    expect((await send(server, { body: `${body} ` })).status).toBe(413);
  });

  it("a definition of the greatest length passes, whatever its characters", async () => {
    const { service } = bench();
    const { server } = await served(service);
    const definition: { Steps: { Description: string }[] } = JSON.parse(failing);
    const text = JSON.stringify(definition);
    const PipelineDefinition = text + "\n".repeat(1_048_576 - text.length);
    const answer = await send(server, {
      headers: { "X-Amz-Target": "SageMaker.CreatePipeline" },
      body: JSON.stringify({ ...pipeline("Abalone"), PipelineDefinition }),
    });
    expect(answer.status).toBe(200);
  });
});

describe("clients that take their time", () => {
  const timeouts = { headers: 300, request: 600 };
  const beginnings: readonly (readonly [string, string])[] = [
    ["with their headers", "POST / HTTP/1.1\r\nHost: loc"],
    ["with their body", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{"],
  ];
  it.each(beginnings)("%s are cut off, and others are answered meanwhile", async (_what, text) => {
    const { service } = bench();
    const { server } = await served(service, timeouts);
    const socket = connect(server.port, "127.0.0.1");
    const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
    socket.on("error", () => undefined).resume();
    socket.write(text);
    expect((await send(server, {})).status).toBe(200);
    await closed;
  });
});

describe("the address", () => {
  it("is the loopback one alone", async () => {
    const { service } = bench();
    const { server } = await served(service);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4")
      .map(({ address }) => address);
    const reached = await Promise.all(
      others.map(
        (host) =>
          new Promise<boolean>((resolve) => {
            const socket = connect({ host, port: server.port, timeout: 2_000 });
            socket.on("connect", () => resolve(true));
            socket.on("error", () => resolve(false));
            socket.on("timeout", () => resolve(false));
            socket.on("connect", () => socket.destroy());
          }),
      ),
    );
    expect(reached).toEqual(others.map(() => false));
  });

  it("that is taken is said, with what to do", async () => {
    const { service } = bench();
    const { server } = await served(service);
    const services = { SageMaker: service };
    await expect(serveHttp({ services, port: server.port })).rejects.toMatchObject({
      code: "PORT_TAKEN",
      message: `Port ${server.port} is taken: something listens there.`,
      help: expect.stringContaining("--port 0"),
    });
  });

  it("that is none is said", async () => {
    const { service } = bench();
    const services = { SageMaker: service };
    await expect(serveHttp({ services, port: 70_000 })).rejects.toMatchObject({
      code: "PORT_REFUSED",
    });
  });

  it("is free again after the end, though clients hold connections", async () => {
    const { service } = bench();
    const { server } = await served(service);
    const idle = connect(server.port, "127.0.0.1");
    onTestFinished(() => void idle.destroy());
    await new Promise((resolve) => idle.on("connect", resolve));
    await server.close();
    const again = await serveHttp({ services: { SageMaker: service }, port: server.port });
    onTestFinished(() => again.close());
    expect(again.port).toBe(server.port);
  });
});

describe("what else is served at the address", () => {
  const mount: Mount = {
    path: "/studio",
    answer: (asked) => {
      const { pathname } = new URL(asked.url);
      if (pathname === "/studio/bug") throw new Error("a bug");
      return new Response(`answered ${asked.method} ${pathname}`);
    },
  };
  const plain = { method: "GET", body: "" };

  it.each([
    ["GET", "/studio", 200, "answered GET /studio"],
    ["GET", "/studio/", 200, "answered GET /studio/"],
    ["POST", "/studio/api/x", 200, "answered POST /studio/api/x"],
    ["GET", "/studios", 405, "UnknownOperationException"],
    ["GET", "/studio/../x", 405, "UnknownOperationException"],
  ])("has its path and those below: %s %s is %i %s", async (method, path, status, wanted) => {
    const { server, log } = await served(bench().service, {}, mount);
    const answer = await send(server, { method, path, body: "" });
    expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(wanted)]);
    expect(log).toHaveLength(status === 200 ? 0 : 1);
  });

  it("is refused to other hosts, while an Origin is its own affair", async () => {
    const { server } = await served(bench().service, {}, mount);
    const path = "/studio/";
    const other = await send(server, { ...plain, path, headers: { Host: "example.com" } });
    expect([other.status, other.body]).toEqual([403, "Refused: this is another host."]);
    const page = await send(server, { ...plain, path, headers: { Origin: "https://example.com" } });
    expect(page.status).toBe(200);
  });

  it("is where a browser goes that asks for the address, and no program", async () => {
    const { server } = await served(bench().service, {}, mount);
    const browser = await send(server, { ...plain, headers: { Accept: "text/html,*/*" } });
    expect([browser.status, browser.headers["location"]]).toEqual([302, "/studio/"]);
    expect((await send(server, plain)).status).toBe(405);
    const lured = { Accept: "text/html", Host: "example.com" };
    expect((await send(server, { ...plain, headers: lured })).status).toBe(403);
    expect((await send(server, {})).body).toBe('{"PipelineSummaries":[]}');
  });

  it("has its bugs in the log, not in the answer", async () => {
    const { server, log } = await served(bench().service, {}, mount);
    const answer = await send(server, { ...plain, path: "/studio/bug" });
    expect([answer.status, answer.body]).toEqual([
      500,
      "This is a bug in nacre, not a fault of yours.",
    ]);
    expect(log).toMatchObject([
      { operation: "GET /studio/bug", status: 500, bug: expect.any(Error) },
    ]);
  });
});
