/**
 * The stream of one who listens. What waits to be read is bounded: when there is more, the stream ends,
 * and nothing is held any longer for one who does not read.
 */
export class Listener {
  /** What it reads. */
  readonly stream: ReadableStream<Uint8Array>;
  readonly #mostWaiting: number;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  /** It wants to read, and there was nothing. */
  #isIdle = false;

  /**
   * @param mostWaiting - in bytes
   * @param onLeave - called when it has gone
   */
  constructor(mostWaiting: number, onLeave: (listener: Listener) => void) {
    this.#mostWaiting = mostWaiting;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#pull(),
        cancel: () => {
          this.#forget();
          onLeave(this);
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** How many bytes wait to be read. */
  get waitingBytes(): number {
    return this.#bytes;
  }

  /** Sends it bytes. False when it has not read for so long that it has been sent away. */
  send(bytes: Uint8Array): boolean {
    if (this.#bytes + bytes.length > this.#mostWaiting) {
      this.end();
      return false;
    }
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    if (this.#isIdle) this.#pull();
    return true;
  }

  /** Ends the stream. */
  end(): void {
    this.#forget();
    this.#controller?.close();
    this.#controller = undefined;
  }

  #pull(): void {
    this.#isIdle = this.#waiting.length === 0;
    if (this.#isIdle) return;
    const all = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#bytes = 0;
    this.#controller?.enqueue(all);
  }

  #forget(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }
}
