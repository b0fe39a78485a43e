import type { Database } from "./database.ts";
import { jsonOrNull, orNull, RowReader } from "./row-reader.ts";
import { Steps } from "./steps.ts";

/** What answers a Callback step: its output parameters by name, or why it failed. */
export type CallbackAnswer =
  { readonly outputs: Readonly<Record<string, string>> } | { readonly failureReason: string };

/**
 * What became of an answer: it was `accepted`; no step has the token (`unknown`); or the step waits no
 * longer, because it was answered before or has ended (`late`).
 */
export type CallbackResult = "accepted" | "unknown" | "late";

/**
 * The answers to Callback steps. The engine finds an answer as soon as it is kept, whichever process
 * kept it; in its own process, wake it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SendPipelineExecutionStepSuccess.html
 */
export class Callbacks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Answers the step that waits for a token. */
  answer(token: string, answer: CallbackAnswer): CallbackResult {
    return this.#database.transaction(() => {
      const step = new Steps(this.#database).byCallbackToken(token);
      if (step === undefined) return "unknown";
      if (step.status !== "Executing" || this.get(token) !== undefined) return "late";
      const outputs = "outputs" in answer ? answer.outputs : undefined;
      const failureReason = "failureReason" in answer ? answer.failureReason : undefined;
      this.#database.run(
        "INSERT INTO callbacks (token, outputs_json, failure_reason, answered_time) VALUES (?, ?, ?, ?)",
        token,
        jsonOrNull(outputs),
        orNull(failureReason),
        Date.now(),
      );
      return "accepted";
    });
  }

  /** The answer for a token; undefined while there is none. */
  get(token: string): CallbackAnswer | undefined {
    const row = this.#database.get("SELECT * FROM callbacks WHERE token = ?", token);
    if (row === undefined) return undefined;
    const read = new RowReader(row);
    const failureReason = read.optionalText("failure_reason");
    if (failureReason !== undefined) return { failureReason };
    return { outputs: read.optionalJson<Record<string, string>>("outputs_json") ?? {} };
  }
}
