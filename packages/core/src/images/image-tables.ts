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

type Block = readonly [head: string, body: string];

let imageBlocks: readonly Block[] | undefined;
let rows: readonly ImageRow[] | undefined;
let blocksByRepository: ReadonlyMap<string, readonly Block[]> | undefined;
const rowsByRepository = new Map<string, readonly ImageRow[]>();
let accountBlocks: ReadonlyMap<string, string> | undefined;
const accounts = new Map<string, ReadonlyMap<string, string>>();

/** The rows of the table of images; read from its text when first asked for. */
export function imageRows(): readonly ImageRow[] {
  imageBlocks ??= blocks(imagesText);
  rows ??= imageBlocks.map(imageRow);
  return rows;
}

/** The rows of one repository, without reading the others; none for one that is not AWS's. */
export function imageRowsOf(repository: string): readonly ImageRow[] {
  imageBlocks ??= blocks(imagesText);
  blocksByRepository ??= Map.groupBy(imageBlocks, ([head]) => head.split(" ", 3)[2] ?? "");
  const own = blocksByRepository.get(repository);
  if (own === undefined) return [];
  const found = rowsByRepository.get(repository) ?? own.map(imageRow);
  rowsByRepository.set(repository, found);
  return found;
}

/** The accounts of a table by region. */
export function imageAccounts(table: string): ReadonlyMap<string, string> {
  accountBlocks ??= new Map(blocks(accountsText));
  const found = accounts.get(table) ?? accountsOf(wordsOf(accountBlocks.get(table) ?? ""));
  accounts.set(table, found);
  return found;
}

/** The regions that any table of accounts has. */
export function imageRegions(): ReadonlySet<string> {
  return new Set(accountsText.match(/(?<= )[a-z]{2,3}(?:-[a-z]+)+-\d+(?=\s|$)/g));
}

/** A line at the margin with the indented lines that follow it. */
function blocks(text: string): Block[] {
  return text.split(/\n(?! )/).map((block) => {
    const end = block.indexOf("\n");
    return end < 0 ? [block, ""] : [block.slice(0, end), block.slice(end)];
  });
}

function wordsOf(body: string): string[] {
  return body.replaceAll("\n", "").trim().split(" ");
}

function imageRow([columns, body]: Block): ImageRow {
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
      wordsOf(body).map((word) => {
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
