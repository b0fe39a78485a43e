import type { Box } from "./layout.ts";

/** What part of the drawing is seen: a place of the drawing is shown at `x + place * scale`. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** How small and how large the drawing may be shown; smaller, if only so all of it is seen. */
const scales = { least: 0.05, most: 2.5 } as const;

const margin = 24;
/** Around all of a drawing, which has room around itself. */
const fitMargin = 8;

/** The view on a drawing: moved, zoomed and fitted; who draws is told at most once a frame. */
export class Viewport {
  view: View = { x: margin, y: margin, scale: 1 };
  /** The size of what it is seen through, in pixels. */
  width = 0;
  height = 0;
  readonly #draw: () => void;
  #frame = 0;
  #least: number = scales.least;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  resize(width: number, height: number): void {
    // What was in the middle stays there.
    const { x, y, scale } = this.view;
    const [right, down] = [(width - this.width) / 2, (height - this.height) / 2];
    const isFirst = this.width === 0;
    this.width = width;
    this.height = height;
    this.#set(isFirst ? this.view : { x: x + right, y: y + down, scale });
  }

  pan(right: number, down: number): void {
    const { x, y, scale } = this.view;
    this.#set({ x: x + right, y: y + down, scale });
  }

  /** Zooms, the place under a point (of the window of the view) stays there. */
  zoom(factor: number, atX = this.width / 2, atY = this.height / 2): void {
    const { x, y, scale } = this.view;
    const next = Math.min(scales.most, Math.max(this.#least, scale * factor));
    const ratio = next / scale;
    this.#set({ x: atX - (atX - x) * ratio, y: atY - (atY - y) * ratio, scale: next });
  }

  /** Shows all of a drawing of that size, not larger than it is. */
  fit(width: number, height: number): void {
    if (width === 0 || height === 0 || this.width === 0) return;
    const { width: seenWidth, height: seenHeight } = this.#room();
    const scale = Math.min(1, seenWidth / width, seenHeight / height);
    this.#least = Math.min(scales.least, scale);
    const x = (this.width - width * scale) / 2;
    // Rather up than in the middle: on a phone the window of the view goes on below the screen.
    const y = Math.min(this.height / 6, (this.height - height * scale) / 2);
    this.#set({ x, y, scale });
  }

  /**
   * Shows the beginning of a drawing of that width: all of the width if it can be at these scales, else
   * what lies around a place.
   */
  begin(width: number, place: number, least: number, most: number): void {
    const scale = Math.min(most, Math.max(least, this.#room().width / width));
    const seen = this.#room().width / scale;
    const middle =
      width <= seen ? width / 2 : Math.min(width - seen / 2, Math.max(seen / 2, place));
    this.#set({ x: this.width / 2 - middle * scale, y: fitMargin, scale });
  }

  /** Moves as little as shows a box; in the middle if it was not seen at all. */
  reveal({ x, y, width, height }: Box, least = 0): void {
    if (this.view.scale < least) this.#set({ ...this.view, scale: least });
    const { view } = this;
    const [left, top] = [view.x + x * view.scale, view.y + y * view.scale];
    const [right, bottom] = [left + width * view.scale, top + height * view.scale];
    const isSeen =
      left >= margin &&
      top >= margin &&
      right <= this.width - margin &&
      bottom <= this.height - margin;
    if (isSeen) return;
    const isFar = right < 0 || bottom < 0 || left > this.width || top > this.height;
    if (isFar) this.centre(x + width / 2, y + height / 2);
    else {
      this.pan(
        inside(left, right, margin, this.width - margin),
        inside(top, bottom, margin, this.height - margin),
      );
    }
  }

  /** Puts a place of the drawing into the middle. */
  centre(x: number, y: number): void {
    const { scale } = this.view;
    this.#set({ x: this.width / 2 - x * scale, y: this.height / 2 - y * scale, scale });
  }

  /** Draws the same view anew. */
  redraw(): void {
    this.#set(this.view);
  }

  /** Draws nothing more. */
  close(): void {
    cancelAnimationFrame(this.#frame);
  }

  /** The window without its margins. */
  #room(): { readonly width: number; readonly height: number } {
    return {
      width: Math.max(1, this.width - 2 * fitMargin),
      height: Math.max(1, this.height - 2 * fitMargin),
    };
  }

  #set(view: View): void {
    this.view = view;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }
}

function inside(from: number, to: number, least: number, most: number): number {
  if (from < least) return least - from;
  return to > most ? most - to : 0;
}
