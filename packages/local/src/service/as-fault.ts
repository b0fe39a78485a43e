import { NacreError } from "@nacre/core";
import { ServiceFault, validationFault } from "./fault.ts";

/** Result codes of SQLite, https://www.sqlite.org/rescode.html */
const busy = 5;
const full = 13;

/**
 * What a client hears of an error: a fault of what the user gave, or of this machine, in words. Any
 * other error is given back as it is: a bug of ours.
 */
export function asFault(error: unknown): unknown {
  if (error instanceof NacreError) {
    const lines = error.problems.map(({ message, help }) =>
      help === undefined ? message : `${message} ${help}`,
    );
    return validationFault(lines.join("\n"));
  }
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : undefined;
  if (code === busy) {
    const message = "Another process has been writing the state of this home for too long.";
    return new ServiceFault("ThrottlingException", message);
  }
  if (code === full) {
    const message = "The state of this home cannot be written: there is no room left on its disk.";
    return new ServiceFault("InternalFailure", message, 500);
  }
  return error;
}
