import { interruptedExecutions } from "@nacre/local";
import { homeOf } from "../app/home.ts";
import { printNote } from "../output.ts";
import { shellQuote } from "../shell-quote.ts";

/** Says which executions of a home were interrupted, and how to go on with them. */
export function noteInterrupted(home: string): void {
  for (const { id, pipelineName } of interruptedExecutions(home)) {
    printNote(
      `note: execution ${id} of ${pipelineName} was interrupted; to go on with it: ` +
        `nacre run --resume ${id}${homeOption(home)}`,
    );
  }
}

/** The option that names a home in a command line; empty for the one that is taken without it. */
export function homeOption(home: string): string {
  return home === homeOf({ home: undefined }) ? "" : ` --home ${shellQuote(home)}`;
}
