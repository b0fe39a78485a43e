/** Lets so many jobs run at once, whichever executions they belong to; the others wait their turn. */
export class JobSlots {
  readonly #size: number;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param size - how many there are */
  constructor(size: number) {
    this.#size = size;
    this.#free = size;
  }

  /** How many jobs have one. */
  get used(): number {
    return this.#size - this.#free;
  }

  /**
   * Waits for a slot.
   *
   * @returns what gives it back, to be called once; undefined when the signal came first
   */
  async take(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined;
    if (this.#free > 0) {
      this.#free -= 1;
      return () => this.#give();
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const turn = (): void => resolve(true);
    const onAbort = (): void => resolve(false);
    this.#waiting.push(turn);
    signal.addEventListener("abort", onAbort, { once: true });
    const hasSlot = await promise;
    signal.removeEventListener("abort", onAbort);
    if (hasSlot) return () => this.#give();
    const index = this.#waiting.indexOf(turn);
    // Its turn may have come in the same moment.
    if (index >= 0) this.#waiting.splice(index, 1);
    else this.#give();
    return undefined;
  }

  #give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
