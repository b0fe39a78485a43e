import { NacreError } from "@nacre/core";
import { machineFailureReason, type MachineFault } from "../retry/exceptions.ts";
import { StepFailure } from "../step-failure.ts";
import { faultCode } from "../files.ts";

/** Why a step failed, in SageMaker's words; undefined when the error is a bug of ours. */
export function failureReasonOf(error: unknown): string | undefined {
  if (error instanceof StepFailure) return error.message;
  if (error instanceof NacreError) {
    return (
      machineFailureReason(faultOf(error.cause, error.message)) ?? `ClientError: ${error.message}`
    );
  }
  if (!(error instanceof Error)) return undefined;
  if (isFullDisk(error)) {
    return `CapacityError: No space left on the disk of the local store (${error.message}).`;
  }
  const reason = machineFailureReason(faultOf(error, error.message));
  if (reason !== undefined) return reason;
  const code = faultCode(error);
  // Codes of Node itself (ERR_…) are faults of ours.
  if (code === undefined || code.startsWith("ERR_")) return undefined;
  return `ClientError: ${error.message}`;
}

/** What Node or the AWS SDK say of an error, under a message for the user. */
function faultOf(error: unknown, message: string): MachineFault {
  if (!(error instanceof Error)) return { message };
  const metadata = "$metadata" in error ? error.$metadata : undefined;
  const isKnown = typeof metadata === "object" && metadata !== null;
  const status = isKnown && "httpStatusCode" in metadata ? metadata.httpStatusCode : undefined;
  return { message, code: faultCode(error), name: error.name, status };
}

/** SQLITE_FULL */
const sqliteFull = 13;

/** Whether something could not be written because there is no room for it. */
export function isFullDisk(error: unknown): boolean {
  const code = faultCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") return true;
  return error instanceof Error && "errcode" in error && error.errcode === sqliteFull;
}
