import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "./dialog.tsx";

interface Props {
  /** The question. */
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  /** What it is done to, and what comes of it. */
  readonly children: ComponentChildren;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is done that others notice. Enter does it, Escape does not. */
export function Confirm({ title, action, children, onConfirm, onClose }: Props): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Dialog title={title} onClose={onClose} closeLabel="Cancel">
      {children}
      <div class="form-actions">
        <button
          ref={button}
          type="button"
          class="button danger"
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {action}
        </button>
      </div>
    </Dialog>
  );
}
