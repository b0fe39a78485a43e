import type { Execution } from "@nacre/local";
import { EXIT_FAILED, EXIT_INTERRUPTED } from "../errors.ts";
import { printNote } from "../output.ts";

/** What stops a run, with the exit code that shells have for it: 128 + the signal's number. */
const stopSignals = new Map<NodeJS.Signals, number>([
  ["SIGHUP", 129],
  ["SIGINT", EXIT_INTERRUPTED],
  ["SIGTERM", 143],
]);

/** Ctrl-C, SIGTERM and a closed terminal stop the jobs and the run; a second signal leaves at once. */
export function stopOnSignals(): {
  signal: AbortSignal;
  exitCodeAfter(status: Execution["status"]): number;
  close(): void;
} {
  const controller = new AbortController();
  let exitCode = EXIT_INTERRUPTED;
  const onSignal = (name: NodeJS.Signals): void => {
    exitCode = stopSignals.get(name) ?? EXIT_INTERRUPTED;
    if (controller.signal.aborted) process.exit(exitCode);
    printNote("stopping the jobs; once more leaves without waiting for them");
    controller.abort();
  };
  for (const name of stopSignals.keys()) process.on(name, onSignal);
  return {
    signal: controller.signal,
    exitCodeAfter: (status) => {
      if (controller.signal.aborted) return exitCode;
      return status === "Succeeded" ? 0 : EXIT_FAILED;
    },
    close: () => {
      for (const name of stopSignals.keys()) process.off(name, onSignal);
    },
  };
}
