import type { JSX } from "preact";
import { useLocation } from "preact-iso";
import { withQuery } from "../links.ts";

interface Props {
  readonly label: string;
  /** The member of the address that it is kept in. */
  readonly member?: string;
  readonly placeholder?: string;
  /** Members of the address that mean nothing with another filter. */
  readonly resets?: readonly string[];
}

/** A filter that is part of the address, so that it can be sent to others. */
export function FilterField({
  label,
  member = "filter",
  placeholder,
  resets = [],
}: Props): JSX.Element {
  const { url, query, route } = useLocation();
  return (
    <input
      type="search"
      class="search"
      aria-label={label}
      placeholder={placeholder ?? "Filter  ( / )"}
      value={query[member] ?? ""}
      spellcheck={false}
      onInput={({ currentTarget: { value } }) =>
        route(
          withQuery(url, {
            ...Object.fromEntries(resets.map((name) => [name, undefined])),
            [member]: value === "" ? undefined : value,
          }),
          // Going back leads to the page that it began on.
          resets.every((name) => query[name] === undefined),
        )
      }
    />
  );
}
