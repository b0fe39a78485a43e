import { NacreError } from "../errors.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { numberWithText } from "../number-text.ts";
import { fastParse } from "./fast-parse.ts";
import { isDigit, rememberKeyOrder } from "./key-order.ts";
import { Lines, locate, type Segments, type TextPosition } from "./positions.ts";

/** A parsed text, and where in it things stand. */
export interface ParsedJson {
  readonly value: JsonValue;
  /**
   * Where what these names and indexes lead to begins: a member with its key. For what is missing,
   * the innermost object or list around it.
   */
  positionsOf(paths: readonly Segments[]): TextPosition[];
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
  // A byte order mark is no part of the text.
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return {
    value: fastParse(bare, deepest) ?? new Parser(bare).parse(),
    positionsOf: (paths) => locate(bare, paths),
  };
}

class Parser {
  readonly #text: string;
  #lines: Lines | undefined;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): JsonValue {
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
      { at: this.#position(start), help: "Remove one of the two." },
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
      at: this.#position(this.#at),
      help: "A pipeline definition is one JSON object. Check that the file is complete.",
    });
  }

  #say(what: string, offset: number): string {
    const { line, column } = this.#position(offset);
    return `${what} (line ${line}, column ${column}).`;
  }

  #position(offset: number): TextPosition {
    this.#lines ??= new Lines(this.#text);
    return this.#lines.at(offset);
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
