import type { PutData } from "./data-store.ts";
import type { WantedData } from "./wanted-data.ts";

/** How far one upload is: a line redrawn in place on a terminal, elsewhere one line at the end. */
export class DataProgress {
  readonly #wanted: WantedData;
  readonly #bytes: number;
  readonly #isQuiet: boolean;
  readonly #isLive: boolean;

  constructor(wanted: WantedData, bytes: number, isQuiet: boolean) {
    this.#wanted = wanted;
    this.#bytes = bytes;
    this.#isQuiet = isQuiet;
    this.#isLive = process.stderr.isTTY && process.env["TERM"] !== "dumb";
  }

  /** Takes how many bytes are there by now. */
  onBytes(bytes: number): void {
    if (this.#isQuiet || !this.#isLive) return;
    const share = this.#bytes === 0 ? 100 : Math.floor((100 * bytes) / this.#bytes);
    process.stderr.write(
      `\r\u001b[2K${this.#wanted.parameter}: ${share} % of ${this.#bytes} bytes`,
    );
  }

  /** Leaves the end on the screen. */
  done({ action, bytes, sha256 }: PutData): void {
    if (this.#isQuiet) return;
    const { parameter, uri } = this.#wanted;
    const verb = { copied: "copied to", uploaded: "uploaded to", present: "is there already:" };
    const digest = sha256 === undefined ? "" : `, sha256 ${sha256}`;
    const start = this.#isLive ? "\r\u001b[2K" : "";
    process.stderr.write(
      `${start}${parameter}: ${verb[action]} ${uri} (${bytes} bytes${digest})\n`,
    );
  }
}
