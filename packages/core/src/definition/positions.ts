/** A place in a text, counted from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** The names and indexes that lead to a value of a JSON text. */
export type Segments = readonly (string | number)[];

/** What is looked for: a tree of the names and indexes along all paths. */
class Wanted {
  inside: Map<string | number, Wanted> | undefined = undefined;
  /** Where it begins: a member with its key; undefined until it is found. */
  offset: number | undefined = undefined;
}

const [quote, backslash, comma] = ['"', "\\", ","].map((one) => one.charCodeAt(0));
const [openObject, closeObject, openList, closeList] = ["{", "}", "[", "]"].map((one) =>
  one.charCodeAt(0),
);

/**
 * Where values begin in a text that is JSON: a member with its key. For what is missing, the
 * innermost object or list around it. All are found in one go, which passes over everything else.
 */
export function locate(text: string, paths: readonly Segments[]): TextPosition[] {
  const root = new Wanted();
  let count = 0;
  for (const path of paths) {
    let wanted = root;
    for (const segment of path) {
      wanted.inside ??= new Map();
      let next = wanted.inside.get(segment);
      if (next === undefined) {
        next = new Wanted();
        wanted.inside.set(segment, next);
        count += 1;
      }
      wanted = next;
    }
  }
  new Search(text, count).find(root);
  const lines = new Lines(text);
  return paths.map((path) => lines.at(nearestOffset(root, path)));
}

function nearestOffset(root: Wanted, path: Segments): number {
  let { offset = 0 } = root;
  let wanted: Wanted | undefined = root;
  for (const segment of path) {
    wanted = wanted.inside?.get(segment);
    if (wanted?.offset === undefined) break;
    ({ offset } = wanted);
  }
  return offset;
}

/** Goes along a text that is known to be JSON. */
class Search {
  readonly #text: string;
  #at = 0;
  /** How many are not yet found. */
  #left: number;

  constructor(text: string, count: number) {
    this.#text = text;
    this.#left = count;
  }

  find(root: Wanted): void {
    this.#space();
    root.offset = this.#at;
    this.#value(root);
  }

  #value(wanted: Wanted | undefined): void {
    const open = this.#text.charCodeAt(this.#at);
    const inside = wanted?.inside;
    if (inside === undefined) this.#pass(open);
    else if (open === openObject) this.#object(inside);
    else if (open === openList) this.#list(inside);
    else this.#pass(open);
  }

  #object(inside: ReadonlyMap<string | number, Wanted>): void {
    this.#at += 1;
    this.#space();
    while (this.#text.charCodeAt(this.#at) === quote) {
      const start = this.#at;
      this.#at = this.#endOfString(start + 1);
      const next = inside.get(this.#key(start));
      this.#space();
      this.#at += ":".length;
      this.#item(next, start);
      if (this.#left === 0 || !this.#goesOn()) break;
    }
    this.#at += 1;
  }

  #list(inside: ReadonlyMap<string | number, Wanted>): void {
    this.#at += 1;
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== closeList) {
      for (let index = 0; ; index += 1) {
        this.#space();
        this.#item(inside.get(index), this.#at);
        if (this.#left === 0 || !this.#goesOn()) break;
      }
    }
    this.#at += 1;
  }

  #item(wanted: Wanted | undefined, start: number): void {
    if (wanted !== undefined) {
      wanted.offset = start;
      this.#left -= 1;
    }
    this.#space();
    this.#value(wanted);
  }

  /** Passes the comma after an item, where there is one. */
  #goesOn(): boolean {
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== comma) return false;
    this.#at += 1;
    this.#space();
    return true;
  }

  #key(start: number): string {
    const token = this.#text.slice(start + 1, this.#at - 1);
    return token.includes("\\") ? String(JSON.parse(`"${token}"`)) : token;
  }

  /** Passes a value that nothing is looked for in. */
  #pass(open: number): void {
    if (open === quote) this.#at = this.#endOfString(this.#at + 1);
    else if (open === openObject || open === openList) this.#passBrackets();
    else this.#passScalar();
  }

  #passBrackets(): void {
    const text = this.#text;
    let at = this.#at;
    let depth = 0;
    do {
      const code = text.charCodeAt(at);
      at += 1;
      if (code === quote) at = this.#endOfString(at);
      else if (code === openObject || code === openList) depth += 1;
      else if (code === closeObject || code === closeList) depth -= 1;
    } while (depth > 0 && at < text.length);
    this.#at = at;
  }

  #passScalar(): void {
    const text = this.#text;
    let at = this.#at;
    while (at < text.length && !endsScalar(text.charCodeAt(at))) at += 1;
    this.#at = at;
  }

  /** The end of a string, after its quote; `start` is after the first one. */
  #endOfString(start: number): number {
    const text = this.#text;
    let end = text.indexOf('"', start);
    while (end >= 0 && isEscaped(text, end, start)) end = text.indexOf('"', end + 1);
    return end < 0 ? text.length : end + 1;
  }

  #space(): void {
    const text = this.#text;
    let at = this.#at;
    while (isSpace(text.charCodeAt(at))) at += 1;
    this.#at = at;
  }
}

/** Whether an odd number of backslashes stands before a quote. */
function isEscaped(text: string, at: number, start: number): boolean {
  let first = at;
  while (first > start && text.charCodeAt(first - 1) === backslash) first -= 1;
  return (at - first) % 2 === 1;
}

function endsScalar(code: number): boolean {
  return code === comma || code === closeList || code === closeObject || isSpace(code);
}

/** Space, line feed, carriage return, tab. */
function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Where the lines of a text begin. */
export class Lines {
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  /** Line and column of an offset. */
  at(offset: number): TextPosition {
    const starts = this.#starts;
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}
