import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import { serveHttp, type Mount } from "../../src/service/http.ts";
import { faultOf, send, served } from "./http-client.ts";
import { bench, pipeline } from "./support.ts";

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
