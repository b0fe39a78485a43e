import { stackOf } from "../errors.ts";
import { printOut } from "../output.ts";
import type { ServeReport } from "./report.ts";

/** What the service does, for programs: one JSON object a line on stdout. */
export function jsonReport(isQuiet: boolean): ServeReport {
  return {
    listening: (listening) => print("listening", { ...listening, pid: process.pid }),
    request: ({ operation, status, fault, bug, milliseconds }) => {
      const error = fault === undefined ? undefined : { name: fault.name, message: fault.message };
      if (!isQuiet) print("request", { operation, status, milliseconds, error });
      if (bug !== undefined) print("bug", { message: stackOf(bug) });
    },
    event: (execution, event) => {
      if (isQuiet || event.type === "log") return;
      const { type, ...members } = event;
      print(type, { execution, ...members });
    },
    bug: (error) => print("bug", { message: stackOf(error) }),
    ending: (unfinished) => print("ending", { unfinished }),
  };
}

function print(type: string, members: object): void {
  printOut(`${JSON.stringify({ type, ...members })}\n`);
}
