/** A piece of a line, and the classes of what it was coloured with. */
export interface Run {
  readonly text: string;
  /** Empty where nothing was said. */
  readonly class: string;
}

/** Sequences of a terminal: colours (with their codes in the first group), and all others. */
const sequences =
  // oxlint-disable-next-line no-control-regex -- that is what such sequences are made of
  /\u001B(?:\[([\d;:]*)m|\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -/]+[0-~]|[@-Z\\^_])/g;
const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
const styles: Readonly<Record<number, string>> = {
  1: "bold",
  2: "dim",
  3: "italic",
  4: "underline",
};

/**
 * A line as a terminal shows it: colours as classes, no other control sequence, and what a progress bar
 * has written over is gone.
 *
 * @see https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters
 */
export function terminalRuns(line: string): Run[] {
  const ended = line.replace(/\r+$/, "");
  const text = ended.slice(ended.lastIndexOf("\r") + 1);
  if (!text.includes("\u001B")) return [{ text, class: "" }];
  const runs: Run[] = [];
  const style = new Style();
  let at = 0;
  for (const found of text.matchAll(sequences)) {
    if (found.index > at) runs.push({ text: text.slice(at, found.index), class: style.classes() });
    if (found[1] !== undefined) style.change(found[1].split(/[;:]/).map(Number));
    at = found.index + found[0].length;
  }
  if (at < text.length) runs.push({ text: text.slice(at), class: style.classes() });
  return runs;
}

class Style {
  readonly #on = new Set<string>();
  #color = "";

  change(codes: readonly number[]): void {
    for (let at = 0; at < codes.length; at += 1) {
      const code = codes[at] ?? 0;
      // Colours by number: 38;5;N, or 38;2 and red, green, blue; 48 is of the ground.
      if (code === 38 || code === 48) {
        const number = codes[at + 1] === 5 ? (codes[at + 2] ?? 99) : 99;
        if (code === 38) this.#color = names[number < 16 ? number % 8 : 99] ?? "";
        at += codes[at + 1] === 5 ? 2 : 4;
      } else this.#one(code);
    }
  }

  classes(): string {
    const all = this.#color === "" ? [...this.#on] : [this.#color, ...this.#on];
    return all.map((name) => `ansi-${name}`).join(" ");
  }

  #one(code: number): void {
    const style = styles[code];
    if (style !== undefined) this.#on.add(style);
    if (code === 0) this.#on.clear();
    if (code === 0 || code === 39) this.#color = "";
    if (code === 22) for (const name of ["bold", "dim"]) this.#on.delete(name);
    if (code === 23 || code === 24) this.#on.delete(styles[code - 20] ?? "");
    if ((code >= 30 && code < 38) || (code >= 90 && code < 98))
      this.#color = names[code % 10] ?? "";
  }
}
