import type { InProcessRequestHandler } from "@nacre/local";
import { existsSync } from "node:fs";
import { userError } from "../errors.ts";
import { printNote } from "../output.ts";

/** The local service of a home, in this process. */
export interface LocalService {
  /** Answers the requests of AWS's clients. */
  readonly handler: InProcessRequestHandler;
  /** Whether another process runs an execution; a living `nacre serve` has a moment to take it up. */
  isElsewhere(id: string): Promise<boolean>;
  /**
   * Runs an execution in this process to its end; where another process runs it, it is left to that.
   *
   * @returns whether it was run here
   */
  run(id: string): Promise<boolean>;
  /** Stops an execution. */
  stop(id: string): void;
  /** Hands what a person should know of the runs here to someone else than stderr. */
  tell(listener: (text: string) => void): void;
  /** Lets go of what runs. */
  close(): Promise<void>;
}

/**
 * Refuses a state folder that is not there: what only reads makes none.
 *
 * @throws NacreError `HOME_NOT_FOUND`
 */
export async function checkHome(home: string): Promise<void> {
  const { hasState } = await import("@nacre/local");
  if (hasState(home)) return;
  const what = existsSync(home)
    ? `the folder ${home} holds no state`
    : `there is no state folder ${home}`;
  throw userError("HOME_NOT_FOUND", what, {
    help:
      "--home is the folder that nacre run, deploy --local or serve was given, else .nacre beside the app;\n" +
      "nacre run and nacre deploy --local make it",
  });
}

/**
 * Opens the local service over a home. It runs only what it is told to.
 *
 * @throws NacreError `LOCAL_HOME_UNUSABLE`, `LOCAL_STATE_NEWER`
 */
export async function openLocalService(home: string, region: string): Promise<LocalService> {
  const { createLogsService, createService, Database, Engine, inProcessRequestHandler } =
    await import("@nacre/local");
  const { findLocalConfig } = await import("../app/local-config.ts");
  const database = new Database(home);
  let say: (text: string) => void = printNote;
  const engine = new Engine(database, {
    takesUp: "own",
    config: findLocalConfig(),
    onEvent: (_, event) => {
      if (event.type === "environment") say(`Python environment: ${event.message}`);
      if (event.type === "warning") say(`warning: ${event.message}`);
    },
  });
  const service = createService({
    database,
    engine,
    region,
    readObject: (uri) => engine.means.objects.readText(uri),
  });
  let started: Promise<void> | undefined;
  return {
    handler: inProcessRequestHandler({
      SageMaker: service,
      Logs_20140328: createLogsService({ database }),
    }),
    isElsewhere: async (id) => {
      await (started ??= engine.start());
      return engine.isElsewhere(id);
    },
    run: async (id) => {
      await (started ??= engine.start());
      try {
        await engine.execute(id);
        return true;
      } catch (error) {
        if (isRunElsewhere(error)) return false;
        throw error;
      }
    },
    stop: (id) => {
      engine.stop(id);
    },
    tell: (listener) => {
      say = listener;
    },
    close: async () => {
      if (started !== undefined) await engine.close();
      database.close();
    },
  };
}

function isRunElsewhere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EXECUTION_RUNNING";
}
