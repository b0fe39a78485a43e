import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import type { PreviewView } from "../../api.ts";
import { api, contentUrl } from "../data/api.ts";
import { useResource } from "../data/resource.ts";
import { sizeText } from "../format/number.ts";
import { withQuery } from "../links.ts";
import { Dialog } from "../ui/dialog.tsx";
import { JsonTree } from "../ui/json-tree.tsx";
import { Loaded } from "../ui/states.tsx";
import { lastName } from "./located.tsx";

interface Props {
  readonly uri: string;
  readonly execution: string;
  /** The address of the page, which the preview is part of. */
  readonly url: string;
}

/** What is in a file, by what it is. */
export function PreviewDialog({ uri, execution, url }: Props): JSX.Element {
  const { route } = useLocation();
  const preview = useResource(`preview ${execution} ${uri}`, () => api.preview(uri, execution));
  const content = contentUrl(uri, execution);
  return (
    <Dialog
      title={lastName(uri)}
      wide
      onClose={() => route(withQuery(url, { object: undefined }))}
      actions={
        <a class="button" href={content} download={lastName(uri)}>
          Download
        </a>
      }
    >
      <p class="uri">
        <code class="break">{uri}</code>
      </p>
      <Loaded of={preview} what="the file">
        {(value) => <Preview preview={value} uri={uri} content={content} />}
      </Loaded>
    </Dialog>
  );
}

interface PreviewProps {
  readonly preview: PreviewView;
  readonly uri: string;
  readonly content: string;
}

function Preview({ preview, uri, content }: PreviewProps): JSX.Element {
  switch (preview.kind) {
    case "table":
      return <Rows rows={preview.rows} more={preview.more} />;
    case "json":
      return <JsonTree value={preview.value} open={4} />;
    case "image":
      return <img class="preview-image" src={content} alt={lastName(uri)} />;
    case "text":
      return (
        <>
          <pre class="text" tabIndex={0}>
            {preview.text}
          </pre>
          {preview.more && <p class="muted">Only the beginning is shown.</p>}
        </>
      );
    default:
      return <p class="muted">{sizeText(preview.size)} that cannot be shown; download them.</p>;
  }
}

function Rows({
  rows,
  more,
}: {
  readonly rows: readonly (readonly string[])[];
  readonly more: boolean;
}): JSX.Element {
  return (
    <>
      <div class="table-wrap" role="region" aria-label="Rows" tabIndex={0}>
        <table class="table table-data">
          <tbody>
            {rows.map((row, index) => (
              // Rows have no names; they never move.
              <tr key={index}>
                <th scope="row" class="muted">
                  {index + 1}
                </th>
                {row.map((cell, place) => (
                  <td key={place} class={isNumber(cell) ? "numeric" : undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more && <p class="muted">Only the first {rows.length} rows are shown.</p>}
    </>
  );
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}
