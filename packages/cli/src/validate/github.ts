import { relative, sep } from "node:path";
import type { Severity } from "@nacre/core";
import type { Report, ReportedFinding } from "./reported.ts";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/**
 * The findings as workflow commands, which GitHub Actions shows at the lines of a pull request.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function formatGithub({ findings }: Report, root: string): string {
  return findings.map((finding) => `${annotation(finding, root)}\n`).join("");
}

function annotation(finding: ReportedFinding, root: string): string {
  const { file, line, column, rule, severity, step, path, message, help } = finding;
  const properties = Object.entries({
    file: file === undefined ? undefined : relative(root, file).replaceAll(sep, "/"),
    line,
    col: column,
    title: rule,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const place = [...(step === undefined ? [] : [`step ${step}`]), path].join(", ");
  const text = [message, `at: ${place}`, ...(help === undefined ? [] : [`help: ${help}`])];
  return `::${commands[severity]} ${properties.join(",")}::${escapeData(text.join("\n"))}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
