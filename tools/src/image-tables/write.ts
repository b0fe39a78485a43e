import type { ImageRow } from "./rows.ts";

const width = 96;

/** Names for the tables of accounts: the repository, and where it has several its first version. */
function accountTableNames(rows: readonly ImageRow[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const row of rows) {
    const key = accountsKey(row);
    if (names.has(key)) continue;
    const others = rows.filter(({ repository }) => repository === row.repository);
    const hasSeveral = new Set(others.map(accountsKey)).size > 1;
    names.set(key, hasSeveral ? `${row.repository}@${firstVersion(row)}` : row.repository);
  }
  return names;
}

/** The accounts as text: a table's name, then each account with its regions. */
export function accountsText(rows: readonly ImageRow[]): string {
  return [...accountTableNames(rows)]
    .toSorted(([, a], [, b]) => (a < b ? -1 : 1))
    .map(([key, name]) => {
      const regions = new Map<string, string[]>();
      // The key is the entries themselves.
      const entries = JSON.parse(key) as [string, string][];
      for (const [region, account] of entries) {
        regions.set(account, [...(regions.get(account) ?? []), region]);
      }
      const words = [...regions].flatMap(([account, names]) => [account, ...names]);
      return wrap([name], words, " ");
    })
    .join("\n");
}

/** The images as text: one line a row, in columns, `-` where there is nothing. */
export function imagesText(rows: readonly ImageRow[]): string {
  const names = accountTableNames(rows);
  return rows
    .map((row) => {
      const { framework, scope, repository, python, processors, base, versions } = row;
      const columns = [
        framework,
        scope || "-",
        repository,
        names.get(accountsKey(row)) ?? "",
        list(python),
        list(processors),
        list(base),
      ];
      return wrap(
        [columns.join(" ")],
        versions.map((version) => version || "-"),
        " ",
      );
    })
    .join("\n");
}

/** The frameworks that have one version only, as a TypeScript type. */
export function singleVersionType(rows: readonly ImageRow[]): string {
  const names = [...versionsOf(rows)]
    .filter(([, versions]) => versions.size === 1)
    .map(([framework]) => `| ${JSON.stringify(framework)}`);
  return wrap([], names, "  ");
}

/** The versions of each framework as TypeScript types. */
export function versionTypes(rows: readonly ImageRow[]): string {
  return [...versionsOf(rows)]
    .map(([framework, known]) => {
      const types = [...known].map((version, index) =>
        index === 0 ? JSON.stringify(version) : `| ${JSON.stringify(version)}`,
      );
      const lines = wrap([`  readonly ${JSON.stringify(framework)}:`], types, "    ");
      return `  // prettier-ignore\n${lines};`;
    })
    .join("\n");
}

function versionsOf(rows: readonly ImageRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const versions = new Map<string, Set<string>>();
  for (const row of rows) {
    const known = versions.get(row.framework) ?? new Set();
    for (const version of row.versions) known.add(version.split("=")[0] ?? "");
    versions.set(row.framework, known);
  }
  return versions;
}

function accountsKey({ registries }: ImageRow): string {
  const entries = Object.entries(registries).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries);
}

function firstVersion({ versions: [first = ""] }: ImageRow): string {
  return first.split("=")[0] ?? "";
}

function list(values: readonly string[]): string {
  return values.length === 0 ? "-" : values.map((value) => value || "-").join(",");
}

/** Words in lines, those after the first indented. */
function wrap(start: readonly string[], words: readonly string[], indent: string): string {
  const lines = [...start];
  let line = "";
  for (const word of words) {
    if (line !== "" && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, indent + line].join("\n");
}
