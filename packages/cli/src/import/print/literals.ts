/** Characters that a reader cannot see, or that would change how the text around them looks. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00a0]/gu;

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text whose characters can all be seen, and that is one line. */
export function escapeUnseen(text: string): string {
  return text.replace(unseen, escapeOf);
}

function escapeOf(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** A string literal, in the quotes of which it has fewer; double ones when it has as many. */
export function printText(value: string): string {
  const doubles = value.split('"').length;
  const singles = value.split("'").length;
  const quote = doubles > singles ? "'" : '"';
  const escaped = value.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
  return `${quote}${escapeUnseen(escaped)}${quote}`;
}

/** Text inside a template literal. */
export function printTemplateText(value: string): string {
  return escapeUnseen(
    value.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${"),
  );
}

/** Whether a key can stand without quotes. */
export function isPlainKey(key: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(key);
}

/** A key of an object literal. */
export function printKey(key: string): string {
  // With or without quotes this key would set the prototype; computed, it is a member.
  if (key === "__proto__") return '["__proto__"]';
  return isPlainKey(key) ? key : printText(key);
}
