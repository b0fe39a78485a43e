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

const segment = /\.([A-Za-z_][A-Za-z0-9_]*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/gs;

/** The names and indexes along a JSON path that the functions here made. */
export function pathSegments(path: string): (string | number)[] {
  return [...path.matchAll(segment)].map(([, name, quoted, index]) => {
    if (name !== undefined) return name;
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/gs, "$1");
    return Number(index);
  });
}
