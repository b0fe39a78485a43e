import type { JSX } from "preact";

interface Props {
  /** The page that is shown, from 1. */
  readonly page: number;
  readonly rowsPerPage: number;
  /** How many rows there are, as far as is known. */
  readonly found: number;
  readonly hrefOf: (page: number) => string;
}

/** To the rows before and after those of a page; nothing when one page has all. */
export function Pager({ page, rowsPerPage, found, hrefOf }: Props): JSX.Element | null {
  const first = (page - 1) * rowsPerPage;
  const last = Math.min(first + rowsPerPage, found);
  if (page === 1 && found <= rowsPerPage) return null;
  return (
    <nav class="toolbar" aria-label="Pages of the table">
      {page > 1 && (
        <a class="button" href={hrefOf(page - 1)} rel="prev">
          Previous {rowsPerPage}
        </a>
      )}
      <span class="muted">
        {first < last
          ? `${(first + 1).toLocaleString("en")}–${last.toLocaleString("en")}`
          : "No rows here"}
      </span>
      {last < found && (
        <a class="button" href={hrefOf(page + 1)} rel="next">
          Next {rowsPerPage}
        </a>
      )}
    </nav>
  );
}
