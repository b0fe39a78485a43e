const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

const plainNames = new Set<string>();

/** Whether a name needs no quotes in a path; the few names that come again and again are kept. */
function isPlain(name: string): boolean {
  if (plainNames.has(name)) return true;
  if (!plainName.test(name)) return false;
  if (plainNames.size < 1000) plainNames.add(name);
  return true;
}

/** The JSON path of a member: `$.Steps`, or `$['a key']` for a name that is no plain word. */
export function memberPath(owner: string, name: string): string {
  return isPlain(name)
    ? `${owner}.${name}`
    : `${owner}['${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
}

/** The JSON path of an item of a list. */
export function itemPath(owner: string, index: number): string {
  return `${owner}[${index}]`;
}

/** The names and indexes along a JSON path that the functions here made. */
export function pathSegments(path: string): (string | number)[] {
  const segments: (string | number)[] = [];
  // The path begins with the sign of the root.
  let at = 1;
  while (at < path.length) {
    if (path[at] === ".") {
      const end = endOfName(path, at + 1);
      segments.push(path.slice(at + 1, end));
      at = end;
    } else if (path[at + 1] === "'") {
      const end = endOfQuoted(path, at + 2);
      segments.push(path.slice(at + 2, end).replaceAll(/\\(.)/gs, "$1"));
      at = end + "']".length;
    } else {
      const end = path.indexOf("]", at);
      if (end < 0) break;
      segments.push(Number(path.slice(at + 1, end)));
      at = end + 1;
    }
  }
  return segments;
}

function endOfName(path: string, start: number): number {
  let at = start;
  while (at < path.length && path[at] !== "." && path[at] !== "[") at += 1;
  return at;
}

/** Where the quote stands that ends a name; a quote within it has a backslash before it. */
function endOfQuoted(path: string, start: number): number {
  let at = start;
  while (at < path.length && path[at] !== "'") at += path[at] === "\\" ? 2 : 1;
  return at;
}
