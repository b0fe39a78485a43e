import { isJsonArray, type JsonValue } from "../json.ts";
import { numberWithText } from "../number-text.ts";
import { isDigit } from "./key-order.ts";

/** Stands at the beginning of a string for a number whose text must be kept; private characters. */
const mark = "\uE000\uE001number ";

/** Numbers that JavaScript may print otherwise: with a fraction or exponent, long, or minus zero. */
const oddNumber =
  /(^|[:,[\s])(-?(?:0|[1-9]\d*)(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)|-0|-?[1-9]\d{15,})(?=[\s,\]}]|$)/g;

/**
 * Parses JSON with `JSON.parse`, where that loses nothing: undefined for a text that is no JSON, or
 * has what needs more care, such as keys that come twice or that look like indexes. Such texts are
 * rare, and the others are parsed in half the time.
 */
export function fastParse(text: string, deepest: number): JsonValue | undefined {
  if (text.includes(mark)) return undefined;
  const { ends, isAnyOdd } = lookAtColons(text);
  let walk = new Walk(deepest, text.includes('\\"'), isAnyOdd);
  let value = walk.parsed(isAnyOdd ? marked(text) : text);
  // Numbers that come after no colon are seldom: only then the text is searched for odd ones.
  if (walk.hasListedNumbers && !isAnyOdd) {
    walk = new Walk(deepest, text.includes('\\"'), true);
    value = walk.parsed(marked(text));
  }
  // Of two equal keys the object has one only. A string may seem to hold the end of a key: never
  // are there fewer ends than keys.
  return walk.isPlain && walk.keys === ends ? value : undefined;
}

/** The text with marks at odd numbers. Within a string the quotes of a mark end it: no JSON then. */
function marked(text: string): string {
  return text.replace(oddNumber, (all, before: string, number: string) =>
    String(Number(number)) === number ? all : `${before}"${mark}${number}"`,
  );
}

/** How many colons come after what may be the end of a key, and whether an odd number after any. */
function lookAtColons(text: string): { readonly ends: number; readonly isAnyOdd: boolean } {
  let ends = 0;
  let isAnyOdd = false;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) {
    let before = at - 1;
    while (isSpace(text.charCodeAt(before))) before -= 1;
    if (text.charCodeAt(before) !== quote) continue;
    ends += 1;
    isAnyOdd ||= isOddNumber(text, at + 1);
  }
  return { ends, isAnyOdd };
}

const [quote, minus, point] = ['"', "-", "."].map((one) => one.charCodeAt(0));
const letterE = 101;

/** Whether a number may begin there that JavaScript prints otherwise; a sign makes it odd enough. */
function isOddNumber(text: string, start: number): boolean {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  if (text.charCodeAt(at) === minus) return true;
  const first = at;
  while (isDigit(text.charCodeAt(at))) at += 1;
  if (at === first) return false;
  const code = text.charCodeAt(at);
  // Bit 32 makes a letter small.
  return at - first > 15 || code === point || (code | 32) === letterE;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Counts keys, and puts numbers with their texts where the marks are. */
class Walk {
  isPlain = true;
  keys = 0;
  /** Whether a number is an item of a list, or the whole document. */
  hasListedNumbers = false;
  readonly #deepest: number;
  readonly #hasQuotes: boolean;
  readonly #hasMarks: boolean;

  constructor(deepest: number, hasQuotes: boolean, hasMarks: boolean) {
    this.#deepest = deepest;
    this.#hasQuotes = hasQuotes;
    this.#hasMarks = hasMarks;
  }

  /** What a text is parsed to; undefined where it is no JSON. */
  parsed(text: string): JsonValue | undefined {
    let value: JsonValue;
    try {
      value = JSON.parse(text) as JsonValue; // what JSON.parse gives is JSON
    } catch {
      this.isPlain = false;
      return undefined;
    }
    if (typeof value === "number") this.hasListedNumbers = true;
    return this.#value(value, 0);
  }

  #value(value: JsonValue, depth: number): JsonValue {
    if (typeof value === "string") {
      return this.#hasMarks && value.startsWith(mark)
        ? numberWithText(value.slice(mark.length))
        : value;
    }
    if (typeof value !== "object" || value === null || !this.isPlain) return value;
    if (depth >= this.#deepest) this.isPlain = false;
    // Made just now by JSON.parse: it may be changed, and no object is a number with its text.
    else if (isJsonArray(value)) this.#list(value as JsonValue[], depth);
    else this.#object(value as Record<string, JsonValue>, depth);
    return value;
  }

  #list(list: JsonValue[], depth: number): void {
    for (let index = 0; index < list.length; index += 1) {
      const item = list[index];
      if (item === undefined) continue;
      if (typeof item === "number") this.hasListedNumbers = true;
      const made = this.#value(item, depth + 1);
      if (made !== item) list[index] = made;
    }
  }

  #object(object: Record<string, JsonValue>, depth: number): void {
    // Keys like indexes come first of all.
    let isFirst = true;
    for (const key in object) {
      this.keys += 1;
      if (isFirst && isDigit(key.charCodeAt(0))) this.isPlain = false;
      isFirst = false;
      // V8 13.6 may take the key "\"" for "\\", when it has just seen that in an object like this one.
      if (this.#hasQuotes && /["\\]/.test(key)) this.isPlain = false;
      const member = object[key];
      if (member === undefined) continue;
      const made = this.#value(member, depth + 1);
      if (made !== member) object[key] = made;
    }
  }
}
