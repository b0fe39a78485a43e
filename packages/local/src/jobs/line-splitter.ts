import { StringDecoder } from "node:string_decoder";

/** The most characters of a line that are kept together; a longer one is given in pieces. */
const longestLine = 65_536;

/** Cuts a stream of bytes into lines; what a progress bar overwrites by `\r` counts as lines too. */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  #rest = "";

  /** @param onLine - told every line without its end */
  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Takes the next bytes. */
  write(bytes: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(bytes)).split(/\r?\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#onLine(line);
    while (this.#rest.length > longestLine) {
      this.#onLine(this.#rest.slice(0, longestLine));
      this.#rest = this.#rest.slice(longestLine);
    }
  }

  /** Gives the last line, which may lack its end. */
  end(): void {
    const rest = (this.#rest + this.#decoder.end()).replace(/\r$/, "");
    this.#rest = "";
    if (rest !== "") this.#onLine(rest);
  }
}
