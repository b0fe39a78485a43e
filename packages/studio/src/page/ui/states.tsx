import type { ComponentChildren, JSX } from "preact";
import { RequestError } from "../data/request.ts";
import type { Resource } from "../data/resource.ts";
import { pipelinesLink } from "../links.ts";

/** What is not there yet; it stays unseen for a moment, so that quick answers do not flicker. */
export function Loading({ what }: { readonly what: string }): JSX.Element {
  return (
    <p class="loading" role="status">
      Reading {what}…
    </p>
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
  const help = error instanceof RequestError ? error.help : undefined;
  return (
    <div class="fault" role="alert">
      <p class="fault-message">{error.message}</p>
      {help !== undefined && <p>{help}</p>}
      {error instanceof RequestError && error.status === 404 && (
        <p>
          Look for it among <a href={pipelinesLink}>all pipelines</a>.
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
