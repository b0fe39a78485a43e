import { type ErrorLocation, NacreError, type NacreErrorOptions } from "@nacre/core";

/** Exit code of `nacre run` when the pipeline ended Failed or Stopped. */
export const EXIT_FAILED = 1;
/** Exit code when nothing was started: the command line, the app or the definition was refused. */
const EXIT_USAGE = 2;
/** Exit code of a bug in nacre (the `EX_SOFTWARE` of sysexits). */
export const EXIT_BUG = 70;
/** Exit code when AWS or the network fails and may not when tried again (the `EX_TEMPFAIL` of sysexits). */
export const EXIT_TRY_AGAIN = 75;
/** Exit code when credentials are missing, expired or not allowed to (the `EX_NOPERM` of sysexits). */
export const EXIT_NOT_ALLOWED = 77;
/** Exit code after Ctrl-C: 128 + the number of SIGINT, as shells have it. */
export const EXIT_INTERRUPTED = 130;

/** The exit codes of faults that have one of their own. */
const exitCodes: Readonly<Record<string, number>> = {
  AWS_ANSWER_UNREADABLE: EXIT_TRY_AGAIN,
  AWS_THROTTLED: EXIT_TRY_AGAIN,
  AWS_UNAVAILABLE: EXIT_TRY_AGAIN,
  AWS_UNREACHABLE: EXIT_TRY_AGAIN,
  AWS_ACCESS_DENIED: EXIT_NOT_ALLOWED,
  AWS_CREDENTIALS_EXPIRED: EXIT_NOT_ALLOWED,
  AWS_CREDENTIALS_INVALID: EXIT_NOT_ALLOWED,
  AWS_CREDENTIALS_MISSING: EXIT_NOT_ALLOWED,
};

/** The exit code that an error ends nacre with. */
export function exitCodeOf(error: unknown): number {
  return error instanceof NacreError ? (exitCodes[error.code] ?? EXIT_USAGE) : EXIT_BUG;
}

/** A fault of the user's, to be thrown; printed by {@link reportError}. */
export function userError(code: string, message: string, options: NacreErrorOptions): NacreError {
  return new NacreError(code, message, options);
}

/**
 * Prints an error on stderr: a {@link NacreError} as a sentence with place and cure, anything else
 * as the bug it is, with its stack. With `NACRE_DEBUG=1` the stack is printed in any case.
 */
export function reportError(error: unknown): void {
  if (error instanceof NacreError) {
    for (const problem of error.problems) process.stderr.write(formatError(problem));
    if (process.env["NACRE_DEBUG"]) process.stderr.write(`${stackOf(error.cause ?? error)}\n`);
    return;
  }
  process.stderr.write(
    `${stackOf(error)}\n` +
      "error BUG: this is a bug in nacre, not a fault of yours\n" +
      "  help: please report it with the command line and the lines above\n",
  );
}

/** A user's fault as what `--json` prints in place of a result; undefined for a bug. */
export function faultJson(error: unknown): string | undefined {
  if (!(error instanceof NacreError)) return undefined;
  return `${JSON.stringify({ error: faultData(error) }, null, 2)}\n`;
}

/** A user's fault as an object to be printed; without a place when it lies nowhere. */
export function faultData({
  code,
  message,
  at,
  help,
}: NacreError): Readonly<Record<string, unknown>> {
  return { code, message, at: Object.keys(at).length === 0 ? undefined : at, help };
}

/** A user's fault as three lines: what, where, what to do. */
export function formatError(error: NacreError): string {
  const at = formatLocation(error.at);
  return [
    `error ${error.code}: ${error.message}`,
    ...(at ? [`  at: ${at}`] : []),
    ...(error.help ? [`  help: ${error.help.replaceAll("\n", "\n        ")}`] : []),
    "",
  ].join("\n");
}

/** Where a fault lies, in a line. */
export function formatLocation({ step, path, file, line, column }: ErrorLocation): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return [...(step === undefined ? [] : [`step ${step}`]), path, place].filter(Boolean).join(", ");
}

/** What an error says, without its stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What an error says with its stack, where it has one: for bugs. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
