import type { Typed } from "./start-values.ts";

const store = "nacre.start.";

/** What was typed into the start form of a pipeline and not sent, in this tab. */
export function readDraft(pipeline: string): Typed {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(store + pipeline) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
      ),
    );
  } catch {
    return {};
  }
}

/** Keeps what is typed. */
export function writeDraft(pipeline: string, typed: Typed): void {
  sessionStorage.setItem(store + pipeline, JSON.stringify(typed));
}

/** Forgets it: the execution has started. */
export function clearDraft(pipeline: string): void {
  sessionStorage.removeItem(store + pipeline);
}
