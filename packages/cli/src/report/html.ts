import { escapeXml } from "@nacre/graph";

/** Text that is markup already. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text, which is escaped, markup, lists of both, and nothing. */
type Part = string | number | Markup | undefined | readonly Part[];

/** Markup from a template; all text in its places is escaped, there and in attributes. */
export function safe(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((literal, i) => literal + textOf(parts[i])).join("");
  return new Markup(text);
}

/** Takes a text for markup, which must hold nothing unescaped, such as a picture of @nacre/graph. */
export function markup(text: string): Markup {
  return new Markup(text);
}

export type { Markup };

function textOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return escapeXml(String(part));
}
