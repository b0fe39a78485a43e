import { type Markup, safe } from "./html.ts";

/** A column of a table: its title; what is in one of numbers or of words stands in one line. */
export type Column = string | { readonly number: string } | { readonly word: string };

/** A table; the first cell of a row is its head. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | number | Markup | undefined)[])[],
): Markup {
  const heads = columns.map((column) => {
    const title = typeof column === "string" ? column : Object.values(column)[0];
    return safe`<th scope="col">${title}</th>`;
  });
  const body = rows.map((cells) => {
    const [first, ...others] = cells;
    const tds = others.map((cell, i) => {
      const column = columns[i + 1];
      const [kind] = typeof column === "object" ? Object.keys(column) : [];
      return kind === undefined ? safe`<td>${cell}</td>` : safe`<td class="${kind}">${cell}</td>`;
    });
    return safe`<tr>
      <th scope="row">${first}</th>
      ${tds}
    </tr> `;
  });
  return safe`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}
