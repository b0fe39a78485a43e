import type { Report } from "./reported.ts";

/** The findings for a program: one object, whose members keep their names from release to release. */
export function formatJson({ findings }: Report): string {
  const rows = findings.map(
    ({ rule, severity, message, step, path, file, line, column, help }) => ({
      rule,
      severity,
      message,
      step,
      path,
      file,
      line,
      column,
      help,
    }),
  );
  return `${JSON.stringify({ findings: rows }, null, 2)}\n`;
}
