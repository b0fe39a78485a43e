import { resolve } from "node:path";
import { Engine, type EngineOptions } from "../engine/engine.ts";
import { HomeReader } from "../home/home-reader.ts";
import { Database } from "../state/database.ts";
import { Executions, type ExecutionOptions } from "../state/executions.ts";
import { serveHttp, type ServeOptions, type ServiceServer } from "./http.ts";
import { createLogsService } from "./logs/logs-service.ts";
import { inProcessRequestHandler, type InProcessRequestHandler } from "./request-handler.ts";
import { createService } from "./service.ts";

/** What a local SageMaker is made of. */
export interface LocalServiceOptions extends Omit<EngineOptions, "takesUp"> {
  /** The folder that holds all state: objects, pipelines, executions, the model registry. Made when absent. */
  readonly home: string;
  /**
   * The region of what is made by clients that do not say theirs.
   * @default AWS_REGION, else AWS_DEFAULT_REGION, else "us-east-1"
   */
  readonly region?: string | undefined;
  /** How executions run that are started through it. */
  readonly executions?: Omit<ExecutionOptions, "region">;
}

/** A local SageMaker: the API, and the engine that runs what is started. */
export interface LocalService {
  /** Runs the executions. */
  readonly engine: Engine;
  /** The state of the home. */
  readonly database: Database;
  /** Reads what the API has no operation for, and tells changes. */
  readonly reader: HomeReader;
  /** How many executions of the home have not ended. */
  readonly unfinished: () => number;
  /** For clients of the AWS SDK for JavaScript v3 in this process. */
  readonly requestHandler: InProcessRequestHandler;
  /** Serves over HTTP, on the loopback address alone. */
  readonly serve: (options: Omit<ServeOptions, "services">) => Promise<ServiceServer>;
  /** Ends it; what still runs goes on when the home is opened again. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the SageMaker of a home: pipelines, executions that really run, the model registry. Executions
 * of the home that nobody runs go on at once, those of a process that died among them.
 *
 * @throws NacreError `LOCAL_HOME_UNUSABLE`, `LOCAL_STATE_NEWER`, `LOCAL_OPTION_INVALID`
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Service.html
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { openLocalService } from "@nacre/local";
 *
 * const local = await openLocalService({ home: mkdtempSync(join(tmpdir(), "nacre-")) });
 * const server = await local.serve({ port: 0 });
 * const answer = await fetch(server.url, {
 *   method: "POST",
 *   headers: {
 *     "X-Amz-Target": "SageMaker.ListPipelines",
 *     "Content-Type": "application/x-amz-json-1.1",
 *   },
 *   body: "{}",
 * });
 * console.assert((await answer.text()) === '{"PipelineSummaries":[]}');
 * await server.close();
 * await local.close();
 * ```
 */
export async function openLocalService(options: LocalServiceOptions): Promise<LocalService> {
  const { home, region = regionOfEnvironment(), executions, ...engineOptions } = options;
  const database = new Database(resolve(home));
  let reader: HomeReader | undefined;
  const engine = new Engine(database, {
    ...engineOptions,
    takesUp: "all",
    onEvent: (execution, event) => {
      // What is printed grows files; all else has just been kept.
      if (event.type !== "log") reader?.look();
      options.onEvent?.(execution, event);
    },
  });
  try {
    const { objects } = engine.means;
    reader = new HomeReader(database, objects);
    const readObject = (uri: string) => objects.readText(uri);
    const service = createService({ database, engine, readObject, region, executions });
    const services = { SageMaker: service, Logs_20140328: createLogsService({ database }) };
    await engine.start();
    return {
      engine,
      database,
      reader,
      unfinished: () => new Executions(database).notEnded().length,
      requestHandler: inProcessRequestHandler(services),
      serve: (serving) => serveHttp({ ...serving, services }),
      close: async () => {
        await engine.close();
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The region that the user's other AWS clients would take. */
function regionOfEnvironment(): string {
  return process.env["AWS_REGION"] || process.env["AWS_DEFAULT_REGION"] || "us-east-1";
}
