import { type Markup, safe } from "./html.ts";

/** A column of a table: its title, `number` for one of numbers. */
export type Column = string | { readonly number: string };

/** A table; the first cell of a row is its head. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | number | Markup | undefined)[])[],
): Markup {
  const heads = columns.map((column) => {
    const title = typeof column === "string" ? column : column.number;
    return safe`<th scope="col">${title}</th>`;
  });
  const body = rows.map((cells) => {
    const [first, ...others] = cells;
    const tds = others.map((cell, i) =>
      typeof columns[i + 1] === "object"
        ? safe`<td class="number">${cell}</td>`
        : safe`<td>${cell}</td>`,
    );
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
