import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";

interface Props {
  /** The heading, and what the browser's tab says. */
  readonly title: string;
  /** The pages above it, the outermost first. */
  readonly path?: readonly { readonly label: string; readonly href: string }[];
  /** Beside the heading: a status. */
  readonly mark?: ComponentChildren;
  /** The status in a word, for the browser's tab. */
  readonly status?: string | undefined;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of one page: where it lies, its heading and what can be done. */
export function Page({ title, path = [], mark, status, actions, children }: Props): JSX.Element {
  const above = path.at(-1)?.label;
  useEffect(() => {
    const first = status === undefined ? "" : `${status}: `;
    document.title = `${first}${title}${above === undefined ? "" : ` · ${above}`} · Nacre Studio`;
  }, [title, above, status]);
  return (
    <>
      <div class="page-head">
        <div class="page-title">
          {path.length > 0 && (
            <nav class="path" aria-label="Above this page">
              {path.map(({ label, href }) => (
                <a key={href} href={href}>
                  {label}
                </a>
              ))}
            </nav>
          )}
          <h1>
            <span class="title-text">{title}</span> {mark}
          </h1>
        </div>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </div>
      {children}
    </>
  );
}
