import type { StepView } from "../../api.ts";
import { onColors, readColors } from "./colors.ts";
import type { Box, Layout } from "./layout.ts";
import type { GraphBranch, GraphStep, StepGraph } from "./model.ts";
import { type Arrow, arrowOf, paintArrows } from "./paint-arrows.ts";
import { paintStep, Texts } from "./paint-steps.ts";
import { StepMark } from "./step-mark.ts";
import type { View } from "./viewport.ts";

/** Below this scale letters cannot be read, and are left out. */
const farBelow = 0.3;
/** Below this one arrows are straight and have no heads, and steps are patches of their colour. */
const fartherBelow = 0.22;

/** Where it is drawn. */
interface Place {
  readonly canvas: HTMLCanvasElement;
  /** Holds the buttons of the steps, above the canvas. */
  readonly buttons: HTMLElement;
}

/**
 * The drawing: a canvas, which at 500 steps takes a few milliseconds for a frame, where elements of
 * SVG take tens. Over each step lies a button without a look of its own, for pointers, keyboards and
 * screen readers; all buttons move by one transform.
 */
export class Scene {
  readonly marks: ReadonlyMap<string, StepMark>;
  readonly #place: Place;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #branches: Layout["branches"];
  readonly #arrows: readonly Arrow[];
  readonly #texts = new Texts();
  readonly #redraw: () => void;
  #colors = readColors();
  #current: string | undefined;
  #pressed: string | undefined;

  constructor(
    place: Place,
    graph: StepGraph,
    layout: Layout,
    redraw: () => void,
    signal: AbortSignal,
  ) {
    this.#place = place;
    this.#context = place.canvas.getContext("2d");
    this.#redraw = redraw;
    this.#branches = layout.branches;
    this.#arrows = graph.edges.flatMap((edge, index): Arrow[] => {
      const points = layout.arrows[index] ?? [];
      return points.length < 2 ? [] : [arrowOf(edge, points)];
    });
    const labels = new Map(graph.steps.map((step) => [step.name, step.label]));
    this.marks = new Map(
      graph.steps.flatMap((step): [string, StepMark][] => {
        const box = layout.steps.get(step.name);
        return box ? [[step.name, new StepMark(step, box, around(step, graph, labels))]] : [];
      }),
    );
    place.buttons.replaceChildren(...[...this.marks.values()].map(({ button }) => button));
    this.current = graph.steps[0]?.name;
    for (const type of ["focusin", "focusout"]) {
      place.buttons.addEventListener(type, redraw, { signal });
    }
    onColors(() => {
      this.#colors = readColors();
      redraw();
    }, signal);
  }

  /** How the steps fare now; only those that changed are touched. */
  showSteps(steps: readonly StepView[]): void {
    let hasChanged = false;
    for (const step of steps) {
      if (this.marks.get(step.name)?.show(step)) hasChanged = true;
    }
    if (!hasChanged) return;
    for (const arrow of this.#arrows) {
      const { label, from } = arrow.edge;
      const outcome = this.marks.get(from)?.outcome;
      arrow.isNotTaken = label !== undefined && outcome !== undefined && outcome !== label;
    }
    this.#redraw();
  }

  /** Paints what a view shows. */
  draw({ x, y, scale }: View, width: number, height: number): void {
    const { canvas, buttons } = this.#place;
    buttons.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    const context = this.#context;
    if (context === null) return;
    const ratio = devicePixelRatio;
    const [pixelsX, pixelsY] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== pixelsX || canvas.height !== pixelsY) {
      canvas.width = pixelsX;
      canvas.height = pixelsY;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, pixelsX, pixelsY);
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
    const seen = { x: -x / scale, y: -y / scale, width: width / scale, height: height / scale };
    const isSeen = ({ box }: { readonly box: Box }): boolean =>
      box.x < seen.x + seen.width &&
      box.x + box.width > seen.x &&
      box.y < seen.y + seen.height &&
      box.y + box.height > seen.y;
    const branches = this.#branches.filter(isSeen);
    const isFar = scale < farBelow;
    const isFarther = scale < fartherBelow;
    for (const { box } of branches) this.#paintFrame(context, box, scale);
    paintArrows(context, this.#arrows.filter(isSeen), this.#colors, scale, isFarther);
    if (!isFar) for (const { branch, box } of branches) this.#paintName(context, branch, box);
    const detail = isFarther ? "patch" : isFar ? "frame" : "all";
    for (const mark of this.marks.values()) {
      if (isSeen(mark)) paintStep(context, mark, this.#colors, detail, this.#texts);
    }
    context.globalAlpha = 1;
  }

  /** The step that the Tab key reaches. */
  set current(name: string | undefined) {
    const last = this.#mark(this.#current);
    if (last) last.button.tabIndex = -1;
    this.#current = name;
    const next = this.#mark(name);
    if (next) next.button.tabIndex = 0;
  }

  get current(): string | undefined {
    return this.#current;
  }

  /** Puts the keyboard's focus on a step. */
  focus(name: string): void {
    this.current = name;
    this.#mark(name)?.button.focus({ preventScroll: true });
  }

  /** The step whose panel is open. */
  set selected(name: string | undefined) {
    const last = this.#mark(this.#pressed);
    if (last) last.button.ariaPressed = "false";
    this.#pressed = name;
    const next = this.#mark(name);
    if (next) {
      next.button.ariaPressed = "true";
      this.current = name;
    }
    this.#redraw();
  }

  /** Steps that stand out, with the arrows between them; all others step back. */
  emphasise(names: ReadonlySet<string> | undefined, found: ReadonlySet<string>): void {
    for (const [name, mark] of this.marks) {
      mark.isDim = names !== undefined && !names.has(name);
      mark.isFound = found.has(name);
      mark.button.classList.toggle("is-dim", mark.isDim);
      mark.button.classList.toggle("is-found", mark.isFound);
    }
    for (const arrow of this.#arrows) {
      const { from, to } = arrow.edge;
      arrow.isDim = names !== undefined && !(names.has(from) && names.has(to));
    }
    this.#redraw();
  }

  #mark(name: string | undefined): StepMark | undefined {
    return name === undefined ? undefined : this.marks.get(name);
  }

  #paintFrame(context: CanvasRenderingContext2D, box: Box, scale: number): void {
    const { branch, line } = this.#colors;
    context.globalAlpha = 1;
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, 12);
    context.fillStyle = branch;
    context.fill();
    context.lineWidth = Math.max(1, 0.5 / scale);
    context.strokeStyle = line;
    context.setLineDash([3, 4]);
    context.stroke();
    context.setLineDash([]);
  }

  /** Above the arrows, which begin at the condition and cross the upper side. */
  #paintName(context: CanvasRenderingContext2D, branch: GraphBranch, box: Box): void {
    const { branch: ground, more, font } = this.#colors;
    context.globalAlpha = 1;
    context.font = `600 12px ${font}`;
    const name = branch.when === "if" ? "true" : "false";
    context.strokeStyle = ground;
    context.lineWidth = 5;
    context.lineJoin = "round";
    context.strokeText(name, box.x + 14, box.y + 22);
    context.fillStyle = more;
    context.fillText(name, box.x + 14, box.y + 22);
  }
}

function sideText({ condition, when }: GraphBranch): string {
  return `${condition} is ${when === "if" ? "true" : "false"}`;
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
  if (branch) parts.push(`if ${sideText(branch)}`);
  const [waits, leads] = [before.get(name) ?? [], after.get(name) ?? []];
  if (waits.length > 0) parts.push(`after ${list(waits)}`);
  if (leads.length > 0) parts.push(`before ${list(leads)}`);
  return parts.join(", ");
}
