import type { JSX, RefObject } from "preact";
import type { Layout } from "./layout.ts";
import type { Scene } from "./scene.ts";
import type { Viewport } from "./viewport.ts";

const large = { width: 168, height: 112 } as const;
const small = { width: 108, height: 84 } as const;

/** The whole drawing, small, and what of it is seen. It adds nothing to the list, so it is not read. */
export class Minimap {
  readonly #root: HTMLElement;
  readonly #frame: HTMLElement;
  readonly #layout: Layout;
  readonly #viewport: Viewport;
  readonly #marks: ReadonlyMap<string, SVGElement>;
  readonly #tones = new Map<string, string>();
  readonly #scale: number;

  constructor(root: HTMLElement, layout: Layout, viewport: Viewport, signal: AbortSignal) {
    this.#root = root;
    this.#layout = layout;
    this.#viewport = viewport;
    const size = matchMedia("(max-width: 40rem)").matches ? small : large;
    this.#scale = Math.min(size.width / layout.width, size.height / layout.height);
    this.#marks = new Map(
      [...layout.steps].map(([name, { x, y, width, height }]) => [
        name,
        svg("rect", { x, y, width, height, rx: 1 / this.#scale }),
      ]),
    );
    const [width, height] = [layout.width * this.#scale, layout.height * this.#scale];
    const map = svg(
      "svg",
      { width, height, viewBox: `0 0 ${layout.width} ${layout.height}` },
      ...this.#marks.values(),
    );
    this.#frame = document.createElement("div");
    this.#frame.className = "graph-minimap-view";
    root.replaceChildren(map, this.#frame);
    const go = (event: PointerEvent): void => {
      if (event.buttons === 0) return;
      const box = map.getBoundingClientRect();
      viewport.centre(
        (event.clientX - box.left) / this.#scale,
        (event.clientY - box.top) / this.#scale,
      );
    };
    root.addEventListener("pointermove", go, { signal });
    root.addEventListener(
      "pointerdown",
      (event) => {
        root.setPointerCapture(event.pointerId);
        go(event);
      },
      { signal },
    );
  }

  /** Colours as the drawing has them. */
  showSteps({ marks }: Scene): void {
    for (const [name, { tone }] of marks) {
      if (this.#tones.get(name) === tone) continue;
      this.#tones.set(name, tone);
      this.#marks.get(name)?.setAttribute("class", `tone-${tone}`);
    }
  }

  /** The part that is seen; when that is all, nothing, as it would only cover steps. */
  showView(): void {
    const { view, width, height } = this.#viewport;
    const { x, y, scale } = view;
    this.#root.hidden =
      x >= 0 &&
      y >= 0 &&
      x + this.#layout.width * scale <= width &&
      y + this.#layout.height * scale <= height;
    const ratio = this.#scale / view.scale;
    const { style } = this.#frame;
    style.transform = `translate(${-view.x * ratio}px, ${-view.y * ratio}px)`;
    style.width = `${width * ratio}px`;
    style.height = `${height * ratio}px`;
  }
}

/** Where the small drawing stands. */
export function MinimapPlace({ place }: { place: RefObject<HTMLDivElement | null> }): JSX.Element {
  return <div class="graph-minimap" aria-hidden="true" ref={place} />;
}

function svg(
  name: "svg" | "rect",
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}
