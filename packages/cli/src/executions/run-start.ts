import { withSession } from "../aws/session.ts";
import { keepStdoutClean } from "../output.ts";
import { lastPart } from "./execution.ts";
import { type StartInput, start, tellStarted } from "./start.ts";
import { readInterval, type WatchInput, watch } from "./watch.ts";
import { regionIn } from "./which.ts";

/** Starts an execution, watches it where that is wanted, and gives the exit code. */
export async function runStart(
  input: StartInput & WatchInput & { readonly watch: boolean },
): Promise<number> {
  keepStdoutClean();
  readInterval(input.interval);
  const region = input.region ?? regionIn(input.pipeline, input.reuse);
  return withSession({ ...input, region, makesHome: true }, async (session) => {
    const started = await start(session, input);
    const local = await session.localService();
    // Where nobody else runs it, it has to be brought to its end here.
    const isHere = local !== undefined && !(await local.isElsewhere(lastPart(started.arn)));
    if (input.watch || isHere) return watch(session, started.arn, input);
    tellStarted(session, started, input);
    return 0;
  });
}
