const alwaysIgnored = ["__pycache__/", ".git"];

/**
 * A test for the paths that the lines of an ignore file keep out, besides `__pycache__` and `.git`.
 * A line is a name or, with a `/` inside or in front, a path from the folder; `*` and `?` stand for
 * any characters but `/`, `**` for any; a `/` at the end means folders only; `#` begins a comment.
 */
export function ignoreRules(text: string): (path: string, isFolder: boolean) => boolean {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const rules = [...alwaysIgnored, ...lines]
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(rule);
  return (path, isFolder) => rules.some((matches) => matches(path, isFolder));
}

function rule(line: string): (path: string, isFolder: boolean) => boolean {
  const foldersOnly = line.endsWith("/");
  const pattern = line.replace(/\/$/, "");
  const fromRoot = pattern.includes("/");
  const source = pattern
    .replace(/^\//, "")
    .split(/(\*\*|\*|\?)/)
    .map((part) => wildcards[part] ?? part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join("");
  const expression = new RegExp(fromRoot ? `^${source}$` : `(?:^|/)${source}$`);
  return (path, isFolder) => (isFolder || !foldersOnly) && expression.test(path);
}

const wildcards: Readonly<Record<string, string>> = { "**": ".*", "*": "[^/]*", "?": "[^/]" };
