import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Definitions written by AWS's SDK, kept beside the repository; not part of a bare clone. */
export const corpus = join(import.meta.dirname, "../../../../../shared/corpus");
export const hasCorpus = existsSync(corpus);
if (!hasCorpus) console.warn(`SKIPPED: the corpus of definitions is not at ${corpus}`);

/** The names of the JSON files in a folder of the corpus. */
export function corpusFiles(folder = ""): string[] {
  if (!hasCorpus) return [];
  return readdirSync(join(corpus, folder)).filter((file) => file.endsWith(".json"));
}
