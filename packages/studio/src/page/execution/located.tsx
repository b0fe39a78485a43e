import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import type { LocatedView } from "../../api.ts";
import { api, contentUrl } from "../data/api.ts";
import { useResource } from "../data/resource.ts";
import { sizeText } from "../format/number.ts";
import { withQuery } from "../links.ts";
import { Copy } from "../ui/copy.tsx";
import { Loaded } from "../ui/states.tsx";

interface ListProps {
  readonly located: readonly LocatedView[];
  /** The execution as which files are seen. */
  readonly execution: string;
  /** What is said when there are none. */
  readonly none: string;
}

/** What a step reads or writes; the files of each are read when it is opened. */
export function LocatedList({ located, execution, none }: ListProps): JSX.Element {
  if (located.length === 0) return <p class="muted">{none}</p>;
  return (
    <>
      {located.map((one) => (
        <Located key={`${one.name} ${one.uri}`} located={one} execution={execution} />
      ))}
    </>
  );
}

interface LocatedProps {
  readonly located: LocatedView;
  readonly execution: string;
  readonly isOpen?: boolean;
}

/** One place of files. */
export function Located({ located, execution, isOpen = false }: LocatedProps): JSX.Element {
  const [isShown, setShown] = useState(isOpen);
  const { name, uri, path } = located;
  return (
    <details
      class="located"
      open={isShown}
      onToggle={({ currentTarget }) => setShown(currentTarget.open)}
    >
      <summary>
        <b>{name}</b> {path !== undefined && <code class="muted">{path}</code>}
      </summary>
      <p class="uri">
        <code class="break">{uri}</code> <Copy text={uri} what="URI" />
      </p>
      {isShown && <Objects uri={uri} execution={execution} />}
    </details>
  );
}

function Objects({
  uri,
  execution,
}: {
  readonly uri: string;
  readonly execution: string;
}): JSX.Element {
  const { url } = useLocation();
  const files = useResource(`objects ${execution} ${uri}`, () => api.objects(uri, execution));
  return (
    <Loaded of={files} what="the files">
      {({ objects, truncated }) => (
        <ul class="files">
          {objects.length === 0 && <li class="muted">No files here.</li>}
          {objects.map((object) => (
            <li key={object.uri}>
              <a class="break" href={withQuery(url, { object: object.uri })}>
                {shortName(object.uri, uri)}
              </a>
              <span class="muted number">{sizeText(object.size)}</span>
              <a href={contentUrl(object.uri, execution)} download={lastName(object.uri)}>
                Download<span class="sr-only"> {shortName(object.uri, uri)}</span>
              </a>
            </li>
          ))}
          {truncated && <li class="muted">Only the first are shown.</li>}
        </ul>
      )}
    </Loaded>
  );
}

/** The last part of a URI. */
export function lastName(uri: string): string {
  return uri.split("/").at(-1) ?? uri;
}

function shortName(uri: string, under: string): string {
  const rest = uri.startsWith(under) ? uri.slice(under.length).replace(/^\//, "") : "";
  return rest === "" ? lastName(uri) : rest;
}
