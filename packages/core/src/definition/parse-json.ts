import { NacreError } from "../errors.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { numberWithText } from "../number-text.ts";
import { orderedKeys, rememberKeyOrder } from "./key-order.ts";

/** A parsed text, and where in it each object and list begins. */
export interface ParsedJson {
  readonly value: JsonValue;
  /** Line and column, from 1, of an object or list of the value. */
  positionOf(value: object): TextPosition | undefined;
  /** The same of a member (where its key begins) or item of one; undefined when there is none. */
  positionIn(owner: object, member: string | number): TextPosition | undefined;
}

/** A place in a text, counted from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Deeper nesting is a fault of whoever wrote it, and would exhaust the stack. */
const deepest = 200;

const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Not (?:a|b)*, whose matching takes memory for each character of a long string. JSON.parse refuses
// what else a string may not hold.
const stringToken = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"/y;
const wordToken = /[A-Za-z_][A-Za-z0-9_]*/y;
/** What a string cannot hold as it is; most strings have none of it. */
const special = /[\\\p{Cc}]/u;

/** Codes of the characters that the parser decides by. */
const code = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  quote: 34,
  comma: 44,
  zero: 48,
  nine: 57,
  colon: 58,
  openList: 91,
  closeList: 93,
  openObject: 123,
  closeObject: 125,
} as const;

/**
 * Parses JSON, keeping what `JSON.parse` loses: key order, the text of numbers, keys named
 * `__proto__`, and places for messages.
 *
 * @throws NacreError `DEFINITION_NOT_JSON` or `DEFINITION_DUPLICATE_KEY`, with line and column.
 */
export function parseJson(text: string): ParsedJson {
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  /** Where an object or list begins, then where each of its keys or items does. */
  readonly #starts = new Map<object, readonly number[]>();
  /** The number of each key in the text; made for the objects that are asked about. */
  readonly #keyNumbers = new Map<object, ReadonlyMap<string, number>>();
  #lineStarts: readonly number[] | undefined;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    // A byte order mark is no part of the text.
    this.#text = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  parse(): ParsedJson {
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected("the end of the text");
    return {
      value,
      positionOf: (object) => this.#positionAt(this.#starts.get(object)?.[0]),
      positionIn: (owner, member) => {
        const number = typeof member === "string" ? this.#numberOf(owner, member) : member;
        if (number === undefined) return undefined;
        return this.#positionAt(this.#starts.get(owner)?.[number + 1]);
      },
    };
  }

  #value(): JsonValue {
    this.#skipSpace();
    switch (this.#text.charCodeAt(this.#at)) {
      case code.openObject:
        return this.#object();
      case code.openList:
        return this.#list();
      case code.quote:
        return this.#string();
    }
    const number = this.#token(numberToken);
    if (number !== undefined) return numberWithText(number);
    const start = this.#at;
    const word = this.#token(wordToken);
    if (word === "true") return true;
    if (word === "false") return false;
    if (word === "null") return null;
    this.#at = start;
    throw this.#unexpected("a value");
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.#fault(`Lists and objects nest deeper than ${deepest}`);
  }

  #object(): JsonObject {
    this.#enter();
    const object: Record<string, JsonValue> = {};
    const starts = [this.#at];
    this.#starts.set(object, starts);
    this.#at += 1;
    let indexLikeKeys = false;
    const keys: string[] = [];
    if (!this.#accept(code.closeObject)) {
      do {
        this.#skipSpace();
        const start = this.#at;
        if (this.#text.charCodeAt(start) !== code.quote) {
          throw this.#unexpected("a key in double quotes");
        }
        const key = this.#string();
        if (key in object && Object.hasOwn(object, key)) throw this.#duplicate(key, start);
        starts.push(start);
        keys.push(key);
        if (!this.#accept(code.colon)) throw this.#unexpected('":"');
        const value = this.#value();
        const first = key.charCodeAt(0);
        if (first >= code.zero && first <= code.nine) indexLikeKeys = true;
        if (key === "__proto__") defineMember(object, key, value);
        else object[key] = value;
      } while (this.#accept(code.comma));
      if (!this.#accept(code.closeObject)) throw this.#unexpected('"," or "}"');
    }
    if (indexLikeKeys) rememberKeyOrder(object, keys);
    this.#depth -= 1;
    return object;
  }

  #list(): JsonValue[] {
    this.#enter();
    const list: JsonValue[] = [];
    const starts = [this.#at];
    this.#starts.set(list, starts);
    this.#at += 1;
    if (!this.#accept(code.closeList)) {
      do {
        this.#skipSpace();
        starts.push(this.#at);
        list.push(this.#value());
      } while (this.#accept(code.comma));
      if (!this.#accept(code.closeList)) throw this.#unexpected('"," or "]"');
    }
    this.#depth -= 1;
    return list;
  }

  #string(): string {
    const start = this.#at;
    const end = this.#text.indexOf('"', start + 1);
    const plain = end < 0 ? "\n" : this.#text.slice(start + 1, end);
    if (!special.test(plain)) {
      this.#at = end + 1;
      return plain;
    }
    const token = this.#token(stringToken);
    if (token === undefined)
      throw this.#fault("A string without an end, or with a bare line break");
    try {
      return String(JSON.parse(token));
    } catch (cause) {
      throw new NacreError(
        "DEFINITION_NOT_JSON",
        this.#say(`The string ${token} has a wrong escape or a control character`, start),
        {
          at: this.#position(start),
          cause,
        },
      );
    }
  }

  #token(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.#text)?.[0];
    if (token !== undefined) this.#at += token.length;
    return token;
  }

  #accept(character: number): boolean {
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    for (; ; this.#at += 1) {
      const next = this.#text.charCodeAt(this.#at);
      if (
        next !== code.space &&
        next !== code.lineFeed &&
        next !== code.carriageReturn &&
        next !== code.tab
      ) {
        return;
      }
    }
  }

  #duplicate(key: string, start: number): NacreError {
    return new NacreError(
      "DEFINITION_DUPLICATE_KEY",
      this.#say(`The key "${key}" stands twice in one object`, start),
      {
        at: this.#position(start),
        help: "Remove one of the two.",
      },
    );
  }

  #numberOf(owner: object, key: string): number | undefined {
    let numbers = this.#keyNumbers.get(owner);
    if (numbers === undefined) {
      numbers = new Map(orderedKeys(owner).map((one, number) => [one, number]));
      this.#keyNumbers.set(owner, numbers);
    }
    return numbers.get(key);
  }

  #positionAt(offset: number | undefined): TextPosition | undefined {
    return offset === undefined ? undefined : this.#position(offset);
  }

  #unexpected(wanted: string): NacreError {
    const rest = this.#text.slice(this.#at, this.#at + 20).split("\n")[0];
    return this.#at >= this.#text.length
      ? this.#fault(`The text ends where ${wanted} was expected`)
      : this.#fault(`Expected ${wanted}, found ${JSON.stringify(rest)}`);
  }

  #fault(what: string): NacreError {
    return new NacreError("DEFINITION_NOT_JSON", this.#say(what, this.#at), {
      at: this.#position(this.#at),
      help: "A pipeline definition is one JSON object. Check that the file is complete.",
    });
  }

  #say(what: string, offset: number): string {
    const { line, column } = this.#position(offset);
    return `${what} (line ${line}, column ${column}).`;
  }

  #position(offset: number): TextPosition {
    this.#lineStarts ??= lineStarts(this.#text);
    const starts = this.#lineStarts;
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

/** Plain assignment to `__proto__` would set the prototype instead. */
function defineMember(object: object, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** Where each line of a text begins. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
