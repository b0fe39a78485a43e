import type { JsonValue } from "@nacre/core";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { PreviewView } from "../../api.ts";
import { readJson } from "../../json.ts";
import { api, contentUrl } from "../data/api.ts";
import { useResource } from "../data/resource.ts";
import { sizeText } from "../format/number.ts";
import { withQuery } from "../links.ts";
import { Dialog } from "../ui/dialog.tsx";
import { JsonTree } from "../ui/json-tree.tsx";
import { Loaded } from "../ui/states.tsx";
import { lastName } from "./located.tsx";
import { TablePreview } from "./table-preview.tsx";

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
      return <TablePreview preview={preview} />;
    case "json":
      return <Json text={preview.text} />;
    case "image":
      return <img class="preview-image" src={content} alt={lastName(uri)} />;
    case "text":
      return <Text text={preview.text} isPart={preview.more} />;
    default:
      return <p class="muted">{sizeText(preview.size)} that cannot be shown; download them.</p>;
  }
}

/** JSON as a tree, or as its text where it is nested too deep for one. */
function Json({ text }: { readonly text: string }): JSX.Element {
  const value = useMemo(() => treeOf(text), [text]);
  if (value === undefined) return <Text text={text.slice(0, longestText)} isPart />;
  return <JsonTree value={value} open={4} />;
}

/** Undefined where it is nested deeper than the browser can go. */
function treeOf(text: string): JsonValue | undefined {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

/** The most characters of JSON that is shown as text. */
const longestText = 200_000;

function Text({ text, isPart }: { readonly text: string; readonly isPart: boolean }): JSX.Element {
  if (text === "") return <p class="muted">The file is empty.</p>;
  return (
    <>
      <pre class="text" tabIndex={0}>
        {text}
      </pre>
      {isPart && <p class="muted">Only the beginning is shown.</p>}
    </>
  );
}
