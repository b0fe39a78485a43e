import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { faultOf, send, type Sent, served } from "./http-client.ts";
import { bench, failing, pipeline } from "./support.ts";

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
