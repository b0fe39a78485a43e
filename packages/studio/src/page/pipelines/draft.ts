import type { Typed } from "./start-values.ts";

const store = "nacre.start.";

/** Where what is typed belongs: it means nothing in another form or for another version. */
export interface DraftOf {
  readonly pipeline: string;
  /** The execution that is started again. */
  readonly from: string | undefined;
  /** The version of the pipeline that was seen. */
  readonly version: number;
}

/** What was typed into the start form and not sent, in this tab; nothing of what was only shown. */
export function readDraft(of: DraftOf): Typed {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(keyOf(of)) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    const isOfThis = "version" in value && value.version === of.version;
    const typed = isOfThis && "typed" in value ? value.typed : undefined;
    if (typeof typed !== "object" || typed === null) return {};
    return Object.fromEntries(
      Object.entries(typed).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
      ),
    );
  } catch {
    return {};
  }
}

/** Keeps what is typed, where the browser lets a page keep anything. */
export function writeDraft(of: DraftOf, typed: Typed): void {
  if (Object.keys(typed).length === 0) {
    clearDraft(of);
    return;
  }
  try {
    sessionStorage.setItem(keyOf(of), JSON.stringify({ version: of.version, typed }));
  } catch {
    // Then it lives as long as the form.
  }
}

/** Forgets it: the execution has started, or is not to be. */
export function clearDraft(of: DraftOf): void {
  try {
    sessionStorage.removeItem(keyOf(of));
  } catch {
    // Nothing was kept.
  }
}

function keyOf({ pipeline, from }: DraftOf): string {
  return store + (from === undefined ? pipeline : `${pipeline} ${from}`);
}
