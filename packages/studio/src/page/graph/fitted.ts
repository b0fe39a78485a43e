const measuring = document.createElement("canvas").getContext("2d");

/** A text that is not wider than so many pixels, in a font such as `600 14px sans-serif`. */
export function fitted(text: string, width: number, font: string): string {
  if (measuring === null) return text;
  measuring.font = font;
  const isFit = (one: string): boolean => measuring.measureText(one).width <= width;
  if (isFit(text)) return text;
  const letters = [...text];
  let [least, most] = [0, letters.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (isFit(`${letters.slice(0, middle).join("")}…`)) least = middle;
    else most = middle - 1;
  }
  return `${letters.slice(0, least).join("")}…`;
}
