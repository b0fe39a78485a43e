/**
 * The rows of CSV text, quoted fields among them.
 *
 * @param most - how many rows at most
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function csvRows(text: string, most: number, separator = ","): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length && rows.length < most) {
    const field = fieldAt(text, at, separator);
    row.push(field.text);
    at = field.end;
    if (text[at] === separator) {
      at += 1;
      // A separator at the very end has an empty field after it.
      if (at === text.length) row.push("");
      continue;
    }
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    rows.push(row);
    row = [];
  }
  if (row.length > 0 && rows.length < most) rows.push(row);
  return rows;
}

/** What separates the fields of CSV text: of the usual ones, what its first line has most of. */
export function separatorIn(text: string): string {
  const [line = ""] = text.split("\n", 1);
  const plain = line.replaceAll(/"[^"]*"/g, "");
  const count = (separator: string): number => plain.split(separator).length;
  return [",", ";", "\t", "|"].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function fieldAt(text: string, start: number, separator: string): { text: string; end: number } {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== separator && text[end] !== "\n") end += 1;
    const isCrLf = text[end] === "\n" && end > start && text[end - 1] === "\r";
    return { text: text.slice(start, isCrLf ? end - 1 : end), end };
  }
  let field = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { text: field + text.slice(at), end: text.length };
    field += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') break;
    field += '"';
    at += 1;
  }
  // What follows a closing quote belongs to no field; it is shown all the same.
  const rest = fieldAt(text, at, separator);
  return { text: field + rest.text, end: rest.end };
}
