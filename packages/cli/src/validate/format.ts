import { rules } from "@nacre/core";
import { paintFor } from "../run/paint.ts";
import { ownVersion } from "../version.ts";
import { formatGithub } from "./github.ts";
import { formatJson } from "./json.ts";
import type { Report } from "./reported.ts";
import { formatSarif } from "./sarif.ts";
import { formatText } from "./text.ts";

/** The formats of `nacre validate`. */
export type Format = "text" | "json" | "sarif" | "github";

/** The report as text in a format; colours only where stdout takes them and `isFile` is false. */
export function formatReport(report: Report, format: Format, isFile: boolean): string {
  switch (format) {
    case "text":
      return formatText(
        report,
        rules.length,
        isFile ? (_, text) => text : paintFor(process.stdout),
      );
    case "json":
      return formatJson(report);
    case "sarif":
      return formatSarif(report, rules, ownVersion(), process.cwd());
    case "github":
      // Where a workflow has its checkout: annotations name files from there.
      return formatGithub(report, process.env["GITHUB_WORKSPACE"] ?? process.cwd());
  }
}
