import { NacreError } from "../errors.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { numberWithText } from "../number-text.ts";
import { rememberKeyOrder } from "./key-order.ts";

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
const space = /[ \t\r\n]*/y;

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
  readonly #starts = new WeakMap<object, number>();
  readonly #keyStarts = new WeakMap<object, ReadonlyMap<string, number>>();
  readonly #itemStarts = new WeakMap<object, readonly number[]>();
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
    const at = (start: number | undefined) =>
      start === undefined ? undefined : this.#position(start);
    return {
      value,
      positionOf: (object) => at(this.#starts.get(object)),
      positionIn: (owner, member) =>
        at(
          typeof member === "string"
            ? this.#keyStarts.get(owner)?.get(member)
            : this.#itemStarts.get(owner)?.[member],
        ),
    };
  }

  #value(): JsonValue {
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === "{") return this.#nested(() => this.#object());
    if (first === "[") return this.#nested(() => this.#list());
    if (first === '"') return this.#string();
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

  #nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.#fault(`Lists and objects nest deeper than ${deepest}`);
    const value = parse();
    this.#depth -= 1;
    return value;
  }

  #object(): JsonObject {
    const object: Record<string, JsonValue> = {};
    const keys = new Map<string, number>();
    this.#starts.set(object, this.#at);
    this.#at += 1;
    if (this.#accept("}")) return object;
    do {
      this.#skipSpace();
      const start = this.#at;
      if (this.#text[start] !== '"') throw this.#unexpected("a key in double quotes");
      const key = this.#string();
      if (keys.has(key)) {
        throw new NacreError(
          "DEFINITION_DUPLICATE_KEY",
          this.#say(`The key "${key}" stands twice in one object`, start),
          {
            at: this.#position(start),
            help: "Remove one of the two.",
          },
        );
      }
      keys.set(key, start);
      if (!this.#accept(":")) throw this.#unexpected('":"');
      const value = this.#value();
      // Plain assignment to `__proto__` would set the prototype instead.
      Object.defineProperty(object, key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } while (this.#accept(","));
    if (!this.#accept("}")) throw this.#unexpected('"," or "}"');
    rememberKeyOrder(object, keys.keys());
    this.#keyStarts.set(object, keys);
    return object;
  }

  #list(): JsonValue[] {
    const list: JsonValue[] = [];
    this.#starts.set(list, this.#at);
    this.#at += 1;
    if (this.#accept("]")) return list;
    const starts: number[] = [];
    do {
      this.#skipSpace();
      starts.push(this.#at);
      list.push(this.#value());
    } while (this.#accept(","));
    if (!this.#accept("]")) throw this.#unexpected('"," or "]"');
    this.#itemStarts.set(list, starts);
    return list;
  }

  #string(): string {
    const start = this.#at;
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

  #accept(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    this.#token(space);
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

/** Where each line of a text begins. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
