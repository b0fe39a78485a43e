import type { LocalService } from "../aws/local-service.ts";

/** An execution of the local service, brought to its end in this process unless another one runs it. */
export class RunHere {
  readonly #local: LocalService;
  readonly #id: string;
  #isRunning = true;
  /** Comes when it has ended here, or at once where another process runs it. Never fails. */
  readonly ended: Promise<void>;
  /** Fails where running it here fails; else it never comes. */
  readonly failed: Promise<never>;

  constructor(local: LocalService, id: string) {
    this.#local = local;
    this.#id = id;
    const running = local.run(id).finally(() => {
      this.#isRunning = false;
    });
    this.ended = running.then(
      () => undefined,
      () => undefined,
    );
    this.failed = new Promise((_, reject) => {
      running.catch(reject);
    });
  }

  /** Whether it runs in this process. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Stops it; its end comes a little later. */
  stop(): void {
    this.#local.stop(this.#id);
  }
}
