import type { DrawnChange, StepMark, StepRun } from "./model.ts";

/** Colours of a step: by how it fares, or by what became of it. */
export type Tone =
  | "plain"
  | "succeeded"
  | "running"
  | "failed"
  | "stopped"
  | "waiting"
  | "added"
  | "removed"
  | "changed";

/**
 * The tone of a status, of a step or of an execution; one that is not known yet counts as waiting.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PipelineExecutionStep.html
 */
export function toneOf(status: string): Tone {
  switch (status) {
    case "Succeeded":
      return "succeeded";
    case "Starting":
    case "Executing":
      return "running";
    case "Failed":
    case "CompletedWithFailures":
      return "failed";
    case "Stopping":
    case "Stopped":
      return "stopped";
    default:
      return "waiting";
  }
}

const toneSigns: Readonly<Record<Tone, string>> = {
  succeeded: "✓",
  running: "▶",
  failed: "✗",
  stopped: "■",
  waiting: "○",
  plain: "",
  added: "+",
  removed: "−",
  changed: "~",
};

/** A sign for a status, so that it can be told without colours. */
export function signOf(status: string): string {
  return toneSigns[toneOf(status)];
}

const markSigns = { added: "+", removed: "−", changed: "~", renamed: "→" } as const;

/** A sign for what became of a step, an arrow or something else. */
export function markSign(kind: StepMark["kind"]): string {
  return markSigns[kind];
}

/** The tone of what became of a step. */
export function markTone({ kind }: StepMark): Tone {
  return kind === "renamed" ? "changed" : kind;
}

/** How a step fares, in a line: sign, status, time, attempts and where its outcome is from. */
export function runLine({ status, duration, attempts = 1, from, outcome }: StepRun): string {
  return [
    `${signOf(status)} ${status === "NotRun" ? "not run" : status}`,
    ...(outcome === undefined ? [] : [outcome.toLowerCase()]),
    ...(from === "cache" ? ["from cache"] : from === "execution" ? ["reused"] : []),
    ...(duration === undefined || from !== undefined ? [] : [durationText(duration)]),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
  ].join(" · ");
}

/** What became of a step, in a line. */
export function markLine(mark: StepMark): string {
  const { kind, previousName, attributes = 0 } = mark;
  const count =
    attributes === 0 ? "" : ` · ${attributes} ${attributes === 1 ? "change" : "changes"}`;
  const before = previousName === undefined ? "" : ` from ${previousName}`;
  return `${markSign(kind)} ${kind}${before}${count}`;
}

/** What differs outside of the steps, in a line. */
export function changeLine({ kind, text }: DrawnChange): string {
  return `${markSign(kind)} ${text}`;
}

/**
 * How long something took, in two units at most: `4.2 s`, `3 m 07 s`, `2 h 05 m` or `3 d 04 h`, rounded
 * to the smaller one.
 */
export function durationText(milliseconds: number): string {
  const length = Math.max(0, milliseconds) / 1000;
  if (length < 59.95) return `${length.toFixed(1)} s`;
  const seconds = Math.round(length);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  const minutes = Math.round(length / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
  const hours = Math.round(length / 3600);
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
