/** A row as the filter sees it: texts by the name of their column. */
export type Texts = Readonly<Record<string, string | undefined>>;

type Test = (texts: Texts) => boolean;

/** One word of a filter. */
interface Word {
  /** The column that it is about, in small letters. */
  readonly column: string | undefined;
  readonly isNot: boolean;
  readonly test: Test;
}

/** A filter as it was typed. */
export interface Filter {
  /** The columns that its words are about, in small letters; undefined of a word that is about any. */
  readonly columns: readonly (string | undefined)[];
  /** Whether a row of which all columns are known fits. */
  readonly fits: Test;
  /**
   * Whether a row fits of which some columns are not known yet: undefined when these decide. What one
   * column has, others cannot take away.
   */
  readonly decide: (texts: Texts) => boolean | undefined;
}

/** A comparison, which may have spaces around its sign, or a word; either may have parts in quotes. */
const words =
  /(-?)((?:"[^"]*"|[^\s"<>=:])+\s*(?:<=|>=|<|>|=)\s*(?:"[^"]*"|[^\s"])+|(?:[^\s"]|"[^"]*")+)/g;

/**
 * A filter as it is typed: words that all have to be found in some column, or be the name of one;
 * `column:word` in that one; `column<6`, `column >= 0.5` and `column=6` compare numbers, and times such as
 * `2026-11-23` or `"2026-11-23 16:00"`; a leading `-` turns a word around; quotes keep spaces. The case of letters does not count.
 */
export function parseFilter(text: string): Filter {
  const all = [...text.matchAll(words)].map(([, minus, word = ""]) =>
    readWord(word, minus === "-"),
  );
  return {
    columns: all.map(({ column }) => column),
    fits: (texts) => all.every(({ isNot, test }) => test(texts) !== isNot),
    decide: (texts) => {
      const decided = new Set(all.map((word) => decideWord(word, texts)));
      if (decided.has(false)) return false;
      return decided.has(undefined) ? undefined : true;
    },
  };
}

/** Whether a row fits a filter. */
export function readFilter(text: string): Test {
  return parseFilter(text).fits;
}

function decideWord({ column, isNot, test }: Word, texts: Texts): boolean | undefined {
  if (test(texts)) return !isNot;
  // A column of just this name is the one that is meant.
  const isKnown = column !== undefined && namesOf(texts, column).isExact;
  return isKnown ? isNot : undefined;
}

function readWord(quoted: string, isNot: boolean): Word {
  const [, given, sign, value = ""] =
    /^((?:"[^"]*"|[^\s"<>=:])+)\s*(<=|>=|<|>|=|:)\s*(.+)$/.exec(quoted) ?? [];
  const whole = unquoted(quoted).toLowerCase();
  if (given === undefined || sign === undefined) {
    return { column: undefined, isNot, test: anywhere(whole) };
  }
  const column = unquoted(given).toLowerCase();
  const inColumn = (test: (text: string) => boolean): Test => {
    return (texts) =>
      namesOf(texts, column).names.some((name) => {
        const text = texts[name];
        return text !== undefined && test(text.toLowerCase());
      });
  };
  const wanted = unquoted(value).toLowerCase();
  if (sign === ":") {
    const word = anywhere(whole);
    const test = inColumn((text) => text.includes(wanted));
    // `s3://bucket` is no column: what names none is looked for as it is.
    const either: Test = (texts) =>
      namesOf(texts, column).names.length > 0 ? test(texts) : word(texts);
    return { column, isNot, test: either };
  }
  return { column, isNot, test: inColumn(comparison(sign, wanted)) };
}

function comparison(sign: string, wanted: string): (text: string) => boolean {
  const number = Number(wanted);
  // Times are compared as far as they are given: `started>2026-11-23` is from the next day on.
  if (/^\d{4}-\d\d/.test(wanted)) {
    return (text) => /^\d{4}-\d\d/.test(text) && holds(sign, text.slice(0, wanted.length), wanted);
  }
  return (text) => {
    const own = text.trim() === "" ? Number.NaN : Number(text);
    return (sign === "=" && text === wanted) || holds(sign, own, number);
  };
}

function holds<T extends string | number>(sign: string, left: T, right: T): boolean {
  if (sign === "=") return left === right;
  if (sign === "<") return left < right;
  if (sign === ">") return left > right;
  return sign === "<=" ? left <= right : left >= right;
}

function anywhere(word: string): Test {
  return (texts) =>
    Object.entries(texts).some(
      ([name, text]) => name.toLowerCase() === word || text?.toLowerCase().includes(word) === true,
    );
}

/**
 * The columns that a name means: the one of this name, else those that have it as a part. `mse` means
 * `evaluation: regression_metrics.mse.value` too.
 */
function namesOf(
  texts: Texts,
  name: string,
): { readonly names: readonly string[]; readonly isExact: boolean } {
  const all = Object.keys(texts);
  const exact = all.filter((one) => one.toLowerCase() === name);
  if (exact.length > 0) return { names: exact, isExact: true };
  const names = all.filter((one) =>
    one
      .toLowerCase()
      .split(/[^\w-]+/)
      .includes(name),
  );
  return { names, isExact: false };
}

function unquoted(text: string): string {
  return text.replaceAll('"', "");
}
