import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { keep } from "../data/kept.ts";

const store = "nacre.columns.";

/** Columns that the reader has hidden, by table. */
const hiddenOf = new Map<string, ReturnType<typeof signal<readonly string[]>>>();

/** The names of the columns of a table that are hidden. */
export function hiddenColumns(table: string): readonly string[] {
  return hiddenSignal(table).value ?? [];
}

interface Props {
  /** The table; what is chosen is remembered by this name. */
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly label: string }[];
}

/** Which columns are shown. */
export function ColumnsChooser({ table, columns }: Props): JSX.Element {
  const hidden = hiddenColumns(table);
  const toggle = (name: string): void => {
    const next = hidden.includes(name)
      ? hidden.filter((other) => other !== name)
      : [...hidden, name];
    hiddenSignal(table).value = next;
    keep(store + table, JSON.stringify(next));
  };
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => menu.current?.removeAttribute("open");
  useEffect(() => {
    const press = ({ target }: Event): void => {
      if (target instanceof Node && menu.current?.contains(target) !== true) close();
    };
    addEventListener("pointerdown", press);
    return () => removeEventListener("pointerdown", press);
  }, []);
  return (
    <details
      ref={menu}
      class="menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || menu.current?.open !== true) return;
        // It closes the menu alone.
        event.preventDefault();
        event.stopPropagation();
        close();
        menu.current.querySelector("summary")?.focus();
      }}
      onFocusOut={({ relatedTarget }) => {
        // A click on what takes no focus has gone nowhere: see above.
        if (relatedTarget instanceof Node && menu.current?.contains(relatedTarget) !== true) {
          close();
        }
      }}
    >
      <summary class="button">Columns</summary>
      <fieldset class="menu-body">
        <legend class="sr-only">Columns that are shown</legend>
        {columns.map(({ name, label }) => (
          <label key={name} class="check">
            <input type="checkbox" checked={!hidden.includes(name)} onChange={() => toggle(name)} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}

function hiddenSignal(table: string): ReturnType<typeof signal<readonly string[]>> {
  const known = hiddenOf.get(table) ?? signal<readonly string[]>(stored(table));
  hiddenOf.set(table, known);
  return known;
}

function stored(table: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(store + table) ?? "[]");
    return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}
