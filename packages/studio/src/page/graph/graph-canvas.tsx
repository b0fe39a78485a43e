import type { JSX, Ref } from "preact";
import { useEffect, useImperativeHandle, useRef } from "preact/hooks";
import type { StepView } from "../../api.ts";
import { counted } from "../format/number.ts";
import { pressKey } from "./graph-keys.ts";
import type { Layout } from "./layout.ts";
import { Minimap, MinimapPlace } from "./minimap.tsx";
import type { StepGraph } from "./model.ts";
import { usePointers } from "./pointing.ts";
import { Scene } from "./scene.ts";
import { useLayout } from "./use-layout.ts";
import { Viewport } from "./viewport.ts";

/** What the tools beside the drawing do with it. */
export interface GraphView {
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly reveal: (name: string) => void;
}

interface Props {
  readonly graph: StepGraph;
  readonly steps: readonly StepView[];
  /** The steps that stand out; undefined for all alike. */
  readonly shown: ReadonlySet<string> | undefined;
  /** The steps that a search found. */
  readonly found: ReadonlySet<string>;
  readonly selected: string | undefined;
  readonly view: Ref<GraphView>;
  readonly onCurrent: (name: string) => void;
  readonly onSelect: (name: string) => void;
}

/** From so many steps on a small drawing of all helps to find the way. */
const minimapFrom = 12;

/**
 * Where names would be smaller than they can be read, at the first scale, the beginning is shown at a
 * scale between the others; of so many steps that it says little, all are shown at first.
 */
const [unreadable, least, most, mostFromStart] = [0.34, 0.6, 0.8, 40];

/** The drawing itself. Preact makes its place; what is in it is changed in place. */
export function GraphCanvas(props: Props): JSX.Element {
  const { graph, steps, shown, found, selected, view } = props;
  const layout = useLayout(graph);
  const root = useRef<HTMLDivElement>(null);
  const minimap = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (layout === undefined || root.current === null) return undefined;
    const made = new Drawn(root.current, minimap.current, layout, latest);
    drawn.current = made;
    return () => {
      made.close();
      drawn.current = undefined;
    };
  }, [layout]);
  useEffect(() => drawn.current?.showSteps(steps), [steps, layout]);
  useEffect(() => drawn.current?.scene.emphasise(shown, found), [shown, found, layout]);
  useEffect(() => {
    const { current } = drawn;
    if (!current) return;
    current.scene.selected = selected;
    if (selected !== undefined) current.reveal(selected);
  }, [selected, layout]);
  useImperativeHandle(
    view,
    () => ({
      zoom: (factor) => drawn.current?.viewport.zoom(factor),
      fit: () => drawn.current?.fit(),
      reveal: (name) => drawn.current?.reveal(name),
    }),
    [],
  );
  const label = `Graph of ${counted(graph.steps.length, "step")}: arrow keys go from step to step, Enter opens one`;
  return (
    <div class="graph-canvas">
      {graph.steps.length === 0 && <p class="graph-waiting">The definition has no steps.</p>}
      {layout === undefined && graph.steps.length > 0 && (
        <p class="graph-waiting">Arranging {graph.steps.length} steps…</p>
      )}
      <div class="graph-drawing" ref={root} role="group" aria-label={label}>
        <canvas class="graph-picture" aria-hidden="true" />
        <div class="graph-steps" />
      </div>
      {graph.steps.length >= minimapFrom && <MinimapPlace place={minimap} />}
    </div>
  );
}

/** A drawing on the page, with all that listens for it. */
class Drawn {
  readonly scene: Scene;
  readonly viewport: Viewport;
  readonly #layout: Layout;
  readonly #minimap: Minimap | undefined;
  readonly #ending = new AbortController();
  readonly #sizes: ResizeObserver;

  constructor(
    root: HTMLElement,
    minimap: HTMLElement | null,
    layout: Layout,
    latest: { readonly current: Props },
  ) {
    const { signal } = this.#ending;
    this.#layout = layout;
    this.viewport = new Viewport(() => this.#draw());
    const [canvas, buttons] = [root.querySelector("canvas"), root.querySelector("div")];
    if (canvas === null || buttons === null) throw new Error("the drawing has no place");
    const redraw = (): void => this.viewport.redraw();
    const place = { canvas, buttons };
    this.scene = new Scene(place, latest.current.graph, layout, redraw, signal);
    this.#minimap = minimap ? new Minimap(minimap, layout, this.viewport, signal) : undefined;
    usePointers(root, this.viewport, signal);
    const select = (name: string): void => latest.current.onSelect(name);
    const target = {
      graph: latest.current.graph,
      scene: this.scene,
      viewport: this.viewport,
      fit: () => this.fit(),
      select,
    };
    root.addEventListener("keydown", (event) => pressKey(event, target) && event.preventDefault(), {
      signal,
    });
    root.addEventListener("click", (event) => named(event, select), { signal });
    root.addEventListener(
      "focusin",
      (event) =>
        named(event, (name) => {
          this.scene.current = name;
          latest.current.onCurrent(name);
          // Before the first fit, and when the Tab key came to a step that is out of view.
          const box = this.scene.marks.get(name)?.box;
          if (box) this.viewport.reveal(box);
        }),
      { signal },
    );
    let isFitted = false;
    this.#sizes = new ResizeObserver(() => {
      this.viewport.resize(root.clientWidth, root.clientHeight);
      if (isFitted || root.clientWidth === 0) return;
      isFitted = true;
      this.#begin();
      if (latest.current.selected !== undefined) this.reveal(latest.current.selected);
    });
    this.#sizes.observe(root);
  }

  showSteps(steps: readonly StepView[]): void {
    this.scene.showSteps(steps);
    this.#minimap?.showSteps(this.scene);
  }

  fit(): void {
    this.viewport.fit(this.#layout.width, this.#layout.height);
  }

  reveal(name: string): void {
    const box = this.scene.marks.get(name)?.box;
    if (box) this.viewport.reveal(box, 0.5);
  }

  /** All of it; of what would be too small to read the beginning, if that shows what it is like. */
  #begin(): void {
    this.fit();
    const { width, height, steps } = this.#layout;
    const { viewport } = this;
    const [first] = steps.values();
    if (first === undefined || viewport.view.scale >= unreadable) return;
    // All of a long chain would be a thin line.
    const isTall = height / width > (4 * viewport.height) / viewport.width;
    if (!isTall && steps.size > mostFromStart) return;
    viewport.begin(width, first.x + first.width / 2, least, most);
  }

  close(): void {
    this.#ending.abort();
    this.#sizes.disconnect();
    this.viewport.close();
  }

  #draw(): void {
    const { view, width, height } = this.viewport;
    this.scene.draw(view, width, height);
    this.#minimap?.showView();
  }
}

/** Hands on the step that an event is about. */
function named({ target }: Event, use: (name: string) => void): void {
  if (!(target instanceof Element)) return;
  const name = target.closest<HTMLElement>(".graph-step")?.dataset["step"];
  if (name !== undefined) use(name);
}
