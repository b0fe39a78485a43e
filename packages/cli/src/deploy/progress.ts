import type { CodeAsset } from "@nacre/core";
import type { CheckedAsset } from "./assets.ts";

/** How far the uploads are: a line redrawn in place on a terminal, elsewhere one line at the end. */
export class UploadProgress {
  readonly #total: number;
  readonly #isLive: boolean;
  readonly #isQuiet: boolean;
  #done = 0;

  constructor(assets: readonly CheckedAsset[], isQuiet: boolean) {
    this.#total = assets.filter(({ state }) => state !== "present").length;
    this.#isLive = process.stderr.isTTY && process.env["TERM"] !== "dumb";
    this.#isQuiet = isQuiet;
  }

  /** Counts an asset that is there now. */
  onUploaded({ uri }: CodeAsset): void {
    this.#done += 1;
    if (this.#isQuiet || !this.#isLive) return;
    const width = (process.stderr.columns || 80) - 1;
    const text = `uploaded ${this.#done} of ${this.#total} files: ${uri}`.slice(0, width);
    process.stderr.write(`\r\u001b[2K${text}`);
  }

  /** Leaves the count on the screen. */
  close(): void {
    if (this.#isQuiet || this.#total === 0) return;
    const line = `uploaded ${this.#done} of ${this.#total} files\n`;
    process.stderr.write(this.#isLive ? `\r\u001b[2K${line}` : line);
  }
}
