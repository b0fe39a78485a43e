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
  const before = Math.min(page - 1, lastPage(found, rowsPerPage));
  return (
    <nav class="toolbar" aria-label="Pages of the table">
      {page > 1 && (
        <a class="button" href={hrefOf(before)} rel="prev" onClick={toTop}>
          Previous {rowsPerPage}
        </a>
      )}
      <span class="muted">
        {first < last
          ? `${(first + 1).toLocaleString("en")}–${last.toLocaleString("en")}`
          : "No rows here"}
      </span>
      {last < found && (
        <a class="button" href={hrefOf(page + 1)} rel="next" onClick={toTop}>
          Next {rowsPerPage}
        </a>
      )}
    </nav>
  );
}

/** The last page that has rows, from 1. */
export function lastPage(found: number, rowsPerPage: number): number {
  return Math.max(1, Math.ceil(found / rowsPerPage));
}

/** Another page is read from its first row on. */
function toTop({ currentTarget }: { readonly currentTarget: HTMLElement }): void {
  currentTarget.closest("nav")?.previousElementSibling?.scrollIntoView();
}
