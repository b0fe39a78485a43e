import type { StepView } from "../../api.ts";
import { arrowBox, arrowHead, arrowPath } from "./arrow.ts";
import type { Box, Layout } from "./layout.ts";
import type { GraphEdge, GraphStep, StepGraph } from "./model.ts";
import { StepMark } from "./step-mark.ts";
import { fitted, pageFont, svg } from "./svg.ts";
import type { View } from "./viewport.ts";

/** Below this scale letters cannot be read, and are left out. */
const farBelow = 0.42;
/** Below this one arrows have no heads and steps are filled. */
const fartherBelow = 0.22;

interface Arrow {
  readonly edge: GraphEdge;
  readonly element: SVGGElement;
  readonly box: Box;
}

interface Culled {
  readonly element: SVGElement;
  readonly box: Box;
  isHidden: boolean;
}

/**
 * The drawing: elements that are made once for a layout, and then only change their classes and
 * words. The view is one transform of one group; what it does not show is not rendered.
 */
export class Scene {
  readonly marks: ReadonlyMap<string, StepMark>;
  readonly #world = svg("g");
  readonly #root: SVGSVGElement;
  readonly #arrows: readonly Arrow[];
  readonly #culled: Culled[];
  #detail = "";
  #current: string | undefined;
  #pressed: string | undefined;

  constructor(root: SVGSVGElement, graph: StepGraph, layout: Layout) {
    this.#root = root;
    const font = pageFont();
    const frames = layout.branches.map(({ branch, box }) => {
      const side = branch.when === "if" ? "true" : "false";
      const name = `${branch.condition} is ${side}`;
      const element = svg(
        "g",
        { class: `graph-branch graph-branch-${side}` },
        svg("title", {}, name),
        svg("rect", { x: box.x, y: box.y, width: box.width, height: box.height, rx: 12 }),
      );
      return { element, box, name };
    });
    // Above the arrows, which begin at the condition and cross the upper side.
    const names = frames.map(({ box, name }) => ({
      box,
      element: svg(
        "text",
        { class: "graph-branch-name", x: box.x + 14, y: box.y + 22 },
        fitted(name, box.width - 28, `600 12px ${font}`),
      ),
    }));
    this.#arrows = graph.edges.flatMap((edge, index): Arrow[] => {
      const points = layout.arrows[index] ?? [];
      if (points.length < 2) return [];
      const element = svg(
        "g",
        { class: `graph-arrow graph-arrow-${edge.kind}` },
        svg("path", { class: "graph-line", d: arrowPath(points) }),
        svg("path", { class: "graph-head", d: arrowHead(points) }),
      );
      return [{ edge, element, box: arrowBox(points) }];
    });
    const labels = new Map(graph.steps.map((step) => [step.name, step.label]));
    this.marks = new Map(
      graph.steps.flatMap((step): [string, StepMark][] => {
        const box = layout.steps.get(step.name);
        return box ? [[step.name, new StepMark(step, box, around(step, graph, labels), font)]] : [];
      }),
    );
    this.#world.append(
      ...frames.map(({ element }) => element),
      ...this.#arrows.map(({ element }) => element),
      ...names.map(({ element }) => element),
      ...[...this.marks.values()].map(({ element }) => element),
    );
    this.#culled = [...frames, ...names, ...this.#arrows, ...this.marks.values()].map(
      ({ element, box }) => ({
        element,
        box,
        isHidden: false,
      }),
    );
    root.replaceChildren(this.#world);
    this.current = graph.steps[0]?.name;
  }

  /** How the steps fare now; only those that changed are touched. */
  showSteps(steps: readonly StepView[]): void {
    for (const step of steps) this.marks.get(step.name)?.show(step);
    for (const { edge, element } of this.#arrows) {
      if (edge.label === undefined) continue;
      const outcome = steps.find(({ name }) => name === edge.from)?.conditionOutcome;
      const isOther = outcome !== undefined && outcome.toLowerCase() !== edge.label;
      element.classList.toggle("is-not-taken", isOther);
    }
  }

  /** Moves the drawing, leaves out what is not seen, and letters that cannot be read. */
  showView({ x, y, scale }: View, width: number, height: number): void {
    this.#world.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    const detail = scale < fartherBelow ? "is-far is-farther" : scale < farBelow ? "is-far" : "";
    if (detail !== this.#detail) {
      this.#root.classList.toggle("is-far", scale < farBelow);
      this.#root.classList.toggle("is-farther", scale < fartherBelow);
      this.#detail = detail;
    }
    const [left, top] = [-x / scale, -y / scale];
    const [right, bottom] = [left + width / scale, top + height / scale];
    const focused = document.activeElement;
    for (const one of this.#culled) {
      const { box, element } = one;
      const isSeen =
        box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top;
      const isHidden = !isSeen && element !== focused;
      if (isHidden === one.isHidden) continue;
      one.isHidden = isHidden;
      if (isHidden) element.setAttribute("display", "none");
      else element.removeAttribute("display");
    }
  }

  /** The step that the Tab key reaches. */
  set current(name: string | undefined) {
    this.#mark(this.#current)?.setAttribute("tabindex", "-1");
    this.#current = name;
    this.#mark(name)?.setAttribute("tabindex", "0");
  }

  get current(): string | undefined {
    return this.#current;
  }

  /** Puts the keyboard's focus on a step. */
  focus(name: string): void {
    const element = this.#mark(name);
    element?.removeAttribute("display");
    const culled = this.#culled.find((one) => one.element === element);
    if (culled) culled.isHidden = false;
    this.current = name;
    element?.focus({ preventScroll: true });
  }

  /** The step whose panel is open. */
  set selected(name: string | undefined) {
    this.#mark(this.#pressed)?.setAttribute("aria-pressed", "false");
    this.#pressed = name;
    this.#mark(name)?.setAttribute("aria-pressed", "true");
    if (name !== undefined && this.marks.has(name)) this.current = name;
  }

  /** Steps that stand out, with the arrows between them; all others step back. */
  emphasise(names: ReadonlySet<string> | undefined, found: ReadonlySet<string>): void {
    for (const [name, { element }] of this.marks) {
      element.classList.toggle("is-dim", names !== undefined && !names.has(name));
      element.classList.toggle("is-found", found.has(name));
    }
    for (const { edge, element } of this.#arrows) {
      const isOn = names === undefined || (names.has(edge.from) && names.has(edge.to));
      element.classList.toggle("is-dim", !isOn);
    }
  }

  #mark(name: string | undefined): SVGGElement | undefined {
    return name === undefined ? undefined : this.marks.get(name)?.element;
  }
}

/** What stands around a step, for those who do not see the arrows. */
function around(
  { name, branch }: GraphStep,
  { before, after }: StepGraph,
  labels: ReadonlyMap<string, string>,
): string {
  const list = (names: readonly string[]): string =>
    names.length > 3
      ? `${names.length} steps`
      : names.map((one) => labels.get(one) ?? one).join(" and ");
  const parts: string[] = [];
  if (branch) parts.push(`if ${branch.condition} is ${branch.when === "if" ? "true" : "false"}`);
  const [waits, leads] = [before.get(name) ?? [], after.get(name) ?? []];
  if (waits.length > 0) parts.push(`after ${list(waits)}`);
  if (leads.length > 0) parts.push(`before ${list(leads)}`);
  return parts.join(", ");
}
