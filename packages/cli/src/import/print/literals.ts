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

/** Whether a key can stand without quotes; letters outside the first plane are left in them. */
export function isPlainKey(key: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) && !/[^\0-\uffff]/u.test(key);
}

/** A key of an object literal. */
export function printKey(key: string): string {
  // With or without quotes this key would set the prototype; computed, it is a member.
  if (key === "__proto__") return '["__proto__"]';
  return isPlainKey(key) ? key : printText(key);
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** How many columns a text takes. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return [...text].reduce((sum, character) => {
    if (/\p{M}/u.test(character)) return sum;
    return sum + (wide.test(character) ? 2 : 1);
  }, 0);
}
