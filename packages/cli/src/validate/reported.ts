import type { Finding, Severity } from "@nacre/core";

/** A finding, and the file it is in. */
export interface ReportedFinding extends Finding {
  /** The file that `line` and `column` count in; absent for standard input. */
  readonly file?: string;
}

/** A finding that the user chose not to see, and why. */
export interface IgnoredFinding {
  readonly finding: ReportedFinding;
  readonly reason: string;
}

/** All that a run of `nacre validate` has to say. */
export interface Report {
  /** What was checked, as the user named it. */
  readonly checked: readonly string[];
  /** In the order of the files, and in each by place. */
  readonly findings: readonly ReportedFinding[];
  readonly ignored: readonly IgnoredFinding[];
}

/** How many findings there are of a severity. */
export function count(findings: readonly ReportedFinding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** Whether the command ends with exit code 1. */
export function hasFailed({ findings }: Report, isStrict: boolean): boolean {
  return findings.some(
    ({ severity }) => severity === "error" || (isStrict && severity === "warning"),
  );
}
