import type { Session } from "../aws/session.ts";
import { EXIT_INTERRUPTED, userError } from "../errors.ts";
import { keepStdoutClean, printNote } from "../output.ts";
import { hasEnded, lastPart } from "./execution.ts";
import { follow } from "./follow.ts";
import { executionJson, printJson, reportEnd } from "./report.ts";
import { RunHere } from "./run-here.ts";
import { openView } from "./view.ts";
import { commandLine } from "./which.ts";

/** What a handler gets for `watchOptions`, and how to print. */
export interface WatchInput {
  readonly interval: string | undefined;
  readonly "exit-status": boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Watches an execution to its end, tells why what failed has failed, and gives the exit code. Ctrl-C
 * leaves an execution in SageMaker as it is: it goes on. In the local service an execution that no
 * process runs is run here; then Ctrl-C stops it.
 */
export async function watch(session: Session, arn: string, input: WatchInput): Promise<number> {
  keepStdoutClean();
  const interval = readInterval(input.interval) ?? (session.isLocal ? 0.3 : 3);
  const view = openView(process.stderr, input.quiet);
  view.note(`execution ${arn}`);
  const local = await session.localService();
  local?.tell((text) => view.note(text));
  const running = local === undefined ? undefined : new RunHere(local, lastPart(arn));
  const leaving = new AbortController();
  let isInterrupted = false;
  const leave = (): void => {
    // Whoever asks twice does not want to wait for an answer.
    if (isInterrupted) process.exit(EXIT_INTERRUPTED);
    isInterrupted = true;
    if (running?.isRunning !== true) return leaving.abort();
    view.note("stopping it; once more leaves without waiting");
    running.stop();
  };
  process.on("SIGINT", leave);
  try {
    const following = follow(session, arn, { interval, view, signal: leaving.signal });
    // A fault of the run here is a bug, to be told instead of watching for ever.
    await Promise.race([following, running?.failed ?? following]);
    const snapshot = await following;
    view.close();
    if (isInterrupted && running?.isRunning === true) await running.ended;
    if (hasEnded(snapshot.execution.status)) {
      const exitCode = await reportEnd(session, snapshot, {
        json: input.json,
        exitStatus: input["exit-status"],
      });
      return isInterrupted ? EXIT_INTERRUPTED : exitCode;
    }
    if (input.json) printJson(executionJson(snapshot, []));
    printNote(`the execution goes on: ${commandLine(session, "watch", arn)}`);
    return EXIT_INTERRUPTED;
  } finally {
    view.close();
    process.off("SIGINT", leave);
  }
}

/**
 * Reads the seconds of `--interval`; to be called before anything is done, too.
 *
 * @throws NacreError `BAD_OPTION`
 */
export function readInterval(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (text.trim() !== "" && seconds > 0 && seconds <= 3600) return seconds;
  throw userError("BAD_OPTION", `--interval ${text}: this is not a number of seconds up to 3600`, {
    help: "for example --interval 10",
  });
}
