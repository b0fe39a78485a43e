import { createHash } from "node:crypto";
import { drawSvg, durationText, signOf, toneOf } from "@nacre/graph";
import { executionDrawing } from "../graph/execution.ts";
import { hasEnded } from "../executions/execution.ts";
import { timeText } from "../executions/times.ts";
import { noteOf } from "../executions/view.ts";
import { chartKey, chartSvg, numberText } from "./chart.ts";
import type { ReportData } from "./data.ts";
import { ganttSvg, longestWait } from "./gantt.ts";
import { type Markup, markup, safe } from "./html.ts";
import { reportStyle } from "./style.ts";
import { type Column, table } from "./table.ts";

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
 * policy, and whatever stands in a name, a reason or a log is text.
 */
export function reportPage(data: ReportData, options: ReportOptions): string {
  const { execution } = data.snapshot;
  const style = reportStyle();
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
${status(execution.status)}
${facts(data, options)}
</header>
<main>
${failures(data)}
${pictures(data, options.now)}
${steps(data, options.now)}
${parameters(data)}
${metrics(data)}
${curves(data)}
${outputs(data)}
${logs(data)}
</main>
</body>
</html>
`.text;
}

function status(text: string): Markup {
  const word = text === "NotRun" ? "not run" : text;
  return safe`<span class="status ${toneOf(text)}">${signOf(text)} ${word}</span>`;
}

function section(id: string, title: string, content: Markup | readonly Markup[]): Markup {
  return safe`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;
}

function facts(data: ReportData, { now, version, region }: ReportOptions): Markup {
  const { execution } = data.snapshot;
  const { startTime, lastModifiedTime } = execution;
  const end = hasEnded(execution.status) ? lastModifiedTime : undefined;
  const list: readonly (readonly [string, string | undefined])[] = [
    ["Execution", execution.arn],
    ["Description", execution.description],
    ["Reason", execution.failureReason],
    ["Started", timeText(startTime)],
    ["Ended", end && timeText(end)],
    ["Took", startTime && durationText((end ?? now).getTime() - startTime.getTime())],
    ["Pipeline version", execution.version === undefined ? undefined : String(execution.version)],
    ["Only steps", execution.selectedSteps?.join(", ")],
    ["Others from", execution.sourceArn],
    ["Region", region],
    ["Definition", data.definition?.Version],
    ["Report", `nacre ${version}, ${timeText(now)}`],
  ];
  const known = list.filter(([, value]) => value !== undefined);
  return safe`<dl>
    ${known.map(
      ([name, value]) =>
        safe`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

function failures(data: ReportData): Markup | undefined {
  if (data.failures.length === 0) return undefined;
  const items = data.failures.map(({ step, reason, log, job }) => {
    const lines = log.length === 0 ? undefined : safe`<pre>${logText(log)}</pre>`;
    const from = job === undefined ? undefined : safe`<p class="soft">job ${job}</p>`;
    return safe`<div class="failure">
      <h3>${step}</h3>
      <p>${reason}</p>
      ${lines}${from}
    </div>`;
  });
  return section("failures", "Why it failed", items);
}

function pictures({ snapshot, pipeline, definition }: ReportData, now: Date): Markup {
  const drawing = executionDrawing(snapshot, definition, pipeline, now);
  const { subtitle: _, ...withoutHead } = drawing;
  const graph = markup(drawSvg(withoutHead, { style: false }));
  const path = longestWait(snapshot.steps, drawing);
  const gantt = ganttSvg(snapshot.steps, path, now.getTime());
  const time =
    gantt &&
    section(
      "time",
      "Time",
      safe`<figure>
        ${gantt}
        <figcaption>
          ◆ marks the critical path, the longest chain of waiting: ${path.join(" → ")}
        </figcaption>
      </figure>`,
    );
  return safe`${section("graph", "Graph", safe`<figure class="scroll">${graph}</figure>`)}${time}`;
}

function steps({ snapshot }: ReportData, now: Date): Markup {
  const columns: readonly Column[] = [
    "Step",
    "Type",
    "Status",
    "Began (UTC)",
    { number: "Took" },
    { number: "Attempts" },
    "Job",
    "Notes",
  ];
  const rows = snapshot.steps.map((step) => {
    const { name, type, startTime, endTime, job, attempts } = step;
    const took = startTime && durationText((endTime ?? now).getTime() - startTime.getTime());
    const notes = noteOf({ ...step, attempts: 1 });
    return [
      name,
      type,
      status(step.status),
      startTime && timeText(startTime),
      took,
      attempts,
      job?.name,
      notes,
    ];
  });
  return section("steps", "Steps", table("All steps of the definition", columns, rows));
}

function parameters({ parameters: values, definition }: ReportData): Markup | undefined {
  if (values.size === 0) return undefined;
  const defaults = new Map(
    (definition?.Parameters ?? []).map(({ Name, Type, DefaultValue }) => [
      Name,
      { type: Type, text: DefaultValue === undefined ? undefined : String(DefaultValue) },
    ]),
  );
  const rows = [...values].map(([name, value]) => {
    const known = defaults.get(name);
    return [name, value, known?.type, known?.text === value ? "the same" : (known?.text ?? "none")];
  });
  const columns = ["Parameter", "Value", "Type", "Default"];
  return section("parameters", "Parameters", table("What the execution ran with", columns, rows));
}

function metrics(data: ReportData): Markup | undefined {
  if (data.metrics.length === 0) return undefined;
  const rows = data.metrics.map(({ step, file, path, value, isOverwritten }) => [
    path,
    numberText(value),
    file,
    step,
    isOverwritten ? "the file was overwritten by a later execution" : undefined,
  ]);
  const columns: readonly Column[] = ["Metric", { number: "Value" }, "Property file", "Step", ""];
  return section("metrics", "Metrics", table("Numbers of property files", columns, rows));
}

function curves({ logs: all }: ReportData): Markup | undefined {
  const charts = all
    .filter((log) => log.curves.length > 0)
    .map((log, index) => {
      const keys = log.curves.map(({ name, points }, i) => {
        const last = numberText(points.at(-1)?.[1] ?? 0);
        return safe`<li>${chartKey(i)}${name}: ${last}</li>`;
      });
      return safe`<figure>
        ${chartSvg(log.curves, `chart-${index}`)}
        <figcaption>${log.step}</figcaption>
        <ul>
          ${keys}
        </ul>
      </figure>`;
    });
  if (charts.length === 0) return undefined;
  return section("curves", "Training curves", safe`<div class="charts">${charts}</div>`);
}

function outputs(data: ReportData): Markup | undefined {
  if (data.outputs.length === 0) return undefined;
  const rows = data.outputs.map(({ step, output, location }) => [step, output, location]);
  const columns = ["Step", "Output", "Where"];
  return section("outputs", "Outputs", table("What the steps left", columns, rows));
}

function logs({ logs: all }: ReportData): Markup | undefined {
  if (all.length === 0) return undefined;
  const items = all.map(({ step, job, lines, before }) => {
    const which =
      before === 0
        ? `${lines.length} lines`
        : `the last ${lines.length} of ${before + lines.length} lines`;
    return safe`<details>
      <summary>${step} <span class="soft">${which}, job ${job}</span></summary>
      <pre tabindex="0">${logText(lines)}</pre>
    </details>`;
  });
  return section("logs", "Logs", items);
}

/** Lines of a log without the colours of terminals; of very long ones the beginning. */
function logText(lines: readonly string[]): string {
  return lines
    .map((line) => {
      // oxlint-disable-next-line no-control-regex -- this is what colours begin with
      const plain = line.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, "").replaceAll("\r", "\n");
      return plain.length > 2000 ? `${plain.slice(0, 2000)}…` : plain;
    })
    .join("\n");
}
