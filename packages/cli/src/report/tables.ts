import { durationText, signOf, toneOf } from "@nacre/graph";
import { timeText } from "../executions/times.ts";
import { noteOf } from "../executions/view.ts";
import { numberText } from "./chart.ts";
import type { ReportData } from "./data.ts";
import { type Markup, safe } from "./html.ts";
import type { Section } from "./section.ts";
import { type Column, table } from "./table.ts";

/** So many rows of numbers, or of outputs, are in a report. */
const mostRows = 1000;

/** A status in a word. */
export function statusWord(status: string): string {
  return status === "NotRun" ? "not run" : status;
}

/** A status by colour, sign and word. */
export function statusChip(status: string): Markup {
  return safe`<span class="status ${toneOf(status)}">${signOf(status)} ${statusWord(status)}</span>`;
}

/** All steps, with their times. */
export function stepSection({ snapshot }: ReportData, now: Date): Section {
  const columns: readonly Column[] = [
    "Step",
    { word: "Type" },
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
      statusChip(step.status),
      startTime && timeText(startTime),
      took,
      attempts,
      job?.name,
      notes,
    ];
  });
  return {
    id: "steps",
    title: "Steps",
    content: table("All steps of the definition", columns, rows),
  };
}

/** The parameters, beside their defaults. */
export function parameterSection({
  parameters: values,
  definition,
}: ReportData): Section | undefined {
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
  return {
    id: "parameters",
    title: "Parameters",
    content: table("What the execution ran with", columns, rows),
  };
}

/** The numbers of property files. */
export function metricSection({ metrics }: ReportData): Section | undefined {
  if (metrics.length === 0) return undefined;
  const rows = metrics
    .slice(0, mostRows)
    .map(({ step, file, path, value, isOverwritten }) => [
      path,
      numberText(value),
      file,
      step,
      ...(isOverwritten ? ["the file was overwritten by a later execution"] : []),
    ]);
  const columns: readonly Column[] = [
    "Metric",
    { number: "Value" },
    "Property file",
    "Step",
    ...(metrics.some(({ isOverwritten }) => isOverwritten) ? ["Note"] : []),
  ];
  const caption = captionOf("Numbers of property files", metrics.length);
  return { id: "metrics", title: "Metrics", content: table(caption, columns, rows) };
}

/** The models that the steps made, with the versions that they registered. */
export function modelSection({ models }: ReportData): Section | undefined {
  if (models.length === 0) return undefined;
  const rows = models.map(({ name, version, approval, step, arn }) => [
    name,
    version,
    approval,
    step,
    arn,
  ]);
  const columns: readonly Column[] = [
    "Model",
    { number: "Version" },
    { word: "Approval" },
    "Step",
    "ARN",
  ];
  const content = table("Models, and versions in the model registry", columns, rows);
  return { id: "models", title: "Models", content };
}

/** What the steps left, but for models, which have a place of their own. */
export function outputSection({ outputs: all, paths }: ReportData): Section | undefined {
  const outputs = all.filter(({ location }) => location.startsWith("s3://"));
  if (outputs.length === 0) return undefined;
  const rows = outputs
    .slice(0, mostRows)
    .map(({ step, output, location }) => [
      step,
      output,
      location,
      ...(paths.size === 0 ? [] : [paths.get(location)]),
    ]);
  const columns = ["Step", "Output", "Where", ...(paths.size === 0 ? [] : ["On this machine"])];
  const caption = captionOf("What the steps left", outputs.length);
  const content = table(caption, columns, rows);
  return { id: "outputs", title: "Outputs", content };
}

function captionOf(what: string, count: number): string {
  return count > mostRows ? `${what}: the first ${mostRows} of ${count}` : what;
}
