import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** The least height, in pixels: below it the page scrolls. */
const least = 240;
/** What stays free below, in pixels: the edges of what it is in. */
const below = 32;

/**
 * Makes an element end where the window does, wherever it begins and the page is scrolled to.
 *
 * @param place - another one where the element has moved
 */
export function useFittedHeight(place: unknown): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    let isAsked = false;
    const fit = (): void => {
      isAsked = false;
      const element = ref.current;
      if (element === null) return;
      const { top } = element.getBoundingClientRect();
      const height = `${Math.max(least, Math.floor(innerHeight - top - below))}px`;
      if (element.style.maxHeight !== height) element.style.maxHeight = height;
    };
    const ask = (): void => {
      if (!isAsked) requestAnimationFrame(fit);
      isAsked = true;
    };
    fit();
    addEventListener("scroll", ask, { passive: true });
    addEventListener("resize", ask);
    // What is above it may grow.
    const sizes = new ResizeObserver(ask);
    sizes.observe(document.body);
    return () => {
      removeEventListener("scroll", ask);
      removeEventListener("resize", ask);
      sizes.disconnect();
    };
  }, [place]);
  return ref;
}
