import { createHash } from "node:crypto";
import { durationText } from "@nacre/graph";
import { hasEnded } from "../executions/execution.ts";
import { timeText } from "../executions/times.ts";
import type { ReportData } from "./data.ts";
import { type Markup, markup, safe } from "./html.ts";
import { failureSection, logSection } from "./logs.ts";
import { curveSection, graphSection, timeSection } from "./pictures.ts";
import { type Section, sectionLinks, sectionMarkup } from "./section.ts";
import { reportStyle } from "./style.ts";
import {
  metricSection,
  modelSection,
  outputSection,
  parameterSection,
  statusChip,
  statusWord,
  stepSection,
} from "./tables.ts";

/** What a report is made with. */
export interface ReportOptions {
  /** When it is made. */
  readonly now: Date;
  /** The version of nacre. */
  readonly version: string;
  /** The region of the execution. */
  readonly region: string;
}

/**
 * A report as one HTML file: it loads nothing, runs nothing and says so itself by its content security
 * policy, and whatever stands in a name, a reason or a log is text. Why an execution failed comes first.
 */
export function reportPage(data: ReportData, options: ReportOptions): string {
  const { execution } = data.snapshot;
  const { now } = options;
  const graph = graphSection(data, now);
  const sections = [
    failureSection(data),
    aboutSection(data, options),
    graph.section,
    timeSection(data, now),
    stepSection(data, now),
    parameterSection(data),
    metricSection(data),
    curveSection(data),
    modelSection(data),
    outputSection(data),
    logSection(data),
  ].filter((section) => section !== undefined);
  const style = reportStyle(graph.width);
  const hash = createHash("sha256").update(style).digest("base64");
  const title = `${data.pipeline}: ${execution.displayName ?? execution.id}`;
  return safe`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} (${execution.status})</title>
<style>${markup(style)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>${statusChip(execution.status)} ${summary(data, now)}</p>
${sectionLinks(sections)}
</header>
<main>
${sections.map(sectionMarkup)}
</main>
</body>
</html>
`.text;
}

/** How the execution fares in a sentence; of one that goes on, as of when that was so. */
function summary({ snapshot: { execution, steps } }: ReportData, now: Date): Markup {
  const { status, startTime, lastModifiedTime } = execution;
  const isOver = hasEnded(status);
  const end = isOver ? (lastModifiedTime ?? now) : now;
  const counts = Map.groupBy(steps, (step) => statusWord(step.status));
  const words = [...counts].map(([word, { length }]) => `${length} ${word.toLowerCase()}`);
  const took = startTime && durationText(end.getTime() - startTime.getTime());
  const time = took === undefined ? "" : isOver ? ` in ${took}` : ` for ${took}`;
  const told = `${steps.length} ${steps.length === 1 ? "step" : "steps"}${time}: ${words.join(", ")}.`;
  if (isOver) return safe`${told}`;
  return safe`${told} <strong>As of ${timeText(now)}: it goes on, and this report does not change.</strong>`;
}

function aboutSection(data: ReportData, { now, version, region }: ReportOptions): Section {
  const { execution } = data.snapshot;
  const { startTime, lastModifiedTime } = execution;
  const end = hasEnded(execution.status) ? lastModifiedTime : undefined;
  const list: readonly (readonly [string, string | undefined])[] = [
    ["Execution", execution.arn],
    ["Description", execution.description],
    ["Started", timeText(startTime)],
    ["Ended", end && timeText(end)],
    ["Took", startTime && durationText((end ?? now).getTime() - startTime.getTime())],
    ["Pipeline version", execution.version === undefined ? undefined : String(execution.version)],
    ["Only steps", execution.selectedSteps?.join(", ")],
    ["Others from", execution.sourceArn],
    ["Region", region],
    ["Report", `nacre ${version}, ${timeText(now)}`],
  ];
  const known = list.filter(([, value]) => value !== undefined);
  const content = safe`<dl>
    ${known.map(
      ([name, value]) =>
        safe`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
  return { id: "execution", title: "Execution", content };
}
