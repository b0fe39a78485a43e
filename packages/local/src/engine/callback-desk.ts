import { NacreError, type JsonObject } from "@nacre/core";
import { randomToken } from "../random.ts";
import type { CallbackDesk as Desk, CallbackMessage } from "../run-context.ts";
import type { CallbackAnswer, Callbacks } from "../state/callbacks.ts";
import { StepStopped } from "../step-failure.ts";
import type { LiveExecution } from "./live-execution.ts";

/**
 * Sends the message of a Callback step to its queue; `nobody` when nothing stands for the queue here.
 *
 * @param body - `token`, `pipelineExecutionArn`, `status` and `arguments`, as SageMaker sends them
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-callback
 */
export type SendMessage = (
  queueUrl: string,
  body: JsonObject,
  signal: AbortSignal,
) => Promise<"nobody" | undefined>;

const nobody: SendMessage = () => Promise.resolve("nobody");

/** Lets the Callback steps of one execution wait for their answers. */
export class CallbackDesk implements Desk {
  readonly #live: LiveExecution;
  readonly #callbacks: Callbacks;
  readonly #signal: AbortSignal;
  readonly #send: SendMessage | undefined;
  readonly #waiting = new Map<string, (answer: CallbackAnswer) => void>();

  constructor(
    live: LiveExecution,
    callbacks: Callbacks,
    signal: AbortSignal,
    send: SendMessage | undefined,
  ) {
    this.#live = live;
    this.#callbacks = callbacks;
    this.#signal = signal;
    this.#send = send;
  }

  async begin(step: string, message: CallbackMessage): Promise<string> {
    const { callbackToken, metadata } = this.#live.step(step);
    const token = callbackToken ?? randomToken(10);
    // Before the message: who is quick to answer must find a step that waits.
    this.#live.change(step, { status: "Executing", callbackToken: token });
    if (callbackToken !== undefined && metadata !== undefined) return token;
    await this.#tell(step, token, message);
    this.#live.change(step, {
      metadata: { Callback: { CallbackToken: token, SqsQueueUrl: message.queueUrl } },
    });
    return token;
  }

  async #tell(step: string, token: string, message: CallbackMessage): Promise<void> {
    const { queueUrl, args, outputNames } = message;
    const body = {
      token,
      pipelineExecutionArn: this.#live.record.arn,
      arguments: args,
      status: "Executing",
    };
    try {
      const send = this.#send ?? nobody;
      if ((await send(queueUrl, body, this.#signal)) !== "nobody") return;
    } catch (error) {
      if (!(error instanceof NacreError)) throw error;
      const text = `The message to ${queueUrl} was not sent: ${error.message}`;
      throw new NacreError(error.code, text, { cause: error });
    }
    const outputs = outputNames.map((name) => ` --output-parameter ${name}=VALUE`).join("");
    this.#live.warn(
      step,
      `The step waits for an answer with the token ${token}; nothing here stands for its queue ` +
        `${queueUrl}. Answer it: nacre callback --home ${quoted(this.#live.home)} ` +
        `--token ${token}${outputs}`,
    );
  }

  async answer(token: string): Promise<CallbackAnswer> {
    const known = this.#callbacks.get(token);
    if (known !== undefined) return known;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#waiting.delete(token);
        reject(new StepStopped("the run was stopped"));
      };
      if (this.#signal.aborted) return stop();
      this.#signal.addEventListener("abort", stop, { once: true });
      this.#waiting.set(token, (answer) => {
        this.#signal.removeEventListener("abort", stop);
        this.#waiting.delete(token);
        resolve(answer);
      });
    });
  }

  /** Looks whether answers have come; to be called when something may have been written. */
  look(): void {
    for (const [token, resolve] of this.#waiting) {
      const answer = this.#callbacks.get(token);
      if (answer !== undefined) resolve(answer);
    }
  }
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : JSON.stringify(path);
}
