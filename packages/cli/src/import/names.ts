/** Words that a constant of a module cannot be called, and globals that it should not hide. */
const reserved: ReadonlySet<string> = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const constructor continue " +
    "debugger declare default delete do else enum eval export extends false finally for from function " +
    "get if implements import in infer instanceof interface is keyof let module namespace never new " +
    "null number object of package private protected public readonly require return satisfies set " +
    "static string super switch symbol this throw true try type typeof undefined unique unknown using " +
    "var void while with yield globalThis process console"
  ).split(" "),
);

/** Gives each thing a name of its own. */
export class Names {
  readonly #taken: Set<string>;

  /** @param taken - names that are not to be given, such as those imported from core */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /**
   * A name for `text`: in camel case, with `suffix` where that alone is taken or reserved, and with a
   * number where even that is taken.
   */
  give(text: string, suffix: string): string {
    const plain = camelCase(text);
    const isFree = (name: string): boolean => !this.#taken.has(name) && !reserved.has(name);
    const startsWell = /^[a-z]/.test(plain);
    const long = startsWell ? `${plain}${suffix}` : `${camelCase(suffix)}${upperFirst(plain)}`;
    let name = startsWell && isFree(plain) ? plain : long;
    for (let count = 2; !isFree(name); count += 1) name = `${long}${count}`;
    this.#taken.add(name);
    return name;
  }
}

/** `AbaloneProcess`, `abalone-process` and `abalone_process` as `abaloneProcess`; `EMRStep` as `emrStep`. */
function camelCase(text: string): string {
  const words = text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+[a-z]*/g) ?? [];
  return words
    .map((word, index) => (index === 0 ? word.toLowerCase() : upperFirst(word.toLowerCase())))
    .join("");
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
