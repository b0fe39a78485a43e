/** Runs at most so many of the works it is given at once; AWS answers more with throttling. */
export function limiter(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/** Remembers the newest so many values by key. */
export class Memory<Value> {
  readonly #most: number;
  readonly #values = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The value of a key; undefined when it is not known. */
  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Notes a value, and forgets the one that was noted first when there are too many. */
  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= this.#most) return;
    for (const oldest of this.#values.keys()) {
      this.#values.delete(oldest);
      return;
    }
  }

  /** Forgets a value. */
  delete(key: string): void {
    this.#values.delete(key);
  }

  /** The keys of all values, those noted last at the end. */
  keys(): string[] {
    return [...this.#values.keys()];
  }

  /** The value of a key, made when it is not known. What could not be made is tried again. */
  async make(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.get(key);
    if (known !== undefined) return known;
    const value = await make();
    this.set(key, value);
    return value;
  }
}
