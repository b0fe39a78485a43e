import type { StatusTone } from "../format/status.ts";

/** The page's colours (styles/tokens.css) as a canvas needs them. */
export interface GraphColors {
  readonly tones: Readonly<Record<StatusTone, { readonly strong: string; readonly soft: string }>>;
  readonly ground: string;
  readonly surface: string;
  readonly branch: string;
  readonly line: string;
  readonly text: string;
  readonly more: string;
  readonly accent: string;
  /** The family of the letters. */
  readonly font: string;
}

/** Reads them as they are now: light or dark. */
export function readColors(): GraphColors {
  // The value of a property may be light-dark(…), which a canvas does not know; a colour is one colour.
  const sample = document.createElement("i");
  document.body.append(sample);
  const style = getComputedStyle(sample);
  const color = (name: string): string => {
    sample.style.color = `var(--${name})`;
    return style.color;
  };
  const tone = (name: string): { readonly strong: string; readonly soft: string } => ({
    strong: color(name),
    soft: color(`${name}-soft`),
  });
  const colors = {
    tones: {
      good: tone("good"),
      running: tone("running"),
      bad: tone("bad"),
      stopped: tone("stopped"),
      waiting: tone("waiting"),
      idle: tone("idle"),
      cached: tone("cached"),
    },
    ground: color("ground"),
    surface: color("surface"),
    branch: color("surface-2"),
    line: color("line-strong"),
    text: color("text"),
    more: color("text-2"),
    accent: color("accent"),
    font: style.fontFamily,
  };
  sample.remove();
  return colors;
}

/** Tells when they may be others: by the switch of the page, or by the system. */
export function onColors(changed: () => void, signal: AbortSignal): void {
  const watch = new MutationObserver(changed);
  watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  signal.addEventListener("abort", () => watch.disconnect(), { once: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
}
