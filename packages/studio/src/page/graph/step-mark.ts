import type { StepView } from "../../api.ts";
import { statusLook, type StatusTone } from "../format/status.ts";
import { duration } from "../format/time.ts";
import type { Box } from "./layout.ts";
import type { GraphStep } from "./model.ts";

/**
 * A step of the drawing: what is to be painted, and the button that lies over it, which pointers,
 * keyboards and screen readers find.
 */
export class StepMark {
  readonly button = document.createElement("button");
  readonly step: GraphStep;
  readonly box: Box;
  tone: StatusTone = "idle";
  /** The second line. */
  more = "";
  /** Steps back behind others. */
  isDim = false;
  /** A search has found it. */
  isFound = false;
  readonly #around: string;
  #shown: StepView | undefined;

  constructor(step: GraphStep, box: Box, around: string) {
    this.step = step;
    this.box = box;
    this.#around = around;
    const { button } = this;
    button.type = "button";
    button.className = "graph-step";
    button.tabIndex = -1;
    button.ariaPressed = "false";
    button.dataset["step"] = step.name;
    button.style.left = `${box.x}px`;
    button.style.top = `${box.y}px`;
    button.style.width = `${box.width}px`;
    button.style.height = `${box.height}px`;
    this.#write();
  }

  /** How the step fares now; tells whether that is something else than before. */
  show(view: StepView): boolean {
    if (view === this.#shown) return false;
    this.#shown = view;
    this.#write();
    return true;
  }

  /** Whether the step is one of an execution. */
  get hasStatus(): boolean {
    return this.#shown !== undefined;
  }

  /** What a Condition step decided. */
  get outcome(): string | undefined {
    return this.#shown?.conditionOutcome?.toLowerCase();
  }

  #write(): void {
    const { step, button } = this;
    const view = this.#shown;
    const look = statusLook(view?.status ?? "NotRun", view?.cacheSource !== undefined);
    const notes = notesOf(view);
    const { question } = step;
    this.tone = look.tone;
    this.more = (question ? [...notes, question] : [step.type, ...notes]).join(" · ");
    const status = view === undefined ? [] : [look.label];
    const asks = question ? [question] : [];
    const words = [step.label, step.type, ...asks, ...status, ...notes];
    button.title = [words.join(", "), view?.failureReason].filter(Boolean).join("\n");
    button.ariaLabel = [...words, this.#around].filter(Boolean).join(", ");
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
