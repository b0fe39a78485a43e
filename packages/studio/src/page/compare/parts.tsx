import type { JSX } from "preact";

interface GroupHeadProps {
  readonly title: string;
  /** How many columns the table has. */
  readonly columns: number;
  /** How many rows without a difference are left out. */
  readonly hidden: number;
  /** Whether there is nothing to compare. */
  readonly none: boolean;
  /** What is to be known of the rows. */
  readonly note?: string;
}

/** The head of some rows: what they are of, and how many of them are left out. */
export function GroupHead({ title, columns, hidden, none, note }: GroupHeadProps): JSX.Element {
  return (
    <tr class="group">
      <th colSpan={columns} scope="rowgroup">
        <span class="group-title">
          {title} {none && <span class="muted">none</span>}
          {hidden > 0 && <span class="muted">{hidden} the same</span>}
          {note !== undefined && <span class="muted">{note}</span>}
        </span>
      </th>
    </tr>
  );
}

/** How far a value is from that of the first execution. */
export function Change({ text }: { readonly text: string | undefined }): JSX.Element | null {
  return text === undefined ? null : <span class="change">{text}</span>;
}
