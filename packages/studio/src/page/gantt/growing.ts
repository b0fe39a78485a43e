import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/**
 * Lets the bars that go on grow with the clock, frame by frame while the chart is seen. Only the
 * transform of those bars is set, which moves nothing else.
 *
 * @param root - holds the bars: elements with `data-since` (a time)
 * @param end - the end of the axis; `onFull` is called when the clock has come there
 */
export function useGrowing(
  root: RefObject<HTMLElement | null>,
  isLive: boolean,
  start: number,
  end: number,
  onFull: () => void,
): void {
  useEffect(() => {
    const { current } = root;
    if (!isLive || current === null) return undefined;
    let frame = 0;
    const grow = (): void => {
      const now = Date.now();
      if (now > end) onFull();
      for (const bar of current.querySelectorAll<HTMLElement>("[data-since]")) {
        const since = Number(bar.dataset["since"]);
        const share = Math.max(0, Math.min(now, end) - since) / (end - start);
        // The bar is as wide as the axis, and shown in part.
        bar.style.transform = `scaleX(${Math.max(share, 0.002)})`;
      }
      const line = current.querySelector<HTMLElement>(".gantt-now");
      if (line)
        line.style.transform = `translateX(${Math.min(1, (now - start) / (end - start)) * 100}%)`;
      frame = requestAnimationFrame(grow);
    };
    const watch = new IntersectionObserver((entries) => {
      cancelAnimationFrame(frame);
      // A page that is hidden gets no frames by itself.
      if (entries.some(({ isIntersecting }) => isIntersecting)) frame = requestAnimationFrame(grow);
    });
    watch.observe(current);
    return () => {
      watch.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [isLive, start, end, onFull]);
}
