import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { keep } from "../data/kept.ts";

const store = "nacre.theme";
const chosen = signal(document.documentElement.dataset["theme"]);
const system = matchMedia("(prefers-color-scheme: dark)");

/** Light or dark; until it is used the system decides. The choice is read by `theme.js`. */
export function ThemeSwitch(): JSX.Element {
  const isDark = chosen.value === undefined ? system.matches : chosen.value === "dark";
  const change = (): void => {
    const theme = isDark ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme;
    chosen.value = theme;
    keep(store, theme);
  };
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={isDark ? "Light theme" : "Dark theme"}
      onClick={change}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {isDark ? (
          <path d="M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1" />
        ) : (
          <path d="M13.500 9.800A6 6 0 0 1 6.200 2.500a6 6 0 1 0 7.300 7.300Z" />
        )}
      </svg>
    </button>
  );
}
