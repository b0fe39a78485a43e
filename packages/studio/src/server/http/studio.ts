import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { EventHub, type HubOptions } from "../events/event-hub.ts";
import { type ExecutionRef, NotThere, type Source } from "../source.ts";
import { approvalRequest, bodyOf, callbackRequest, longestBody, startRequest } from "./bodies.ts";
import { countIn, executionQuery } from "./execution-query.ts";
import { Guard } from "./guard.ts";
import { addHeaders } from "./headers.ts";
import { attachment, contentAnswer, objectIn, previewAnswer } from "./object-answers.ts";
import { pageFolder, readPageFiles } from "./page-files.ts";
import { errorAnswer, orMissing, StudioError } from "../errors/studio-error.ts";

/** How the page is served. */
export interface StudioOptions {
  /** What the page shows. */
  readonly source: Source;
  /** Whether it may start, stop, retry and approve. */
  readonly writable: boolean;
  /** The version of nacre. */
  readonly version: string;
  /**
   * Whether only the printed link opens it, and reading needs the token too: for an account of AWS on a
   * machine with other users. @default false: who reaches the port may read
   */
  readonly needsLink?: boolean;
  /** Told of bugs; the page is told that there was one. @default nobody */
  readonly onBug?: (error: unknown) => void;
  /** The folder of the built page. @default that of this package */
  readonly pageFolder?: string;
  /** How changes are handed on. */
  readonly events?: HubOptions;
}

/** The page and its API. */
export interface Studio {
  /** Where it is to be served: it has this path and all below it. */
  readonly path: string;
  /** Answers a request for it. */
  readonly answer: (request: Request) => Promise<Response>;
  /** Where a browser opens it, below the server's address. */
  readonly link: string;
  /** Sends away those who listen to changes. */
  readonly close: () => void;
}

const path = "/studio";
/** Of so many pipelines the newest executions are given at once. */
const mostRecent = 100;

/**
 * Makes the page of a source and the API that it speaks, for any server that takes the requests of the
 * web platform. Serve it on the loopback address alone.
 */
export function createStudio(options: StudioOptions): Studio {
  const { source, onBug } = options;
  const guard = new Guard(options.needsLink ?? false);
  const hub = new EventHub(source, options.events, onBug);
  const app = new Hono().basePath(path);
  app.use("*", async ({ req }, next) => {
    guard.checkHost(req.raw);
    await next();
  });
  app.route("/api", createApi(options, guard, hub));
  addPage(app, options, guard);
  app.onError((error) => failed(error, onBug));
  return {
    path,
    answer: async (request) => {
      const response = await app.fetch(request);
      addHeaders(response.headers);
      return response;
    },
    link: guard.link(path),
    close: () => hub.close(),
  };
}

function createApi(
  { source, writable, version }: StudioOptions,
  guard: Guard,
  hub: EventHub,
): Hono {
  const api = new Hono();
  api.use("*", async (context, next) => {
    guard.checkApi(context.req.raw);
    const isChange = context.req.method !== "GET";
    if (isChange && !writable) throw readOnly();
    await next();
  });
  api.use("*", bodyLimit({ maxSize: longestBody, onError: () => tooLong() }));
  api.get("/session", async (context) => {
    // A page that outlives its server gets the token of the new one.
    if (guard.pageHasToken) context.header("set-cookie", guard.cookie(context.req.raw, path));
    return context.json({ ...(await source.session()), writable, version });
  });
  addReading(api, source);
  addChanging(api, source);
  api.get("/events", (context) => {
    // A browser says by itself what it has had last, but not when the page has to begin anew.
    const { req } = context;
    const stream = hub.listen(req.header("last-event-id") ?? req.query("last"));
    return context.body(stream, 200, { "content-type": "text/event-stream" });
  });
  api.all("*", () => {
    throw new StudioError(404, { code: "NO_SUCH_ADDRESS", message: "There is nothing here." });
  });
  return api;
}

function addReading(api: Hono, source: Source): void {
  api.get("/pipelines", async ({ req, json }) => {
    const part = { prefix: req.query("prefix") || undefined, after: req.query("after") };
    return json(await source.pipelines(part));
  });
  api.get("/recent", async ({ req, json }) =>
    json(await source.recent((req.queries("pipeline") ?? []).slice(0, mostRecent))),
  );
  api.get("/pipelines/:pipeline", async ({ req, json }) => {
    const version = countIn("version", req.query("version"));
    return json(await orMissing(() => source.pipeline(req.param("pipeline"), version)));
  });
  api.get("/pipelines/:pipeline/executions", async ({ req, json }) => {
    const query = executionQuery(req.query());
    return json(await orMissing(() => source.executions(req.param("pipeline"), query)));
  });
  api.get("/executions/:pipeline/:id", async ({ req, json }) =>
    json(await orMissing(() => source.execution(refIn(req.param())))),
  );
  api.get("/executions/:pipeline/:id/steps/:step", async ({ req, json }) =>
    json(await orMissing(() => source.step(refIn(req.param()), req.param("step")))),
  );
  api.get("/executions/:pipeline/:id/steps/:step/log", async ({ req, json }) => {
    const { from, before, attempt } = req.query();
    const query = { from, before, attempt: countIn("attempt", attempt) };
    return json(await orMissing(() => source.log(refIn(req.param()), req.param("step"), query)));
  });
  api.get("/executions/:pipeline/:id/steps/:step/log/content", async ({ req }) => {
    const { attempt, times } = req.query();
    const query = { attempt: countIn("attempt", attempt), times: times === "1" };
    const ref = refIn(req.param());
    const step = req.param("step");
    const body = await source.logBody(ref, step, query);
    const part = attempt === undefined ? "" : `-attempt-${attempt}`;
    return attachment(`${ref.pipeline}-${ref.id}-${step}${part}.log`, body);
  });
  api.get("/executions/:pipeline/:id/steps/:step/curves", async ({ req, json }) =>
    json(await orMissing(() => source.curves(refIn(req.param()), req.param("step")))),
  );
  api.get("/objects", async ({ req, json }) => json(await source.objects(objectIn(req.raw))));
  api.get("/objects/preview", async ({ req, json }) =>
    json(await orMissing(() => previewAnswer(source, objectIn(req.raw)))),
  );
  api.get("/objects/content", ({ req }) => contentAnswer(source, objectIn(req.raw)));
  api.get("/models", async ({ json }) => json(await source.models()));
}

function addChanging(api: Hono, source: Source): void {
  api.post("/pipelines/:pipeline/start", async ({ req, json }) => {
    const request = startRequest(await bodyOf(req.raw));
    return json({ id: await source.start(req.param("pipeline"), request) });
  });
  api.post("/executions/:pipeline/:id/stop", async ({ req, json }) => {
    await source.stop(refIn(req.param()));
    return json({});
  });
  api.post("/executions/:pipeline/:id/retry", async ({ req, json }) => {
    await source.retry(refIn(req.param()));
    return json({});
  });
  api.post("/models/approval", async ({ req, json }) => {
    await source.approve(approvalRequest(await bodyOf(req.raw)));
    return json({});
  });
  api.post("/callback", async ({ req, json }) => {
    await source.answer(callbackRequest(await bodyOf(req.raw)));
    return json({});
  });
}

function addPage(app: Hono, options: StudioOptions, guard: Guard): void {
  let files: ReturnType<typeof readPageFiles> | undefined;
  app.get("/open", ({ req, redirect, header }) => {
    if (!guard.isLinkToken(req.query("token"))) {
      const help = "Take the whole link, from the newest start of nacre studio.";
      throw new StudioError(403, {
        code: "TOKEN_MISSING",
        message: "The link is not valid.",
        help,
      });
    }
    header("set-cookie", guard.cookie(req.raw, path));
    return redirect(`${path}/`);
  });
  app.get("*", ({ req, body, text, header, notFound }) => {
    files ??= readPageFiles(options.pageFolder ?? pageFolder());
    const name = req.path.slice(path.length + 1);
    const isAsset = name.startsWith("assets/");
    // Every other address is a place in the page.
    const file = files.get(name) ?? (isAsset ? undefined : files.get("index.html"));
    if (file === undefined) return files.size === 0 ? text(notBuilt, 503) : notFound();
    header("content-type", file.type);
    if (file.isHashed) header("cache-control", "public, max-age=31536000, immutable");
    const isPage = file.type.startsWith("text/html");
    if (isPage && guard.pageHasToken) header("set-cookie", guard.cookie(req.raw, path));
    return body(file.bytes);
  });
}

const notBuilt = "The page is not built: pnpm --filter @nacre/studio build\n";

function refIn({ pipeline, id }: { pipeline: string; id: string }): ExecutionRef {
  if (/^[a-z0-9]{1,64}$/i.test(id)) return { pipeline, id };
  throw new NotThere(`${JSON.stringify(id.slice(0, 100))} is no id of an execution.`);
}

function readOnly(): StudioError {
  return new StudioError(403, {
    code: "READ_ONLY",
    message: "This page only reads.",
    help: "Start it with --write to let it change the account.",
  });
}

function tooLong(): never {
  const message = `The body has more than ${longestBody} bytes.`;
  throw new StudioError(413, { code: "BODY_TOO_LONG", message });
}

function failed(error: unknown, onBug: StudioOptions["onBug"]): Response {
  const answer = errorAnswer(error);
  if (answer !== undefined) return Response.json(answer.view, { status: answer.status });
  onBug?.(error);
  const message = "This is a bug in nacre, not a fault of yours. The server has printed more.";
  return Response.json({ code: "BUG", message }, { status: 500 });
}
