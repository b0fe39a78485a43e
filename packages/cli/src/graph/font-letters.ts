/** Which letters a font has. */
export type HasLetter = (codePoint: number) => boolean;

/** A stretch of code points, both ends in it. */
type Range = readonly [first: number, last: number];

/**
 * Reads which letters a TrueType or OpenType font has, or any font of a collection.
 *
 * @returns undefined for what is no such font
 * @see https://learn.microsoft.com/en-us/typography/opentype/spec/cmap
 */
export function lettersOf(font: Uint8Array): HasLetter | undefined {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  try {
    const ranges = fontOffsets(view).flatMap((at) => lettersAt(view, at));
    return (codePoint) => ranges.some(([first, last]) => first <= codePoint && codePoint <= last);
  } catch (error) {
    // What lies outside of the file, or no table of letters at all.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where the fonts of a file begin: one, or those of a collection. */
function fontOffsets(view: DataView): number[] {
  const kind = tag(view, 0);
  if (kind === "ttcf") {
    return Array.from({ length: view.getUint32(8) }, (_, i) => view.getUint32(12 + 4 * i));
  }
  if (kind === "\0\u0001\0\0" || kind === "OTTO" || kind === "true") return [0];
  throw new RangeError("no font");
}

function lettersAt(view: DataView, font: number): Range[] {
  const tables = Array.from({ length: view.getUint16(font + 4) }, (_, i) => font + 12 + 16 * i);
  const record = tables.find((at) => tag(view, at) === "cmap");
  if (record === undefined) throw new RangeError("no table of letters");
  const cmap = view.getUint32(record + 8);
  const subtables = Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => cmap + 4 + 8 * i);
  return subtables.flatMap((at) => {
    const subtable = cmap + view.getUint32(at + 4);
    switch (view.getUint16(subtable)) {
      case 4:
        return segments(view, subtable);
      case 12:
        return groups(view, subtable);
      default:
        // Older forms, which stand beside one of these.
        return [];
    }
  });
}

/** Format 4: of each segment the last code point, and further on the first one. */
function segments(view: DataView, at: number): Range[] {
  const size = view.getUint16(at + 6);
  return Array.from({ length: size / 2 }, (_, i): Range => {
    const last = at + 14 + 2 * i;
    return [view.getUint16(last + size + 2), view.getUint16(last)];
  }).filter(([first]) => first !== 0xffff);
}

/** Format 12: of each group the first and the last code point. */
function groups(view: DataView, at: number): Range[] {
  return Array.from({ length: view.getUint32(at + 12) }, (_, i): Range => {
    const group = at + 16 + 12 * i;
    return [view.getUint32(group), view.getUint32(group + 4)];
  });
}

function tag(view: DataView, at: number): string {
  return String.fromCodePoint(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
