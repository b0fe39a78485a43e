import { NacreError } from "../errors.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { numberWithText } from "../number-text.ts";
import { rememberKeyOrder } from "./key-order.ts";

/** A parsed text, and where in it things stand. */
export interface ParsedJson {
  readonly value: JsonValue;
  /**
   * Where what these names and indexes lead to begins: a member with its key. For what is missing,
   * the innermost object or list around it.
   */
  positionOf(segments: readonly (string | number)[]): TextPosition;
}

/** A place in a text, counted from 1. */
interface TextPosition {
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
/** What a string holds that must not go into a value as it stands: escapes, control characters. */
// oxlint-disable-next-line no-control-regex -- JSON forbids them in strings
const special = /[\\\u0000-\u001f]/;

const [quote, comma, colon] = ['"', ",", ":"].map((one) => one.charCodeAt(0));
const [openObject, closeObject, openList, closeList] = ["{", "}", "[", "]"].map((one) =>
  one.charCodeAt(0),
);

/**
 * Parses JSON, keeping what `JSON.parse` loses: key order, the text of numbers, keys named
 * `__proto__`, and places for messages.
 *
 * @throws NacreError `DEFINITION_NOT_JSON` or `DEFINITION_DUPLICATE_KEY`, with line and column.
 */
export function parseJson(text: string): ParsedJson {
  const value = new Parser(text).parse();
  let places: Places | undefined;
  return {
    value,
    positionOf: (segments) => {
      // Most texts are never asked about: only then is it worth noting where everything stands.
      places ??= placesOf(text);
      return places(segments);
    },
  };
}

type Places = ParsedJson["positionOf"];

function placesOf(text: string): Places {
  const starts = new Map<object, Map<string | number, number>>();
  const parser = new Parser(text, (owner, key, start) => {
    const own = starts.get(owner) ?? new Map<string | number, number>();
    starts.set(owner, own.set(key, start));
  });
  const value = parser.parse();
  return (segments) => {
    let current: unknown = value;
    let { start } = parser;
    for (const segment of segments) {
      const owner = typeof current === "object" && current !== null ? current : undefined;
      const inner = owner === undefined ? undefined : starts.get(owner)?.get(segment);
      if (owner === undefined || inner === undefined) break;
      [current, start] = [Reflect.get(owner, segment), inner];
    }
    return parser.position(start);
  };
}

class Parser {
  readonly #text: string;
  readonly #note: ((owner: object, key: string | number, start: number) => void) | undefined;
  #lineStarts: readonly number[] | undefined;
  #at = 0;
  #depth = 0;
  /** Where the value begins. */
  start = 0;

  constructor(text: string, note?: (owner: object, key: string | number, start: number) => void) {
    // A byte order mark is no part of the text.
    this.#text = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    this.#note = note;
  }

  parse(): JsonValue {
    this.#skipSpace();
    this.start = this.#at;
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected("the end of the text");
    return value;
  }

  #value(): JsonValue {
    this.#skipSpace();
    switch (this.#text.charCodeAt(this.#at)) {
      case openObject: {
        this.#enter();
        const object = this.#object();
        this.#depth -= 1;
        return object;
      }
      case openList: {
        this.#enter();
        const list = this.#list();
        this.#depth -= 1;
        return list;
      }
      case quote:
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #scalar(): JsonValue {
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
    const object: Record<string, JsonValue> = {};
    this.#at += 1;
    if (this.#accept(closeObject)) return object;
    let hasIndex = false;
    const keys: string[] = [];
    do {
      this.#skipSpace();
      const start = this.#at;
      if (this.#text.charCodeAt(start) !== quote) throw this.#unexpected("a key in double quotes");
      const key = this.#string();
      if (Object.hasOwn(object, key)) throw this.#duplicate(key, start);
      if (!this.#accept(colon)) throw this.#unexpected('":"');
      const value = this.#value();
      if (key === "__proto__") define(object, key, value);
      else object[key] = value;
      keys.push(key);
      hasIndex ||= isDigit(key.charCodeAt(0));
      this.#note?.(object, key, start);
    } while (this.#accept(comma));
    if (!this.#accept(closeObject)) throw this.#unexpected('"," or "}"');
    if (hasIndex) rememberKeyOrder(object, keys);
    return object;
  }

  #list(): JsonValue[] {
    const list: JsonValue[] = [];
    this.#at += 1;
    if (this.#accept(closeList)) return list;
    do {
      this.#skipSpace();
      this.#note?.(list, list.length, this.#at);
      list.push(this.#value());
    } while (this.#accept(comma));
    if (!this.#accept(closeList)) throw this.#unexpected('"," or "]"');
    return list;
  }

  #string(): string {
    const start = this.#at;
    const end = this.#text.indexOf('"', start + 1);
    const plain = this.#text.slice(start + 1, end === -1 ? start + 1 : end);
    if (end !== -1 && !special.test(plain)) {
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
          at: this.position(start),
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

  #accept(character: number | undefined): boolean {
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    const text = this.#text;
    let at = this.#at;
    for (;;) {
      const code = text.charCodeAt(at);
      // Space, line feed, carriage return, tab.
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
      at += 1;
    }
    this.#at = at;
  }

  #duplicate(key: string, start: number): NacreError {
    return new NacreError(
      "DEFINITION_DUPLICATE_KEY",
      this.#say(`The key "${key}" stands twice in one object`, start),
      { at: this.position(start), help: "Remove one of the two." },
    );
  }

  #unexpected(wanted: string): NacreError {
    const rest = this.#text.slice(this.#at, this.#at + 20).split("\n")[0];
    return this.#at >= this.#text.length
      ? this.#fault(`The text ends where ${wanted} was expected`)
      : this.#fault(`Expected ${wanted}, found ${JSON.stringify(rest)}`);
  }

  #fault(what: string): NacreError {
    return new NacreError("DEFINITION_NOT_JSON", this.#say(what, this.#at), {
      at: this.position(this.#at),
      help: "A pipeline definition is one JSON object. Check that the file is complete.",
    });
  }

  #say(what: string, offset: number): string {
    const { line, column } = this.position(offset);
    return `${what} (line ${line}, column ${column}).`;
  }

  /** Line and column of an offset. */
  position(offset: number): TextPosition {
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
function define(object: object, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Where each line of a text begins. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
