import { resolve } from "node:path";
import {
  openLocalService,
  type JobRuntime,
  type LocalService,
  type ServiceServer,
} from "@nacre/local";
import { homeOf } from "../app/home.ts";
import { findLocalConfig } from "../app/local-config.ts";
import { readCount } from "../counts.ts";
import { userError } from "../errors.ts";
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

/** Serves until a signal ends it, and gives the exit code. */
export async function runServe(input: ServeInput): Promise<number> {
  const port = readPort(input.port);
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
  let server: ServiceServer;
  try {
    server = await local.serve({ port, onRequest: (request) => report.request(request) });
  } catch (error) {
    await local.close();
    throw error;
  }
  report.listening({ url: server.url, port: server.port, home, unfinished });
  await ending;
  await end(local, server, report);
  return 0;
}

async function end(local: LocalService, server: ServiceServer, report: ServeReport): Promise<void> {
  report.ending(local.unfinished());
  await server.close();
  await local.close();
}

/** The first signal that ends the service; a second one leaves at once. */
function nextSignal(): Promise<void> {
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

function readPort(text: string | undefined): number {
  if (text === undefined) return defaultPort;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw userError("BAD_OPTION", `--port ${text}: this is not a port`, {
    help: "give a number from 1 to 65535, or 0 for any that is free",
  });
}

/** A name is looked up on PATH; what has a slash is a path from here, wherever jobs then run. */
function commandOrPath(text: string): string {
  return /[\\/]/.test(text) ? resolve(text) : text;
}
