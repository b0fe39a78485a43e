import { dirname } from "node:path";
import { type InterruptedExecution, interruptedExecutions, resume } from "@nacre/local";
import { homeOf } from "../app/home.ts";
import { findLocalConfig } from "../app/local-config.ts";
import { userError } from "../errors.ts";
import { keepStdoutClean, printNote } from "../output.ts";
import { shellQuote } from "../shell-quote.ts";
import { homeOption } from "./note-interrupted.ts";
import { showProgress } from "./progress.ts";
import { report, withRefusalAsJson } from "./report.ts";
import { resultOf } from "./result.ts";
import type { RunInput } from "./run-pipeline.ts";
import { stopOnSignals } from "./stop-signals.ts";

/** The options of `nacre run --resume`. */
export interface ResumeInput extends Omit<RunInput, "definition"> {
  /** The id or ARN of the execution. @default the newest that was interrupted */
  readonly execution: string | undefined;
}

/** Goes on with an execution whose process was killed, shows how it goes, and gives the exit code. */
export async function resumePipeline(input: ResumeInput): Promise<number> {
  keepStdoutClean();
  process.stderr.on("error", () => undefined);
  return withRefusalAsJson(input.json, async () => {
    checkOptions(input);
    const home = homeOf(input);
    const goesOn = await findInterrupted(home, input.execution);
    printNote(`going on with execution ${goesOn.id} of ${goesOn.pipelineName}`);
    if (input.objects === undefined && goesOn.objectStore !== undefined) {
      printNote(`objects: ${goesOn.objectStore}, as it was started with (--objects)`);
    }
    const stop = stopOnSignals();
    const names = goesOn.steps.map(({ name }) => name);
    const progress = showProgress(names, process.stderr, goesOn.steps);
    const execution = await resume(goesOn.id, {
      home,
      ...(input.objects === undefined ? {} : { objectStore: input.objects }),
      // As for the run: that of the app's folder, which has the home unless another one was named.
      config: findLocalConfig(input.home === undefined ? dirname(home) : undefined),
      signal: stop.signal,
      onEvent: (event) => progress.onEvent(event),
    }).finally(() => progress.close());
    stop.close();
    report(resultOf(goesOn.definition, execution, [], home), input.json);
    return stop.exitCodeAfter(execution.status);
  });
}

/** An execution goes on with what it was started with. */
function checkOptions(input: ResumeInput): void {
  const given = [
    ...(["context", "param", "data", "put"] as const).filter((name) => input[name].length > 0),
    ...(["batch", "max-parallel", "memory-limit", "runtime", "python"] as const).filter(
      (name) => input[name] !== undefined,
    ),
    ...(["libsvm-one-based", "no-warm"] as const).filter((name) => input[name]),
  ];
  const [option] = given;
  if (option === undefined) return;
  throw userError("BAD_OPTION", `--${option} does not go with --resume`, {
    help: "an execution goes on with what it was started with; leave --resume out to start a new one",
  });
}

async function findInterrupted(
  home: string,
  given: string | undefined,
): Promise<InterruptedExecution> {
  const interrupted = interruptedExecutions(home);
  const id = given?.slice(given.lastIndexOf("/") + 1);
  const found = id === undefined ? interrupted.at(-1) : interrupted.find((one) => one.id === id);
  if (found !== undefined) return found;
  if (id === undefined) {
    throw userError("NOTHING_TO_RESUME", `no execution in ${home} was interrupted`, {
      help: "--home names another home; `nacre retry --local` goes on with one that failed or was stopped",
    });
  }
  // Refused when it is unknown, or runs.
  const { status, pipelineName } = await resume(id, { home });
  const retry = `nacre retry ${id} --local --watch --pipeline ${shellQuote(pipelineName)}${homeOption(home)}`;
  throw userError("EXECUTION_ENDED", `execution ${id} has ended: ${status}`, {
    help: status === "Succeeded" ? "there is nothing left to do" : `\`${retry}\` goes on with it`,
  });
}
