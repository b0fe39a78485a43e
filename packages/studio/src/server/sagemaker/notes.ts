import { NotAllowed } from "../errors/faults.ts";

/** What a view could not show, for its reader. */
export class Notes {
  readonly #texts = new Set<string>();

  /** The texts; undefined when nothing is missing. */
  get texts(): readonly string[] | undefined {
    return this.#texts.size === 0 ? undefined : [...this.#texts];
  }

  /** Takes over those of a part. */
  add({ texts = [] }: Pick<Notes, "texts">): void {
    for (const text of texts) this.#texts.add(text);
  }

  /** Something could not be read, and why. */
  missing(what: string, why: string): void {
    this.#texts.add(`${what} are not shown: ${why}`);
  }

  /**
   * Reads something that a view can do without.
   *
   * @param what - how the reader calls it, such as `Parameters`
   * @param instead - what stands for it when the credentials do not allow to read it
   */
  async ifAllowed<T>(what: string, read: () => Promise<T>, instead: T): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof NotAllowed)) throw error;
      this.missing(what, `${error.permission} is not allowed.`);
      return instead;
    }
  }
}
