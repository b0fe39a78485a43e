/**
 * A fault in what the user gave: the schema, the options, or the output folder. Anything else that
 * is thrown is a bug.
 */
export class CodegenError extends Error {
  override readonly name = "CodegenError";
  /** Stable name of the fault, such as `SCHEMA_REFERENCE_UNKNOWN`. */
  readonly code: string;
  /** What to do about it. */
  readonly help: string;

  constructor(code: string, message: string, help: string) {
    super(message);
    this.code = code;
    this.help = help;
  }
}

/** Ends a switch over a closed union: the compiler refuses it when a case is missing. */
export function assertNever(value: never): never {
  throw new TypeError(`Not handled: ${JSON.stringify(value)}`);
}
