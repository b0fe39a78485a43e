/** What a declaration file is made of; comments and space are left out. */
const token =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|[A-Za-z_$][\w$]*|-?\d+(?:\.\d+)?|=>|\S/g;

/** Reads the tokens of a text one after the other. */
export class TokenReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = (text.match(token) ?? []).filter((found) => !/^\/[/*]/.test(found));
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** The token that comes next, or one after it. */
  peek(ahead = 0): string {
    return this.#tokens[this.#at + ahead] ?? "";
  }

  next(): string {
    const found = this.peek();
    this.#at += 1;
    return found;
  }

  /** Takes the tokens if they come next. */
  accept(...wanted: readonly string[]): boolean {
    if (!wanted.every((one, index) => this.peek(index) === one)) return false;
    this.#at += wanted.length;
    return true;
  }

  /** Skips to behind the bracket that closes the one just taken. */
  skipNested(): void {
    for (let depth = 1; depth > 0 && !this.isAtEnd;) {
      const found = this.next();
      if ("([{".includes(found)) depth += 1;
      else if (")]}".includes(found)) depth -= 1;
    }
  }
}
