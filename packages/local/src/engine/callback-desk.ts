import { NacreError, type JsonObject } from "@nacre/core";
import { randomToken } from "../random.ts";
import type { CallbackDesk as Desk, CallbackMessage } from "../run-context.ts";
import type { CallbackAnswer, Callbacks } from "../state/callbacks.ts";
import { StepStopped } from "../step-failure.ts";
import type { LiveExecution } from "./live-execution.ts";

/**
 * Sends the message of a Callback step to its queue.
 *
 * @param body - `token`, `pipelineExecutionArn`, `status` and `arguments`, as SageMaker sends them
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-callback
 */
export type SendMessage = (queueUrl: string, body: JsonObject) => Promise<void>;

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

  async begin(step: string, { queueUrl, args }: CallbackMessage): Promise<string> {
    const { callbackToken, metadata } = this.#live.step(step);
    const token = callbackToken ?? randomToken(10);
    // Before the message: who is quick to answer must find a step that waits.
    this.#live.change(step, { status: "Executing", callbackToken: token });
    if (callbackToken !== undefined && metadata !== undefined) return token;
    await this.#tell(step, token, { queueUrl, args });
    this.#live.change(step, {
      metadata: { Callback: { CallbackToken: token, SqsQueueUrl: queueUrl } },
    });
    return token;
  }

  async #tell(step: string, token: string, { queueUrl, args }: CallbackMessage): Promise<void> {
    const { arn } = this.#live.record;
    if (this.#send === undefined) {
      this.#live.warn(
        step,
        `No message was sent to ${queueUrl}. The step waits for an answer with the token ${token}.`,
      );
      return;
    }
    const body = { token, pipelineExecutionArn: arn, status: "Executing", arguments: args };
    try {
      await this.#send(queueUrl, body);
    } catch (error) {
      if (!(error instanceof NacreError)) throw error;
      throw new NacreError(
        error.code,
        `The message to ${queueUrl} was not sent: ${error.message}`,
        {
          cause: error,
        },
      );
    }
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
