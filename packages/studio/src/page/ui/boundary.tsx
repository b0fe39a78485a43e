import type { ComponentChildren, JSX } from "preact";
import { useErrorBoundary } from "preact/hooks";
import { Fault } from "./states.tsx";

/** Keeps a bug in one part of the page from taking the rest away. */
export function Boundary({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [error, reset] = useErrorBoundary((fault: unknown) => console.error(fault));
  if (error === undefined || error === null) return <>{children}</>;
  const text = error instanceof Error ? error.message : String(error);
  return (
    <Fault error={new Error(`This part of the page has a bug: ${text}`)} again={() => reset()} />
  );
}
