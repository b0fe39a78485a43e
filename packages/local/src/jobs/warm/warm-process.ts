import { createInterface, type Interface } from "node:readline";
import { JobProcess } from "../job-process.ts";
import type { JobProcessStart } from "../spawned-process.ts";

/** What a waiting process imports. */
export interface ScriptHead {
  /** The script's path as the job sees it; empty for a module. */
  readonly path: string;
  /** Its text; for a module, the imports to do. */
  readonly text: string;
}

/**
 * A job's Python process that was started before its job: it imports what the script's head imports and
 * then waits to be let go. The other side of it is `nacre_warm/sitecustomize.py`.
 */
export class WarmProcess {
  /** The process. */
  readonly process: JobProcess;
  readonly #words: AsyncIterator<string>;
  readonly #lines: Interface;

  /** Starts it. `start` has the folder of `sitecustomize.py` as first part of PYTHONPATH. */
  constructor(start: JobProcessStart, head: ScriptHead) {
    this.process = JobProcess.spawn({ ...start, channel: true });
    const { channel } = this.process;
    if (channel === undefined) throw new Error("a warm process needs a channel");
    this.#lines = createInterface({ input: channel });
    this.#words = this.#lines[Symbol.asyncIterator]();
    this.#send([head.path, head.text]);
  }

  /** Waits until it is in its sandbox: until then that may look for its folders by their paths. */
  async isInPlace(): Promise<boolean> {
    return (await this.#word()) === "in place";
  }

  /**
   * Lets it run its script, when {@link isInPlace} has said that it is there. It may still be importing: it goes on as soon as it is done.
   *
   * @param env - variables that differ from those it was started with
   * @returns false when it will not, because its run might differ from one that did not wait; it is gone then
   */
  async go(args: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> {
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    this.#send([String(args.length), ...args, ...variables]);
    const words = [await this.#word(), await this.#word()];
    this.#lines.close();
    if (words[0] === "ready" && words[1] === "go") return true;
    await this.kill();
    return false;
  }

  /** Ends it. */
  async kill(): Promise<void> {
    this.process.kill();
    await this.process.ended.catch(() => undefined);
  }

  async #word(): Promise<string | undefined> {
    // What could not be started has no end of its channel, either.
    const failed = this.process.ended.then(
      () => undefined,
      () => undefined,
    );
    const next = this.#words.next().then(
      ({ value, done }) => (done === true ? undefined : value),
      () => undefined,
    );
    return Promise.race([next, failed]);
  }

  #send(fields: readonly string[]): void {
    const content = Buffer.from(fields.join("\0"), "utf8");
    this.process.channel?.write(Buffer.concat([Buffer.from(`${content.length}\n`), content]));
  }
}
