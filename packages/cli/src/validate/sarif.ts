import { relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Rule, Severity } from "@nacre/core";
import type { Report, ReportedFinding } from "./reported.ts";

const levels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/**
 * The findings as a SARIF 2.1.0 log, which code scanning services take. Files below `root` are named
 * from there; ignored findings are in it too, as suppressed ones with their reasons.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif(
  report: Report,
  rules: readonly Rule[],
  version: string,
  root: string,
): string {
  const described = describeRules(report, rules);
  const indexes = new Map(described.map(({ id }, index) => [id, index]));
  const result = (finding: ReportedFinding): object => ({
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule),
    level: levels[finding.severity],
    message: { text: [finding.message, finding.help].filter(Boolean).join("\n") },
    locations: [locationOf(finding, root)],
  });
  const log = {
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "nacre", semanticVersion: version, rules: described } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { uri: `${pathToFileURL(root).href}/` } },
        results: [
          ...report.findings.map(result),
          ...report.ignored.map(({ finding, reason }) => ({
            ...result(finding),
            suppressions: [{ kind: "external", justification: reason }],
          })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Every rule, and the codes of core that no rule has but that were found. */
function describeRules(
  { findings, ignored }: Report,
  rules: readonly Rule[],
): (object & { id: string })[] {
  const known = new Set(rules.map(({ id }) => id));
  const found = [...findings, ...ignored.map(({ finding }) => finding)].map(({ rule }) => rule);
  const others = [...new Set(found)].filter((id) => !known.has(id));
  return [
    ...rules.map(({ id, severity, reason, doubt, fix, source }) => ({
      id,
      shortDescription: { text: reason },
      fullDescription: { text: doubt === undefined ? reason : `${reason} Not settled: ${doubt}` },
      help: { text: fix },
      helpUri: source,
      defaultConfiguration: { level: levels[severity] },
    })),
    ...others.map((id) => ({ id })),
  ];
}

function locationOf({ file, line, column, path, step }: ReportedFinding, root: string): object {
  const region = line === undefined ? undefined : { startLine: line, startColumn: column };
  return {
    ...(file === undefined
      ? {}
      : { physicalLocation: { artifactLocation: artifact(file, root), region } }),
    logicalLocations: [{ fullyQualifiedName: path, ...(step === undefined ? {} : { name: step }) }],
  };
}

function artifact(file: string, root: string): object {
  const below = relative(root, file);
  if (below.startsWith("..") || below === file) return { uri: pathToFileURL(file).href };
  return { uri: below.split(sep).map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}
