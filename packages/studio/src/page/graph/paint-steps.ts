import type { StatusTone } from "../format/status.ts";
import type { GraphColors } from "./colors.ts";
import { fitted } from "./fitted.ts";
import type { StepMark } from "./step-mark.ts";
import { left, signRoom } from "./step-size.ts";

/** The signs of statuses, in a square of 16. */
const signs: Readonly<Record<StatusTone, Path2D>> = {
  good: new Path2D("M4.7 8.3 7 10.5l4.3-4.7"),
  bad: new Path2D("m5.5 5.5 5 5m0-5-5 5"),
  running: new Path2D("M8 4.2A3.8 3.8 0 1 1 4.2 8"),
  stopped: new Path2D("M6 6h4v4H6z"),
  waiting: new Path2D("M8 4.7V8l2 1.5"),
  idle: new Path2D("M5.500 8h5"),
  cached: new Path2D("M8.7 4.2 5.500 8.7h2.3l-.5 3.1 3.2-4.500H8.2z"),
};

/** How much of a step can be seen: all, only its frame, or a patch of its colour. */
export type Detail = "all" | "frame" | "patch";

/** Paints a step. */
export function paintStep(
  context: CanvasRenderingContext2D,
  mark: StepMark,
  colors: GraphColors,
  detail: Detail,
  texts: Texts,
): void {
  const { box, button, tone, isFound } = mark;
  const { x, y, width, height } = box;
  const { strong, soft } = colors.tones[tone];
  context.globalAlpha = mark.isDim ? 0.18 : 1;
  if (detail === "patch") {
    context.fillStyle = isFound ? colors.accent : strong;
    context.fillRect(x, y, width, height);
    return;
  }
  const isPressed = button.ariaPressed === "true";
  const isFocused = button === document.activeElement && button.matches(":focus-visible");
  context.beginPath();
  context.roundRect(x, y, width, height, 9);
  context.fillStyle = isPressed || detail === "frame" ? soft : colors.surface;
  context.fill();
  const isMarked = isFocused || isFound;
  context.lineWidth = isFocused ? 4 : isPressed || isFound || detail === "frame" ? 3 : 1.5;
  context.strokeStyle = isMarked ? colors.accent : tone === "idle" ? colors.line : strong;
  context.stroke();
  if (detail === "frame") return;
  context.fillStyle = colors.text;
  context.font = `600 14px ${colors.font}`;
  context.fillText(
    texts.fit(mark.step.label, width - left - signRoom, context.font),
    x + left,
    y + 24,
  );
  context.fillStyle = colors.more;
  context.font = `12px ${colors.font}`;
  context.fillText(texts.fit(mark.more, width - 2 * left, context.font), x + left, y + 43);
  // A definition alone has no statuses.
  if (!mark.hasStatus) return;
  context.save();
  context.translate(x + width - 34, y + 10);
  context.scale(1.25, 1.25);
  context.beginPath();
  context.arc(8, 8, 7, 0, 2 * Math.PI);
  context.fillStyle = soft;
  context.fill();
  context.strokeStyle = strong;
  context.lineWidth = 1.6;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.stroke(signs[tone]);
  context.restore();
}

/** How many texts are kept before all are measured anew. */
const mostTexts = 4_000;

/** Texts as they fit, which need not be measured in every frame. */
export class Texts {
  readonly #known = new Map<string, string>();

  fit(text: string, width: number, font: string): string {
    const key = `${width} ${font} ${text}`;
    let short = this.#known.get(key);
    if (short === undefined) {
      short = fitted(text, width, font);
      // Durations come and go: what is kept has a bound.
      if (this.#known.size >= mostTexts) this.#known.clear();
      this.#known.set(key, short);
    }
    return short;
  }
}
