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

/** The names of the frameworks. */
export function imageFrameworks(): string[] {
  const names = imagesText.split("\n").filter((line) => !line.startsWith(" "));
  return [...new Set(names.map((line) => line.slice(0, line.indexOf(" "))))];
}

/** The rows of a framework. Only these are read: it is for each start of a program to do. */
export function imageRows(framework: string): readonly ImageRow[] {
  const known = rowsByFramework.get(framework);
  if (known !== undefined) return known;
  const found = blocks(imagesText, `${framework} `, (head) => head.startsWith(`${framework} `));
  const rows = found.map(imageRow);
  rowsByFramework.set(framework, rows);
  return rows;
}

const rowsByFramework = new Map<string, readonly ImageRow[]>();

/** The rows of one repository; none for one that is not AWS's. */
export function imageRowsOf(repository: string): readonly ImageRow[] {
  const known = rowsByRepository.get(repository);
  if (known !== undefined) return known;
  const isOfRepository = (head: string): boolean => head.split(" ", 3)[2] === repository;
  const found = blocks(imagesText, ` ${repository} `, isOfRepository).map(imageRow);
  rowsByRepository.set(repository, found);
  return found;
}

// A definition may name many repositories, the same ones again and again.
const rowsByRepository = new Map<string, readonly ImageRow[]>();

/** The regions that any table of accounts has. */
export function imageRegions(): ReadonlySet<string> {
  return new Set(accountsText.match(/(?<= )[a-z]{2,3}(?:-[a-z]+)+-\d+(?=\s|$)/g));
}

/** The accounts of a table by region. */
export function imageAccounts(table: string): ReadonlyMap<string, string> {
  const known = accountsByTable.get(table);
  if (known !== undefined) return known;
  const [block] = blocks(accountsText, table, (head) => head === table);
  const found = accountsOf(block?.words ?? []);
  accountsByTable.set(table, found);
  return found;
}

const accountsByTable = new Map<string, ReadonlyMap<string, string>>();

/** A line at the margin with the words of the indented lines that follow it. */
interface Block {
  readonly head: string;
  readonly words: string[];
}

/** The blocks whose head is wanted; `part` stands in such a head, so that nothing else need be read. */
function blocks(text: string, part: string, isWanted: (head: string) => boolean): Block[] {
  const found: Block[] = [];
  for (let at = text.indexOf(part); at !== -1 && at < text.length;) {
    const start = text.lastIndexOf("\n", at) + 1;
    const headEnd = endOfLine(text, at);
    let end = headEnd;
    while (text[end + 1] === " ") end = endOfLine(text, end + 1);
    const head = text.slice(start, headEnd);
    if (isWanted(head)) {
      const lines = text.slice(headEnd + 1, end);
      found.push({
        head,
        words: lines === "" ? [] : lines.slice(1).replaceAll("\n", "").split(" "),
      });
    }
    at = text.indexOf(part, end);
  }
  return found;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function imageRow({ head, words }: Block): ImageRow {
  const [framework = "", scope = "", repository = "", table = "", ...lists] = head.split(" ");
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
