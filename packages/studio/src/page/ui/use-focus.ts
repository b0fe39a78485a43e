import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Takes the focus to what opens, and back to where it was when that closes. */
export function useFocus<T extends HTMLElement>(
  take: (element: T) => void = (element) => element.focus({ preventScroll: true }),
): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    const before = document.activeElement;
    if (ref.current !== null) take(ref.current);
    return () => {
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus();
    };
  }, []);
  return ref;
}
