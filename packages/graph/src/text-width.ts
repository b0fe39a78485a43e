const narrow = /[ijl.,:;|!'`()[\]{}tfrI ]/;
const wide = /[mwMWQ@%…→≤≥≠✓✗]/;

/**
 * About how wide a text is, in pixels. No font is measured: this is wide enough for the fonts that the
 * pictures ask for, so that the same drawing is laid out the same everywhere.
 */
export function textWidth(text: string, size: number, isBold = false): number {
  let ems = 0;
  for (const letter of text) {
    // From here on letters of Chinese, Japanese and Korean, and emoji, which are square.
    if ((letter.codePointAt(0) ?? 0) >= 0x2e80) ems += 1.05;
    else if (narrow.test(letter)) ems += 0.36;
    else if (wide.test(letter)) ems += 0.9;
    else if (letter >= "A" && letter <= "Z") ems += 0.68;
    else ems += 0.57;
  }
  return ems * size * (isBold ? 1.09 : 1);
}

/** A text of at most so many letters: the middle of a longer one gives way to `…`. */
export function shorten(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  const end = Math.floor((most - 1) / 3);
  return `${letters.slice(0, most - 1 - end).join("")}…${letters.slice(letters.length - end).join("")}`;
}
