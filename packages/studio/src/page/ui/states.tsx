import { type ComponentChildren, Fragment, type JSX } from "preact";
import type { PlaceView } from "../../api.ts";
import { RequestError } from "../data/request.ts";
import type { Resource } from "../data/resource.ts";
import { executionLink, pipelineLink, pipelinesLink, stepLink } from "../links.ts";

/** What is not there yet; it stays unseen for a moment, so that quick answers do not flicker. */
export function Loading({ what }: { readonly what: string }): JSX.Element {
  return (
    <p class="loading" role="status">
      Reading {what}…
    </p>
  );
}

/** A text in which what stands between backticks is a command or a name. */
export function Words({ text }: { readonly text: string }): JSX.Element {
  const parts = text.split("`");
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 && index < parts.length - 1 ? <code key={index}>{part}</code> : part,
      )}
    </>
  );
}

/** A fault: what it is, and what to do. */
export function Fault({
  error,
  again,
}: {
  readonly error: Error;
  readonly again?: () => void;
}): JSX.Element {
  const { help, exists } = error instanceof RequestError ? error : {};
  if (exists !== undefined) return <Missing message={error.message} help={help} exists={exists} />;
  return (
    <div class="fault" role="alert">
      <p class="fault-message">{error.message}</p>
      {help !== undefined && (
        <p>
          <Words text={help} />
        </p>
      )}
      {again !== undefined && (
        <button type="button" class="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

interface MissingProps {
  readonly message: string;
  readonly help: string | undefined;
  readonly exists: readonly PlaceView[];
}

/** What a link leads to is not there: what is there instead. */
function Missing({ message, help, exists }: MissingProps): JSX.Element {
  const [first] = exists;
  return (
    <Empty title={message}>
      {first !== undefined && (
        <p>
          {first.id === undefined ? "What is there: " : "The newest: "}
          {exists.map((place, index) => (
            <Fragment key={placeLink(place)}>
              {index > 0 && ", "}
              <a href={placeLink(place)}>{place.step ?? place.id ?? place.pipeline}</a>
            </Fragment>
          ))}
        </p>
      )}
      <p>
        {first?.id !== undefined && (
          <>
            <a href={pipelineLink(first.pipeline)}>All executions of {first.pipeline}</a> ·{" "}
          </>
        )}
        <a href={pipelinesLink}>All pipelines</a>
      </p>
      {help !== undefined && (
        <p class="muted">
          <Words text={help} />
        </p>
      )}
    </Empty>
  );
}

function placeLink({ pipeline, id, step }: PlaceView): string {
  if (id === undefined) return pipelineLink(pipeline);
  return step === undefined ? executionLink({ pipeline, id }) : stepLink({ pipeline, id }, step);
}

/** Nothing to show, and how to get something. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** What a view does not show since the credentials do not allow to read it. */
export function Notes({
  texts = [],
}: {
  readonly texts?: readonly string[] | undefined;
}): JSX.Element | null {
  if (texts.length === 0) return null;
  return (
    <div class="warning" role="note">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

interface LoadedProps<T> {
  readonly of: Resource<T>;
  /** What is read, for people: `the executions`. */
  readonly what: string;
  readonly children: (value: T) => ComponentChildren;
}

/** A resource: the value as soon as there is one, with a fault above it when it may be old. */
export function Loaded<T>({ of, what, children }: LoadedProps<T>): JSX.Element {
  const value = of.value.value;
  const error = of.error.value;
  return (
    <>
      {error !== undefined && <Fault error={error} again={() => void of.reload()} />}
      {value !== undefined && children(value)}
      {value === undefined && error === undefined && <Loading what={what} />}
    </>
  );
}
