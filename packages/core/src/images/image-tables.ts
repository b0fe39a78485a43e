import { accountsText } from "./tables/accounts.ts";
import { imagesText } from "./tables/images.ts";

/** Images of a framework that differ in nothing but their version. */
export interface ImageRow {
  readonly framework: string;
  /** `training`, `inference` or `graviton`; empty for training and inference alike. */
  readonly scope: string;
  readonly repository: string;
  /** Name of the table of accounts. */
  readonly accounts: string;
  /** Python versions in tags; an empty one stands for a tag without. */
  readonly python: readonly string[];
  readonly processors: readonly ImageProcessor[];
  /** Base frameworks with their version, for Hugging Face images. */
  readonly bases: readonly string[];
  /** How the tag of each version begins. */
  readonly tags: ReadonlyMap<string, string>;
}

/** What an image runs on. */
export interface ImageProcessor {
  /** `cpu` or `gpu`. */
  readonly name: string;
  /** The name as the tag has it. */
  readonly tag: string;
  /** The end of the tag. */
  readonly end: string;
}

let rows: readonly ImageRow[] | undefined;
let accounts: ReadonlyMap<string, ReadonlyMap<string, string>> | undefined;

/** The rows of the table of images; read from its text when first asked for. */
export function imageRows(): readonly ImageRow[] {
  rows ??= blocks(imagesText).map(([columns, words]) => imageRow(columns, words));
  return rows;
}

/** The accounts of a table by region. */
export function imageAccounts(table: string): ReadonlyMap<string, string> {
  accounts ??= new Map(blocks(accountsText).map(([name, words]) => [name, accountsOf(words)]));
  return accounts.get(table) ?? new Map<string, string>();
}

/** A line at the margin with the words of the indented lines that follow it. */
function blocks(text: string): (readonly [head: string, words: readonly string[]])[] {
  return text.split(/\n(?! )/).map((block) => {
    const [head = "", ...lines] = block.split("\n");
    return [head, lines.join("").trim().split(" ")];
  });
}

function imageRow(columns: string, words: readonly string[]): ImageRow {
  const [framework = "", scope = "", repository = "", table = "", ...lists] = columns.split(" ");
  const [python = [], processors = [], bases = []] = lists.map((list) =>
    list === "-" ? [] : list.split(",").map(orNothing),
  );
  return {
    framework,
    scope: orNothing(scope),
    repository,
    accounts: table,
    python,
    processors: processors.map(imageProcessor),
    bases,
    tags: new Map(
      words.map((word) => {
        const [version = "", tag = version] = word.split("=").map(orNothing);
        return [version, tag];
      }),
    ),
  };
}

function imageProcessor(text: string): ImageProcessor {
  const [named = "", end = ""] = text.split(":");
  const [name = "", tag = name] = named.split("=");
  return { name, tag, end };
}

function orNothing(word: string): string {
  return word === "-" ? "" : word;
}

function accountsOf(words: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let account = "";
  for (const word of words) {
    if (/^\d/.test(word)) account = word;
    else found.set(word, account);
  }
  return found;
}
