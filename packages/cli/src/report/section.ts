import { type Markup, safe } from "./html.ts";

/** A part of a report. */
export interface Section {
  /** What links lead to; no other section has it. */
  readonly id: string;
  readonly title: string;
  readonly content: Markup | readonly Markup[];
}

/** A section with its head. */
export function sectionMarkup({ id, title, content }: Section): Markup {
  return safe`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;
}

/** Links to the sections. */
export function sectionLinks(sections: readonly Section[]): Markup {
  return safe`<nav aria-label="Parts of the report">
    <ul>
      ${sections.map(({ id, title }) => safe`<li><a href="#${id}">${title}</a></li> `)}
    </ul>
  </nav>`;
}
