/** What a status means for its colour and sign; the same everywhere on the page. */
export type StatusTone = "good" | "running" | "bad" | "stopped" | "waiting" | "idle" | "cached";

/** How a status looks. */
export interface StatusLook {
  readonly tone: StatusTone;
  /** What the page calls it; SageMaker's word, apart. */
  readonly label: string;
}

const tones: Readonly<Record<string, StatusTone>> = {
  Succeeded: "good",
  Completed: "good",
  Approved: "good",
  Executing: "running",
  Starting: "running",
  InProgress: "running",
  Pending: "running",
  Failed: "bad",
  Rejected: "bad",
  Stopping: "stopped",
  Stopped: "stopped",
  PendingManualApproval: "waiting",
  NotRun: "idle",
};

/** The look of a status of SageMaker; one that is not known is shown as it is. */
export function statusLook(status: string, isCached = false): StatusLook {
  if (isCached) return { tone: "cached", label: "Cached" };
  return { tone: tones[status] ?? "idle", label: spaced(status) };
}

/** Whether an execution or a step with that status can still change. */
export function isActive(status: string): boolean {
  return ["Executing", "Starting", "Stopping", "Pending", "InProgress"].includes(status);
}

/** Whether an execution with that status can go on from its failed step. */
export function canRetry(status: string): boolean {
  return status === "Failed" || status === "Stopped";
}

function spaced(word: string): string {
  const [first = "", ...others] = word.split(/(?<=[a-z])(?=[A-Z])/);
  return [first, ...others.map((part) => part.toLowerCase())].join(" ");
}
