import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { counted } from "../format/number.ts";

/** How many characters are shown at first, half of them from the end: that is where URIs differ. */
const shown = 120;

/** A text that may be very long: its beginning and its end, until all of it is asked for. */
export function LongText({ text }: { readonly text: string }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  // A little more than is shown is not worth a button.
  if (isWhole || text.length <= shown * 1.5) return <span class="break">{text}</span>;
  return (
    <span class="break">
      {text.slice(0, shown / 2)}…{text.slice(-shown / 2)}{" "}
      <button type="button" class="link" onClick={() => setWhole(true)}>
        Show all<span class="sr-only"> {counted(text.length, "character")}</span>
      </button>
    </span>
  );
}
