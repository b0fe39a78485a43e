import type { Viewport } from "./viewport.ts";

/** How far a pointer moves before it drags, in pixels. */
const dragAfter = 4;

/** Drag moves, wheel and two fingers zoom. All ends with `signal`. */
export function usePointers(element: HTMLElement, viewport: Viewport, signal: AbortSignal): void {
  const pointers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  const place = (event: MouseEvent): readonly [number, number] => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ): void => element.addEventListener(type, listener, { signal, ...options });

  listen("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) moved = 0;
    const [x, y] = place(event);
    pointers.set(event.pointerId, { x, y });
  });
  listen("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (last === undefined) return;
    const [x, y] = place(event);
    const [right, down] = [x - last.x, y - last.y];
    moved += Math.abs(right) + Math.abs(down);
    if (moved < dragAfter) return;
    if (!element.hasPointerCapture(event.pointerId)) {
      element.setPointerCapture(event.pointerId);
      element.classList.add("is-dragged");
    }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) viewport.pan(right, down);
    else {
      const before = Math.hypot(last.x - other.x, last.y - other.y);
      const after = Math.hypot(x - other.x, y - other.y);
      viewport.pan(right / 2, down / 2);
      if (before > 0) viewport.zoom(after / before, (x + other.x) / 2, (y + other.y) / 2);
    }
    last.x = x;
    last.y = y;
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
    listen(type, (event) => {
      pointers.delete(event.pointerId);
      if (pointers.size === 0) element.classList.remove("is-dragged");
    });
  }
  // A drag that ends over a step has not chosen it.
  listen(
    "click",
    (event) => {
      if (moved >= dragAfter) event.stopImmediatePropagation();
      moved = 0;
    },
    { capture: true },
  );
  listen(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      // Pinching on a touchpad comes as a wheel with Ctrl, in small steps.
      const speed = event.ctrlKey ? 0.01 : 0.0016;
      viewport.zoom(Math.exp(-event.deltaY * lines * speed), ...place(event));
    },
    { passive: false },
  );
}
