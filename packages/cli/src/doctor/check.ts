import { NacreError } from "@nacre/core";

/** What a check found. */
export interface CheckResult {
  /** What was looked at, in one or two words that stay the same. */
  readonly check: string;
  /** `skipped`: it could not be looked at, because of another one. */
  readonly status: "ok" | "warn" | "fail" | "skipped";
  /** What was found. */
  readonly message: string;
  /** What to do about it; null where there is nothing to do. */
  readonly fix: string | null;
}

/** All is well. */
export function ok(check: string, message: string): CheckResult {
  return { check, status: "ok", message, fix: null };
}

/** Something may not work. */
export function warn(check: string, message: string, fix: string): CheckResult {
  return { check, status: "warn", message, fix };
}

/** Something does not work. */
export function fail(check: string, message: string, fix: string): CheckResult {
  return { check, status: "fail", message, fix };
}

/** It was not looked at. */
export function skipped(check: string, message: string): CheckResult {
  return { check, status: "skipped", message, fix: null };
}

/** A user's fault as a result; anything else is a bug and is thrown on. */
export function fromError(check: string, error: unknown, status: "warn" | "fail"): CheckResult {
  if (!(error instanceof NacreError)) throw error;
  return { check, status, message: error.message, fix: error.help ?? null };
}
