import type { ComponentChildren, JSX } from "preact";
import { useFocus } from "./use-focus.ts";

interface Props {
  /** What it is of, for screen readers. */
  readonly label: string;
  readonly title: ComponentChildren;
  /** Below the title. */
  readonly facts?: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A part beside the page, or over it where it is narrow, that is opened and closed. */
export function Panel({ label, title, facts, onClose, children }: Props): JSX.Element {
  const heading = useFocus<HTMLHeadingElement>();
  return (
    <aside class="panel" aria-label={label}>
      <div class="panel-head">
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {facts !== undefined && <p class="muted">{facts}</p>}
        </div>
        <button type="button" class="icon-button" aria-label="Close the panel" onClick={onClose}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="m4 4 8 8m0-8-8 8" />
          </svg>
        </button>
      </div>
      {children}
    </aside>
  );
}
