/**
 * A function that remembers what it said of the last few hundred texts: names come again and again in
 * a definition, and what is remembered stays small whoever chooses them.
 */
export function memo<Result>(make: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    if (known.size >= most) known.clear();
    if (text.length <= longest) known.set(text, made);
    return made;
  };
}

const most = 500;
const longest = 1000;
