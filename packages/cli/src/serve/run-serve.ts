import { resolve } from "node:path";
import {
  openLocalService,
  type JobRuntime,
  type LocalService,
  type ServeOptions,
  type ServiceServer,
} from "@nacre/local";
import { NacreError } from "@nacre/core";
import type { Studio } from "@nacre/studio";
import { homeOf } from "../app/home.ts";
import { findLocalConfig } from "../app/local-config.ts";
import { readCount } from "../counts.ts";
import { userError } from "../errors.ts";
import { openBrowser } from "../studio/open-browser.ts";
import { localStudio } from "../studio/local-studio.ts";
import { jsonReport } from "./json-report.ts";
import type { ServeReport } from "./report.ts";
import { textReport } from "./text-report.ts";

/** Unassigned, and free on most machines. */
const defaultPort = 8470;

/** The options of `nacre serve`. */
export interface ServeInput {
  readonly port: string | undefined;
  readonly home: string | undefined;
  readonly region: string | undefined;
  readonly objects: "folder" | "s3" | undefined;
  readonly "max-parallel": string | undefined;
  readonly python: string | undefined;
  readonly "libsvm-one-based": boolean;
  readonly "memory-limit": string | undefined;
  readonly "no-warm": boolean;
  readonly runtime: JobRuntime | undefined;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** How `nacre studio` serves, which is otherwise the same. */
export interface StudioServing {
  /** The port when none was given; another one that is free where this is taken. */
  readonly port: number;
  /** Whether the page is opened in the browser. */
  readonly open: boolean;
}

/** Serves until a signal ends it, and gives the exit code. */
export async function runServe(input: ServeInput, studio?: StudioServing): Promise<number> {
  const port = readPort(input.port) ?? studio?.port ?? defaultPort;
  const maxParallelJobs = readCount("max-parallel", input["max-parallel"]);
  const memoryLimitMb = readCount("memory-limit", input["memory-limit"]);
  const home = homeOf(input);
  const report: ServeReport = input.json ? jsonReport(input.quiet) : textReport(input.quiet);
  // Whoever read what is printed may leave: the service goes on.
  process.stderr.on("error", () => undefined);
  const ending = nextSignal();
  const local = await openLocalService({
    home,
    region: input.region,
    objectStore: input.objects,
    config: findLocalConfig(),
    ...(maxParallelJobs === undefined ? {} : { maxParallelJobs }),
    executions: {
      ...(input.python === undefined ? {} : { python: commandOrPath(input.python) }),
      ...(input["libsvm-one-based"] ? { libsvmIndexBase: 1 } : {}),
      ...(memoryLimitMb === undefined ? {} : { memoryLimitMb }),
      warm: !input["no-warm"],
      ...(input.runtime === undefined ? {} : { runtime: input.runtime }),
    },
    onEvent: (execution, event) => report.event(execution, event),
    onBug: (error) => report.bug(error),
  });
  const unfinished = local.unfinished();
  const page = localStudio(local, input.region, (error) => report.bug(error));
  const onRequest: ServeOptions["onRequest"] = (request) => report.request(request);
  let server: ServiceServer;
  try {
    const mayMove = studio !== undefined && input.port === undefined;
    server = await serveAt(port, mayMove, (at) =>
      local.serve({ port: at, mount: page, onRequest }),
    );
  } catch (error) {
    await local.close();
    throw error;
  }
  const link = server.url + page.link;
  report.listening({ url: server.url, port: server.port, studio: link, home, unfinished });
  if (studio?.open === true) void openBrowser(link);
  await ending;
  await end(local, page, server, report);
  return 0;
}

/** Serves at a port, or where it may at any that is free when that one is taken. */
export async function serveAt(
  port: number,
  mayMove: boolean,
  serve: (port: number) => Promise<ServiceServer>,
): Promise<ServiceServer> {
  try {
    return await serve(port);
  } catch (error) {
    const isTaken = error instanceof NacreError && error.code === "PORT_TAKEN";
    if (!isTaken || !mayMove) throw error;
    return serve(0);
  }
}

async function end(
  local: LocalService,
  page: Studio,
  server: ServiceServer,
  report: ServeReport,
): Promise<void> {
  report.ending(local.unfinished());
  page.close();
  await server.close();
  await local.close();
}

/** The first signal that ends the service; a second one leaves at once. */
export function nextSignal(): Promise<void> {
  return new Promise((resolveSignal) => {
    let isEnding = false;
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(name, () => {
        if (isEnding) process.exit(130);
        isEnding = true;
        resolveSignal();
      });
    }
  });
}

/**
 * The port that an option gives; undefined when it was not given.
 *
 * @throws NacreError `BAD_OPTION`
 */
export function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw userError("BAD_OPTION", `--port ${text}: this is not a port`, {
    help: "give a number from 1 to 65535, or 0 for any that is free",
  });
}

/** A name is looked up on PATH; what has a slash is a path from here, wherever jobs then run. */
function commandOrPath(text: string): string {
  return /[\\/]/.test(text) ? resolve(text) : text;
}
