import { open, stat } from "node:fs/promises";
import { faultCode } from "../../files.ts";

/** So much of a file is looked through at once, in bytes. */
const pieceSize = 1_048_576;

/** Of so many files it is kept where their lines are: those that were read last. */
const mostFiles = 4;

/**
 * Where the lines of a log file are, so that a page of it is read without the rest. Empty lines are none,
 * as in CloudWatch. A file that has grown is looked through from where it had ended.
 */
export class LineIndex {
  readonly #file: string;
  /** Where each line begins that has ended, in bytes. */
  #starts: number[] = [];
  /** The number of each of these among all lines, empty ones too. */
  #numbers: number[] = [];
  /** Where the last line begins, which has not ended. */
  #open = 0;
  /** How many lines have ended, empty ones too. */
  #ended = 0;
  #size = 0;
  #update: Promise<void> = Promise.resolve();

  /** @param file - its path; a file that is not there has no lines */
  constructor(file: string) {
    this.#file = file;
  }

  /** Looks for what has been written since the last time. */
  update(): Promise<void> {
    const update = this.#update.then(() => this.#lookThrough());
    this.#update = update.catch(() => undefined);
    return update;
  }

  /** How many lines there are. */
  get count(): number {
    return this.#starts.length + (this.#size > this.#open ? 1 : 0);
  }

  /** The number of a line in the file, from 0, with the empty ones before it. */
  numberOf(line: number): number {
    return this.#numbers[line] ?? this.#ended;
  }

  /** The first line with this number in the file or a later one. */
  firstFrom(number: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.numberOf(middle) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Reads the lines from `from` on, before `to`. */
  async read(from: number, to: number): Promise<string[]> {
    if (from >= to) return [];
    const start = this.#starts[from] ?? this.#open;
    const end = to < this.count ? (this.#starts[to] ?? this.#open) : this.#size;
    const bytes = Buffer.alloc(end - start);
    const handle = await open(this.#file);
    try {
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      const lines = bytes.subarray(0, bytesRead).toString("utf8").split("\n");
      return lines.filter((line) => line !== "");
    } finally {
      await handle.close();
    }
  }

  async #lookThrough(): Promise<void> {
    const size = await sizeOf(this.#file);
    if (size === this.#size) return;
    if (size < this.#size) {
      // Another file of the same name.
      [this.#starts, this.#numbers, this.#open, this.#ended, this.#size] = [[], [], 0, 0, 0];
    }
    let place = this.#size;
    if (size === 0) return;
    const handle = await open(this.#file);
    try {
      const piece = Buffer.alloc(Math.min(pieceSize, size - place));
      while (place < size) {
        // oxlint-disable-next-line no-await-in-loop -- one piece after the other
        const { bytesRead } = await handle.read(
          piece,
          0,
          Math.min(piece.length, size - place),
          place,
        );
        if (bytesRead === 0) break;
        this.#add(piece.subarray(0, bytesRead), place);
        place += bytesRead;
      }
    } finally {
      await handle.close();
    }
    this.#size = place;
  }

  #add(piece: Buffer, place: number): void {
    for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) {
      const end = place + at;
      if (end > this.#open) {
        this.#starts.push(this.#open);
        this.#numbers.push(this.#ended);
      }
      this.#open = end + 1;
      this.#ended += 1;
    }
  }
}

/** The lines of the log files that were read last. */
export class LineIndexes {
  readonly #indexes = new Map<string, LineIndex>();

  /** The lines of a file as it is now. */
  async of(file: string): Promise<LineIndex> {
    const index = this.#indexes.get(file) ?? new LineIndex(file);
    this.#indexes.delete(file);
    this.#indexes.set(file, index);
    const [oldest] = this.#indexes.keys();
    if (this.#indexes.size > mostFiles && oldest !== undefined) this.#indexes.delete(oldest);
    await index.update();
    return index;
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (faultCode(error) === "ENOENT") return 0;
    throw error;
  }
}
