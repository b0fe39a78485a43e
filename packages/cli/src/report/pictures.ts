import { drawSvg } from "@nacre/graph";
import { executionDrawing } from "../graph/execution.ts";
import { chartKey, chartSvg, numberText } from "./chart.ts";
import type { ReportData } from "./data.ts";
import { ganttSvg, longestWait } from "./gantt.ts";
import { markup, safe } from "./html.ts";
import type { Section } from "./section.ts";

/** So many steps have their charts in a report, each with so many series. */
const [mostCharts, mostSeries] = [60, 8];

/** The graph with its statuses, and how wide it is in pixels. */
export function graphSection(data: ReportData, now: Date): { section: Section; width: number } {
  const { subtitle: _, ...drawing } = drawingOf(data, now);
  const svg = drawSvg(drawing, { style: false, id: "picture" });
  const width = Number(/ width="(\d+)"/.exec(svg)?.[1] ?? 0);
  const content = safe`<div class="scroll graph" tabindex="0" role="group" aria-labelledby="graph">
    ${markup(svg)}
  </div>`;
  return { section: { id: "graph", title: "Graph", content }, width };
}

/** When each step ran. */
export function timeSection(data: ReportData, now: Date): Section | undefined {
  const { steps } = data.snapshot;
  const path = longestWait(steps, drawingOf(data, now));
  const gantt = ganttSvg(steps, path, now.getTime());
  if (gantt === undefined) return undefined;
  const content = safe`<figure>
    <div class="scroll gantt" tabindex="0" role="group" aria-labelledby="time">${gantt}</div>
    <figcaption>
      ◆ marks the critical path, the longest chain of waiting: ${path.join(" → ")}
    </figcaption>
  </figure>`;
  return { id: "time", title: "Time", content };
}

/** The series of numbers in the logs. */
export function curveSection({ logs }: ReportData): Section | undefined {
  const withCurves = logs.filter(({ curves }) => curves.length > 0);
  const charts = withCurves.slice(0, mostCharts).map(({ step, curves, before }, index) => {
    const shown = curves.slice(0, mostSeries);
    const keys = shown.map(({ name, points }, i) => {
      const last = numberText(points.at(-1)?.[1] ?? 0);
      return safe`<li>${chartKey(i)}${name}: ${last}</li>`;
    });
    const more = curves.length - shown.length;
    const from = before === undefined ? ", of the beginning of a long log" : "";
    return safe`<figure>
      ${chartSvg(shown, `chart-${index}`)}
      <figcaption>
        ${step}${from}
        <ul>
          ${keys}${more === 0 ? undefined : safe`<li>and ${more} more</li>`}
        </ul>
      </figcaption>
    </figure>`;
  });
  if (charts.length === 0) return undefined;
  const more = withCurves.length - charts.length;
  const note = more === 0 ? undefined : safe`<p>and those of ${more} more steps</p>`;
  const content = safe`<div class="charts">${charts}</div>
    ${note}`;
  return { id: "curves", title: "Training curves", content };
}

function drawingOf({ snapshot, definition, pipeline }: ReportData, now: Date) {
  return executionDrawing(snapshot, definition, pipeline, now);
}
