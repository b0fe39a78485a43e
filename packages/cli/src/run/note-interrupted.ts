import { interruptedExecutions } from "@nacre/local";
import { printNote } from "../output.ts";
import { shellQuote } from "../shell-quote.ts";

/**
 * Says which executions of a home were interrupted, and how to go on with them.
 *
 * @param here - the home that `--resume` takes in this folder when nothing is said
 */
export function noteInterrupted(home: string, here: string): void {
  const place = home === here ? "" : ` --home ${shellQuote(home)}`;
  for (const { id, pipelineName } of interruptedExecutions(home)) {
    printNote(
      `note: execution ${id} of ${pipelineName} was interrupted; to go on with it: ` +
        `nacre run --resume ${id}${place}`,
    );
  }
}
