/** A row as the filter sees it: texts by the name of their column. */
export type Texts = Readonly<Record<string, string | undefined>>;

type Test = (texts: Texts) => boolean;

/**
 * A filter as it is typed: words that all have to be found in some column; `column:word` in that one;
 * `column<6`, `column>=0.5` and `column=6` compare numbers; a leading `-` turns a word around; quotes
 * keep spaces. The case of letters does not count.
 */
export function readFilter(text: string): Test {
  const tests = [...text.matchAll(/(-?)((?:[^\s"]|"[^"]*")+)/g)].map(([, minus, word = ""]) => {
    const test = readWord(word);
    return minus === "-" ? (texts: Texts) => !test(texts) : test;
  });
  return (texts) => tests.every((test) => test(texts));
}

function readWord(quoted: string): Test {
  const [, column, sign, value = ""] =
    /^("[^"]*"|[^\s"<>=:]+)(<=|>=|<|>|=|:)(.+)$/.exec(quoted) ?? [];
  const wanted = unquoted(value).toLowerCase();
  if (column === undefined || sign === undefined) return anywhere(unquoted(quoted).toLowerCase());
  const name = unquoted(column).toLowerCase();
  const inColumn = (test: (text: string) => boolean): Test => {
    return (texts) =>
      Object.entries(texts).some(
        ([key, text]) => text !== undefined && nameFits(key, name) && test(text.toLowerCase()),
      );
  };
  if (sign === ":") {
    const word = anywhere(unquoted(quoted).toLowerCase());
    const test = inColumn((text) => text.includes(wanted));
    // `s3://bucket` is no column: what names none is looked for as it is.
    return (texts) => (hasColumn(texts, name) ? test(texts) : word(texts));
  }
  const number = Number(wanted);
  return inColumn((text) => {
    const own = text.trim() === "" ? Number.NaN : Number(text);
    if (sign === "=") return text === wanted || own === number;
    if (sign === "<") return own < number;
    if (sign === ">") return own > number;
    return sign === "<=" ? own <= number : own >= number;
  });
}

function anywhere(word: string): Test {
  return (texts) =>
    Object.values(texts).some((text) => text?.toLowerCase().includes(word) === true);
}

function hasColumn(texts: Texts, name: string): boolean {
  return Object.keys(texts).some((key) => nameFits(key, name));
}

/** `mse` finds the column `evaluation: regression_metrics.mse.value` too. */
function nameFits(column: string, name: string): boolean {
  const text = column.toLowerCase();
  return text === name || text.split(/[^\w-]+/).includes(name);
}

function unquoted(text: string): string {
  return text.replaceAll('"', "");
}
