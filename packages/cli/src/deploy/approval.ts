import { createInterface } from "node:readline/promises";
import { userError } from "../errors.ts";
import type { Change, Concern } from "./change.ts";

/** When a deployment asks before it changes something. */
export type Approval = "never" | "permissions" | "changes";

/** What somebody should agree to before it is done, in sentences; empty when nothing. */
export function questionsFor(
  change: Change,
  concerns: readonly Concern[],
  approval: Approval,
): readonly string[] {
  if (approval === "never") return [];
  const texts = concerns.map(({ text }) => text);
  if (approval === "permissions") return texts;
  return change.action === "none" && texts.length === 0 ? [] : ["the pipeline changes", ...texts];
}

/**
 * Asks on the terminal.
 *
 * @param help - what lets a program answer
 * @throws NacreError `APPROVAL_NEEDED` where there is no terminal, `NOT_APPROVED` for any answer but yes
 */
export async function ask(question: string, help: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw userError("APPROVAL_NEEDED", `nobody can be asked here: ${question}`, { help });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (/^y(?:es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw userError("NOT_APPROVED", "the answer was no; nothing was changed", { help });
}
