import type { ComponentChildren, JSX } from "preact";
import { useFocus } from "./use-focus.ts";

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** As wide as the page allows. */
  readonly wide?: boolean;
  /** Links and buttons beside the title. */
  readonly actions?: ComponentChildren;
  /** What the button says that closes it. @default Close */
  readonly closeLabel?: string;
}

/** A dialog above the page. The browser keeps the focus in it and closes it with Escape. */
export function Dialog(props: Props): JSX.Element {
  const { title, onClose, children, wide = false, actions, closeLabel = "Close" } = props;
  const ref = useFocus<HTMLDialogElement>((dialog) => dialog.showModal());
  return (
    <dialog
      ref={ref}
      class={wide ? "dialog dialog-wide" : "dialog"}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        // On the backdrop, which belongs to the dialog itself.
        if (event.target === ref.current) ref.current?.close();
      }}
    >
      <div class="dialog-head">
        <h2>{title}</h2>
        <div class="actions">
          {actions}
          <button type="button" class="button quiet" onClick={() => ref.current?.close()}>
            {closeLabel}
          </button>
        </div>
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
