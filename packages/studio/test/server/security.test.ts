import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { StudioOptions } from "../../src/server/http/studio.ts";
import { bucket, cookieOf, failing, localStudio, why, type LocalStudio } from "./local-studio.ts";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request whose path and headers nobody tidies. */
function send(
  { server }: LocalStudio,
  path: string,
  { method = "GET", headers = {}, body = "" }: Sent = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: "127.0.0.1", port: server.port, method, path, headers },
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

/** A page of two files, and a secret beside its folder. */
function builtPage(): string {
  const folder = mkdtempSync(join(tmpdir(), "nacre-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "page/assets"), { recursive: true });
  writeFileSync(join(folder, "secret.html"), "secret");
  writeFileSync(join(folder, "page/index.html"), "<!doctype html><title>the page</title>");
  writeFileSync(join(folder, "page/assets/index-1a2b.js"), "export {};");
  return join(folder, "page");
}

function studioWithPage(options: Partial<StudioOptions> = {}): Promise<LocalStudio> {
  return localStudio({ pageFolder: builtPage(), ...options });
}

const json = { "content-type": "application/json" };
const start = "/studio/api/pipelines/Stops/start";
const body = '{"parameters":{}}';

describe("a request that changes something", () => {
  const cases: readonly (readonly [
    string,
    (own: string, cookie: string) => object,
    number,
    string,
  ])[] = [
    ["from the page", (origin, cookie) => ({ ...json, origin, cookie }), 200, ""],
    ["without a token", (origin) => ({ ...json, origin }), 403, "TOKEN_MISSING"],
    [
      "with another token",
      (origin, cookie) => ({ ...json, origin, cookie: `${cookie.slice(0, -1)}_` }),
      403,
      "TOKEN_MISSING",
    ],
    ["without an Origin", (_, cookie) => ({ ...json, cookie }), 403, "ORIGIN_REFUSED"],
    [
      "from another site",
      (_, cookie) => ({ ...json, cookie, origin: "https://example.com" }),
      403,
      "ORIGIN_REFUSED",
    ],
    [
      "from another port of this machine",
      (_, cookie) => ({ ...json, cookie, origin: "http://127.0.0.1:1" }),
      403,
      "ORIGIN_REFUSED",
    ],
    ["from a sandbox", (_, cookie) => ({ ...json, cookie, origin: "null" }), 403, "ORIGIN_REFUSED"],
    [
      "that a browser marks as from elsewhere",
      (origin, cookie) => ({ ...json, cookie, origin, "sec-fetch-site": "same-site" }),
      403,
      "ORIGIN_REFUSED",
    ],
    [
      "as a form sends it",
      (origin, cookie) => ({ origin, cookie, "content-type": "text/plain" }),
      415,
      "BODY_NOT_JSON",
    ],
  ];

  it.each(cases)("%s is answered with its status", async (_, headersOf, status, code) => {
    const made = await localStudio();
    await made.pipeline("Stops", [failing], why);
    const cookie = await cookieOf(made.url);
    const headers = { ...headersOf(made.server.url, cookie) };
    const answer = await send(made, start, { method: "POST", headers, body });
    expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(code)]);
    const { items } = await made.get<{ items: unknown[] }>("pipelines/Stops/executions");
    expect(items).toHaveLength(status === 200 ? 1 : 0);
  });

  it("is refused where the page only reads", async () => {
    const made = await localStudio({ writable: false });
    await made.pipeline("Stops", [failing], why);
    await expect(made.post("pipelines/Stops/start", { parameters: {} })).rejects.toThrow(
      "READ_ONLY",
    );
    expect(await made.get("session")).toMatchObject({ writable: false });
  });

  it("has a body of bounded length", async () => {
    const made = await localStudio();
    const long = { parameters: { Why: "x".repeat(300_000) } };
    await expect(made.post("pipelines/Stops/start", long)).rejects.toThrow("413");
  });
});

describe("every request", () => {
  it.each(["/studio/", "/studio/api/session", "/studio/api/events", "/studio/assets/x.js"])(
    "for %s under the name of another host is refused",
    async (path) => {
      const made = await studioWithPage();
      for (const host of ["example.com", "127.0.0.1.example.com", "10.0.0.1:80"]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const answer = await send(made, path, { headers: { host } });
        expect([host, answer.status]).toEqual([host, 403]);
      }
    },
  );

  it("from another site may not read either", async () => {
    const made = await localStudio();
    const other = { headers: { origin: "https://example.com" } };
    const framed = { headers: { "sec-fetch-site": "cross-site" } };
    expect((await send(made, "/studio/api/pipelines", other)).status).toBe(403);
    const image = "/studio/api/objects/content?uri=s3://a-bucket/x.png";
    expect((await send(made, image, framed)).status).toBe(403);
  });

  it("to the SageMaker API that has an Origin is still refused", async () => {
    const made = await localStudio();
    const headers = {
      ...json,
      "x-amz-target": "SageMaker.ListPipelines",
      origin: made.server.url,
    };
    expect((await send(made, "/", { method: "POST", headers, body: "{}" })).status).toBe(403);
  });

  it.each([
    "/studio/",
    "/studio/pipelines/X",
    "/studio/api/session",
    "/studio/api/none",
    "/studio/assets/none",
  ])(
    "for %s is answered with headers that make a browser careful, and none that let others in",
    async (path) => {
      const made = await studioWithPage();
      const { headers } = await send(made, path);
      expect(headers).toMatchObject({
        "content-security-policy":
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
          "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    },
  );
});

describe("the token", () => {
  it("comes with the page in a cookie that scripts cannot read and other sites not send", async () => {
    const made = await studioWithPage();
    const { headers } = await send(made, "/studio/pipelines/Abalone");
    const name = `nacre-studio-${made.server.port}`;
    expect(headers["set-cookie"]).toEqual([
      expect.stringMatching(`^${name}=[\\w-]{43}; Path=/studio/api; HttpOnly; SameSite=Strict$`),
    ]);
  });

  it("is another one at each start", async () => {
    const tokens = await Promise.all([1, 2].map(async () => cookieOf((await localStudio()).url)));
    expect(tokens[0]?.split("=")[1]).not.toBe(tokens[1]?.split("=")[1]);
  });

  it("is had by the link alone where reading needs it", async () => {
    const made = await studioWithPage({ needsLink: true });
    const page = await send(made, "/studio/");
    expect([page.status, page.headers["set-cookie"]]).toEqual([200, undefined]);
    const session = await send(made, "/studio/api/session");
    expect([session.status, session.headers["set-cookie"]]).toEqual([403, undefined]);
    expect((await send(made, "/studio/open?token=wrong")).status).toBe(403);
    const opened = await send(made, made.studio.link);
    expect([opened.status, opened.headers["location"]]).toEqual([302, "/studio/"]);
    const cookie = String(opened.headers["set-cookie"]).split(";", 1)[0] ?? "";
    expect((await send(made, "/studio/api/pipelines", { headers: { cookie } })).status).toBe(200);
  });
});

describe("files", () => {
  it.each([
    ["/studio", "the page"],
    ["/studio/", "the page"],
    ["/studio/executions/Abalone/abc", "the page"],
    ["/studio/assets/index-1a2b.js", "export {};"],
    ["/studio/assets/none.js", "404"],
    ["/studio/assets/../../secret.html", "405"],
    ["/studio/../secret.html", "405"],
    ["/studio/..%2fsecret.html", "the page"],
    ["/studio/%2e%2e/secret.html", "405"],
    ["/studio/assets/..%5c..%5csecret.html", "404"],
    ["/studio//etc/passwd", "the page"],
    ["/studio/%00", "the page"],
  ])("of the page are a fixed list: %s gives %s", async (path, wanted) => {
    const made = await studioWithPage();
    const { status, body: text } = await send(made, path);
    expect(`${status} ${text}`).toContain(wanted);
    expect(text).not.toContain("secret");
  });

  it("with a hash in their names are kept by the browser, the page is not", async () => {
    const made = await studioWithPage();
    const asset = await send(made, "/studio/assets/index-1a2b.js");
    expect(asset.headers["cache-control"]).toContain("immutable");
    expect(asset.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect((await send(made, "/studio/")).headers["cache-control"]).toBe("no-store");
  });

  it("that are not built say how to build them", async () => {
    const made = await localStudio({ pageFolder: join(tmpdir(), "nacre-no-page") });
    expect(await send(made, "/studio/")).toMatchObject({
      status: 503,
      body: expect.stringContaining("not built"),
    });
  });
});

describe("objects", () => {
  it.each([
    "file:///etc/passwd",
    "/etc/passwd",
    "s3:///etc/passwd",
    "https://example.com/x",
    "s3://../../etc/passwd",
    "s3://a-bucket/../../../../../../etc/passwd",
    "s3://a-bucket/%2e%2e/%2e%2e/etc/passwd",
    "",
  ])("are had by S3 URI alone: not %j", async (uri) => {
    const made = await localStudio();
    for (const route of ["content", "preview"]) {
      const path = `/studio/api/objects/${route}?uri=${encodeURIComponent(uri)}`;
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { status, body: text } = await send(made, path);
      // That what is to be shown is missing is an answer, see MissingView.
      expect(`${status} ${text}`).toMatch(/^(40[04] \{|200 \{"missing":\{)"code":"\w+"/);
      expect(text).not.toContain("root:");
    }
  });

  it("are saved, never shown as a page, whatever they hold and are called", async () => {
    const made = await localStudio();
    const uri = `${bucket}/out/a"b\r\nSet-Cookie: x=1 é.html`;
    await made.put(uri, "<script>alert(1)</script>");
    const path = `/studio/api/objects/content?uri=${encodeURIComponent(uri)}`;
    const { status, headers, body: text } = await send(made, path);
    expect([status, text]).toEqual([200, "<script>alert(1)</script>"]);
    expect(headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition":
        'attachment; filename="a_b__Set-Cookie__x_1__.html"; ' +
        "filename*=UTF-8''a%22b%0D%0ASet-Cookie%3A%20x%3D1%20%C3%A9.html",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "content-length": "25",
    });
    expect(headers["set-cookie"]).toBeUndefined();
  });
});

describe("what goes wrong", () => {
  it.each([
    ["pipelines/Stops/executions?limit=-1", 400],
    ["objects/content?uri=s3://a-bucket/none", 404],
    ["none", 404],
  ])("is told as JSON, without a stack trace: %s is %i", async (address, status) => {
    const bugs: unknown[] = [];
    const made = await localStudio({ onBug: (error) => bugs.push(error) });
    await made.pipeline("Stops", [failing], why);
    const answer = await send(made, `/studio/api/${address}`);
    expect([answer.status, answer.body, bugs]).toEqual([
      status,
      expect.stringMatching(/^\{"code":"\w+","message":"/),
      [],
    ]);
    expect(answer.body).not.toMatch(/\bat .*:\d+/);
  });
});
