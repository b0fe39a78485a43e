import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { packageDirectories, repositoryRoot } from "./repository.ts";

/** One ```ts fence of a doc comment or a Markdown page. */
export interface DocExample {
  /** The file it stands in, relative to the repository, with forward slashes. */
  readonly file: string;
  /** The line of its first line of code, counted from 1. */
  readonly line: number;
  /** The code, without the comment's stars. */
  readonly code: string;
}

/** Every ```ts fence in the packages' sources and in the repository's Markdown pages. */
export function docExamples(): DocExample[] {
  const examples: DocExample[] = [];
  for (const directory of packageDirectories()) {
    for (const file of filesUnder(join(directory, "src"))) {
      if (file.endsWith(".ts")) examples.push(...examplesIn(file));
    }
  }
  const pages = [
    ...[repositoryRoot, join(repositoryRoot, "docs")].flatMap((directory) =>
      readdirSync(directory).map((name) => join(directory, name)),
    ),
    ...packageDirectories().map((directory) => join(directory, "README.md")),
  ];
  for (const page of pages)
    if (page.endsWith(".md") && exists(page)) examples.push(...examplesIn(page));
  return examples;
}

/** The fences of one text: opened by "```ts" alone on its line, with or without a comment's star. */
export function examplesOf(text: string, file: string): DocExample[] {
  const examples: DocExample[] = [];
  let open: { line: number; prefix: string; code: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (open === undefined) {
      const start = /^(\s*(?:\* )?)```ts$/.exec(line);
      if (start) open = { line: index + 2, prefix: start[1] ?? "", code: [] };
    } else if (line.trim().replace(/^\* ?/, "") === "```") {
      examples.push({ file, line: open.line, code: open.code.join("\n") + "\n" });
      open = undefined;
    } else {
      open.code.push(
        line.startsWith(open.prefix)
          ? line.slice(open.prefix.length)
          : line.trim().replace(/^\*$/, ""),
      );
    }
  }
  return examples;
}

function examplesIn(path: string): DocExample[] {
  return examplesOf(
    readFileSync(path, "utf8"),
    relative(repositoryRoot, path).replaceAll("\\", "/"),
  );
}

function filesUnder(directory: string): string[] {
  if (!exists(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
