import { join, resolve } from "node:path";
import { flattenSteps } from "@nacre/core";
import { type Execution, type JobRuntime, lookForPython, type PutObject, run } from "@nacre/local";
import { findLocalConfig } from "../app/local-config.ts";
import { type Source, type SourceInput, readSource } from "../app/source.ts";
import { keepStdoutClean, printNote } from "../output.ts";
import { readCount } from "../counts.ts";
import { readPairs } from "../pairs.ts";
import { type DataInput, collectData, readPuts } from "./data.ts";
import { noteInterrupted } from "./note-interrupted.ts";
import { showProgress } from "./progress.ts";
import { report, withRefusalAsJson } from "./report.ts";
import { resultOf } from "./result.ts";
import { stopOnSignals } from "./stop-signals.ts";

/** The options of `nacre run`. */
export interface RunInput extends SourceInput {
  readonly home: string | undefined;
  readonly param: readonly string[];
  readonly data: readonly string[];
  readonly batch: string | undefined;
  readonly put: readonly string[];
  readonly "libsvm-one-based": boolean;
  readonly "max-parallel": string | undefined;
  readonly "memory-limit": string | undefined;
  readonly "no-warm": boolean;
  readonly runtime: JobRuntime | undefined;
  readonly objects: "folder" | "s3" | undefined;
  readonly python: string | undefined;
  readonly json: boolean;
}

/** Runs a pipeline, shows how it goes, and gives the exit code. */
export async function runPipeline(input: RunInput): Promise<number> {
  keepStdoutClean();
  // Whoever read the progress may leave (`2>&1 | head`, a closed terminal): the run goes on.
  process.stderr.on("error", () => undefined);
  // While the app is read; most runs need it.
  lookForPython(input.python === undefined ? undefined : commandOrPath(input.python));
  return withRefusalAsJson(input.json, async () => {
    const objects = readPuts(input.put);
    const maxParallelSteps = readCount("max-parallel", input["max-parallel"]);
    const memoryLimitMb = readCount("memory-limit", input["memory-limit"]);
    const parameters = readPairs("param", input.param);
    const source = await readSource(input);
    const home = resolve(input.home ?? join(source.folder, ".nacre"));
    noteInterrupted(home);
    const data = await collectData({
      definition: source.definition,
      parameters,
      declared: source.data,
      data: input.data,
      batch: input.batch,
      home,
    });
    noteSynthetic(data);
    const stop = stopOnSignals();
    const { signal } = stop;
    const prepared = { home, parameters, data, objects, maxParallelSteps, memoryLimitMb, signal };
    const execution = await execute(source, input, prepared);
    stop.close();
    report(resultOf(source.definition, execution, data, home), input.json);
    return stop.exitCodeAfter(execution.status);
  });
}

interface Prepared {
  readonly home: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly data: readonly DataInput[];
  readonly objects: readonly PutObject[];
  readonly maxParallelSteps: number | undefined;
  readonly memoryLimitMb: number | undefined;
  readonly signal: AbortSignal;
}

async function execute(source: Source, input: RunInput, prepared: Prepared): Promise<Execution> {
  const { home, parameters, data, objects, maxParallelSteps, memoryLimitMb, signal } = prepared;
  const names = flattenSteps(source.definition).map((step) => step.definition.Name);
  const progress = showProgress(names, process.stderr);
  try {
    return await run(source.definition, {
      home,
      pipelineName: source.name,
      parameters: Object.fromEntries(parameters),
      objects: [...source.assets, ...data.map(({ uri, file }) => ({ uri, file })), ...objects],
      libsvmIndexBase: input["libsvm-one-based"] ? 1 : 0,
      ...(maxParallelSteps === undefined ? {} : { maxParallelSteps }),
      ...(memoryLimitMb === undefined ? {} : { memoryLimitMb }),
      warm: !input["no-warm"],
      ...(input.objects === undefined ? {} : { objectStore: input.objects }),
      ...(input.runtime === undefined ? {} : { runtime: input.runtime }),
      config: findLocalConfig(source.folder),
      ...(input.python === undefined ? {} : { python: commandOrPath(input.python) }),
      signal,
      onEvent: (event) => progress.onEvent(event),
    });
  } finally {
    progress.close();
  }
}

function noteSynthetic(data: readonly DataInput[]): void {
  for (const { parameter, uri } of data.filter(({ synthetic }) => synthetic)) {
    printNote(`note: ${parameter} is a SYNTHETIC sample made by the app, put at ${uri}`);
  }
}

/** A name is looked up on PATH; what has a slash is a path from here, wherever jobs then run. */
function commandOrPath(text: string): string {
  return /[\\/]/.test(text) ? resolve(text) : text;
}
