/**
 * A number as people read it: at most five significant digits, no digit of the whole part lost,
 * thousands apart, very large and small ones with an exponent.
 */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return trimmed(value.toExponential(3));
  const digits = Math.max(0, 5 - wholeDigits(size));
  return value.toLocaleString("en", { maximumFractionDigits: Math.min(digits, 6) });
}

/** How much of a file: `512 B`, `1.4 kB`, `3.2 MB`. */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const text = unit === 0 || size >= 99.5 ? String(Math.round(size)) : size.toFixed(1);
  return `${text} ${units[unit] ?? ""}`;
}

/** `1 step`, `2 steps`. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

function wholeDigits(size: number): number {
  if (size === 0) return 1;
  return Math.floor(Math.log10(size)) + 1;
}

function trimmed(text: string): string {
  return text.replace(/\.?0+e/, "e").replace("e+", "e");
}
