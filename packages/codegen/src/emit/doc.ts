import type { Doc } from "../decide/model.ts";

const width = 100;

/** Prints a comment with its last line end, or nothing when there is nothing to say. */
export function printDoc(doc: Doc, indent = ""): string {
  const lines = [
    ...wrap(doc.sentences.join(" "), width - indent.length - 3),
    ...(doc.default === undefined ? [] : [`@default ${doc.default}`]),
    ...(doc.see === undefined ? [] : [`@see ${doc.see}`]),
  ].map((line) => line.replaceAll("*/", "*\\/"));
  const [only] = lines;
  if (only === undefined) return "";
  if (lines.length === 1 && only.length + indent.length + 7 <= width) {
    return `${indent}/** ${only} */\n`;
  }
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`, ""].join(
    "\n",
  );
}

/** Breaks text at spaces, but not within `code`. */
function wrap(text: string, length: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/(?:`[^`]*`|[^\s`])+/g) ?? []) {
    if (line !== "" && line.length + 1 + word.length > length) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, line];
}
