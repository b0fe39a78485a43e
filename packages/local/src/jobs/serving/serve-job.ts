import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { StepFailure } from "../../step-failure.ts";
import type { ContainerEngine } from "../container/container-engine.ts";
import type { JobProcess, JobProcessResult, JobProcessRun } from "../job-process.ts";
import { transformBatch, type BatchTransform } from "./batch-transform.ts";

/** The port that a model's container answers on. */
export const servingPort = 8080;

const askAgainMs = 100;

/** How a container that served a batch ended. */
export interface Served extends JobProcessResult {
  /** Why the batch failed; undefined when the container's own end is the reason, or all went well. */
  readonly failureReason?: string;
}

/**
 * Runs the container of a model while a batch is sent to it, and ends it.
 *
 * @param name - the container's name
 */
export async function serveBatch(
  running: JobProcess,
  options: JobProcessRun,
  engine: ContainerEngine,
  name: string,
  transform: BatchTransform,
): Promise<Served> {
  const ended = running.run(options);
  const over = new AbortController();
  const end = (): void => over.abort();
  ended.then(end, end);
  const signal = AbortSignal.any([options.signal, over.signal]);
  let failureReason: string | undefined;
  try {
    await transformBatch(transform, await addressOf(engine, name, signal), signal);
  } catch (error) {
    if (error instanceof StepFailure) failureReason = error.message;
    else if (signal.aborted) return endedEarly(await ended);
    else {
      running.kill();
      throw error;
    }
  }
  running.kill();
  await ended;
  return failureReason === undefined ? { exitCode: 0 } : { exitCode: 1, failureReason };
}

/** A container that serves does not end by itself. */
function endedEarly(result: JobProcessResult): Served {
  if (result.exitCode !== 0 || result.stopped !== undefined) return result;
  return {
    ...result,
    failureReason:
      "AlgorithmError: the model's container ended before the batch was done, exit code: 0",
  };
}

/** Where a container can be reached from this machine, as soon as it can. */
async function addressOf(
  { program }: ContainerEngine,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  for (;;) {
    /* oxlint-disable no-await-in-loop -- waiting is what this loop is for */
    signal.throwIfAborted();
    const answer = await new Promise<string>((resolve) => {
      execFile(program, ["port", name, `${servingPort}/tcp`], (error, stdout) =>
        resolve(error === null ? stdout : ""),
      );
    });
    const address = /^127\.0\.0\.1:\d+$/m.exec(answer)?.[0];
    if (address !== undefined) return `http://${address}`;
    await sleep(askAgainMs, undefined, { signal });
    /* oxlint-enable no-await-in-loop */
  }
}
