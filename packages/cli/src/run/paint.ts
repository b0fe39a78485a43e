import { styleText } from "node:util";

/** The styles in use. */
export type Style = "blue" | "bold" | "cyan" | "gray" | "green" | "magenta" | "red" | "yellow";

/** Styles a text where the stream takes styles. */
export type Paint = (style: Style, text: string) => string;

/** Styles for a stream: none where it is no terminal or NO_COLOR is set; FORCE_COLOR overrules. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream, validateStream: true });
}
