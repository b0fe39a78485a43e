import type { StepView } from "../../api.ts";
import { statusLook, type StatusTone } from "../format/status.ts";
import { duration } from "../format/time.ts";
import { stepHeight, stepWidth, type Box } from "./layout.ts";
import type { GraphStep } from "./model.ts";
import { fitted, svg } from "./svg.ts";

/** The signs of statuses, in a square of 16. */
const signs: Readonly<Record<StatusTone, string>> = {
  good: "M4.7 8.3 7 10.5l4.300-4.700",
  bad: "m5.500 5.500 5 5m0-5-5 5",
  running: "M8 4.200A3.800 3.800 0 1 1 4.200 8",
  stopped: "M6 6h4v4H6z",
  waiting: "M8 4.700V8l2 1.500",
  idle: "M5.500 8h5",
  cached: "M8.700 4.200 5.500 8.700h2.300l-.5 3.100 3.200-4.500H8.200z",
};

/** Where letters begin, and how wide the sign at the right is. */
const left = 14;
const signWidth = 38;
const nameWidth = stepWidth - left - signWidth;
const moreWidth = stepWidth - 2 * left;

/** A step as it is drawn. Its colour and words follow its status without a new drawing. */
export class StepMark {
  readonly element: SVGGElement;
  readonly step: GraphStep;
  readonly box: Box;
  readonly #sign = svg("path", { class: "graph-sign" });
  readonly #more = svg("text", { class: "graph-more", x: left, y: 42 });
  readonly #title = svg("title");
  readonly #around: string;
  readonly #font: string;
  #shown: StepView | undefined;
  #tone: StatusTone | undefined;

  constructor(step: GraphStep, box: Box, around: string, font: string) {
    this.#font = font;
    this.step = step;
    this.box = box;
    this.#around = around;
    this.element = svg(
      "g",
      {
        class: "graph-step",
        transform: `translate(${box.x} ${box.y})`,
        role: "button",
        tabindex: -1,
        "aria-pressed": "false",
      },
      this.#title,
      svg("rect", { class: "graph-frame", width: stepWidth, height: stepHeight, rx: 9 }),
      svg(
        "text",
        { class: "graph-name", x: left, y: 24 },
        fitted(step.label, nameWidth, `600 14px ${font}`),
      ),
      this.#more,
      svg(
        "g",
        { class: "graph-status", transform: `translate(${stepWidth - 34} 10) scale(1.25)` },
        svg("circle", { cx: 8, cy: 8, r: 7 }),
        this.#sign,
      ),
    );
    this.element.dataset["step"] = step.name;
    this.show(undefined);
  }

  /** How the step fares now; undefined where no execution is shown. */
  show(view: StepView | undefined): void {
    if (view === this.#shown && this.#tone !== undefined) return;
    this.#shown = view;
    const { step, element } = this;
    const look = statusLook(view?.status ?? "NotRun", view?.cacheSource !== undefined);
    if (look.tone !== this.#tone) {
      if (this.#tone) element.classList.remove(`tone-${this.#tone}`);
      element.classList.add(`tone-${look.tone}`);
      this.#sign.setAttribute("d", signs[look.tone]);
      this.#tone = look.tone;
    }
    const notes = notesOf(view);
    this.#more.textContent = fitted(
      (step.question ? [...notes, step.question] : [step.type, ...notes]).join(" · "),
      moreWidth,
      `12px ${this.#font}`,
    );
    const status = view === undefined ? [] : [look.label];
    const asks = step.question ? [step.question] : [];
    const words = [step.label, step.type, ...asks, ...status, ...notes];
    this.#title.textContent = [words.join(", "), view?.failureReason].filter(Boolean).join("\n");
    element.setAttribute("aria-label", [...words, this.#around].filter(Boolean).join(", "));
  }

  get tone(): StatusTone {
    return this.#tone ?? "idle";
  }

  get status(): string {
    return this.#shown?.status ?? "";
  }
}

function notesOf(view: StepView | undefined): string[] {
  if (view === undefined) return [];
  const { startTime, endTime, attempts, conditionOutcome, cacheSource } = view;
  const notes: string[] = [];
  if (conditionOutcome !== undefined) notes.push(conditionOutcome.toLowerCase());
  else if (cacheSource !== undefined) notes.push("cached");
  else if (startTime !== undefined && endTime !== undefined) {
    notes.push(duration(endTime - startTime));
  }
  if (attempts > 1) notes.push(`attempt ${attempts}`);
  return notes;
}
