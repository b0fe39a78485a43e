/** A part of a text; `at` is where it begins. */
export interface TextPart {
  readonly at: number;
  readonly text: string;
  readonly isFound: boolean;
}

/** A text in parts that are, or are not, what was searched for; the case of letters does not count. */
export function marked(text: string, search: string): TextPart[] {
  if (search === "") return [{ at: 0, text, isFound: false }];
  const parts: TextPart[] = [];
  const [low, wanted] = [text.toLowerCase(), search.toLowerCase()];
  let at = 0;
  // Letters exist whose lower case is longer: then places do not agree, and nothing is marked.
  const first = low.length === text.length ? low.indexOf(wanted) : -1;
  for (let found = first; found >= 0; found = low.indexOf(wanted, at)) {
    if (found > at) parts.push({ at, text: text.slice(at, found), isFound: false });
    at = found + wanted.length;
    parts.push({ at: found, text: text.slice(found, at), isFound: true });
  }
  if (at < text.length) parts.push({ at, text: text.slice(at), isFound: false });
  return parts;
}
