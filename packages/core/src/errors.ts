/** Where a fault lies: whichever of these are known. */
export interface ErrorLocation {
  /** Name of the step. */
  readonly step?: string;
  /** JSON path inside the definition, such as `$.Steps[2].Arguments.RoleArn`. */
  readonly path?: string;
  /** A file on this machine. */
  readonly file?: string;
  /** Line in `file` or in the text that was read, counted from 1. */
  readonly line?: number;
  /** Column in that line, counted from 1. */
  readonly column?: number;
}

/** What a {@link NacreError} carries besides its code and message. */
export interface NacreErrorOptions {
  /** Where the fault lies. */
  readonly at?: ErrorLocation;
  /** What to do about it. */
  readonly help?: string;
  /** The error that led to this one. */
  readonly cause?: unknown;
  /** The single faults, where this error reports several at once. */
  readonly problems?: readonly NacreError[];
}

const brand: unique symbol = Symbol.for("nacre.error");

/**
 * A fault in what the user gave: the one error class of Nacre. Any other error is a bug of Nacre.
 *
 * @example
 * ```ts
 * import { NacreError, readDefinition } from "@nacre/core";
 *
 * try {
 *   readDefinition('{ "Version": "2020-12-01", "Steps": [ }');
 * } catch (error) {
 *   if (!(error instanceof NacreError)) throw error;
 *   console.assert(error.code === "DEFINITION_NOT_JSON" && error.at.line === 1);
 * }
 * ```
 */
export class NacreError extends Error {
  override readonly name = "NacreError";
  /** Names the kind of fault; never changes from release to release. */
  readonly code: string;
  /** Where the fault lies; empty where that is not known. */
  readonly at: ErrorLocation;
  /** What to do about it. */
  readonly help?: string;
  /** The single faults; holds just this error where there is one only. */
  readonly problems: readonly NacreError[];

  constructor(code: string, message: string, options: NacreErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.at = options.at ?? {};
    if (options.help !== undefined) this.help = options.help;
    this.problems = options.problems ?? [this];
    // Another copy of this module, as in a bundle, must recognise the error too. Not enumerable, so
    // that printing the error stays short.
    Object.defineProperty(this, brand, { value: true });
    Object.defineProperty(this, "problems", { enumerable: false });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }
}

/**
 * Throws what was found, if anything: one fault as it is, several as one error that has the code of
 * the first, lists every message, and holds all of them in `problems`.
 */
export function throwProblems(problems: readonly NacreError[]): void {
  const [first] = problems;
  if (first === undefined) return;
  if (problems.length === 1) throw first;
  const lines = problems.map((problem) => {
    const path = problem.at.path === undefined ? "" : ` (${problem.at.path})`;
    return `- ${problem.message}${path}`;
  });
  const helps = [...new Set(problems.flatMap((problem) => problem.help ?? []))];
  throw new NacreError(first.code, `${problems.length} problems:\n${lines.join("\n")}`, {
    at: first.at,
    ...(helps.length === 0 ? {} : { help: helps.join("\n") }),
    problems,
  });
}
