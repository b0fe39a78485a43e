import type { Scene } from "./scene.ts";
import type { StepGraph } from "./model.ts";
import type { Viewport } from "./viewport.ts";

/** What the keys of the graph do, for its help. */
export const graphKeys = [
  ["Arrow keys", "Along the arrows, and sideways"],
  ["Enter", "Open the step"],
  ["Shift + arrow keys", "Move the view"],
  ["+ and −", "Zoom"],
  ["0", "Show all"],
] as const;

/** How far a key moves the view, in pixels. */
const far = 80;

interface Target {
  readonly graph: StepGraph;
  readonly scene: Scene;
  readonly viewport: Viewport;
  readonly fit: () => void;
  readonly select: (name: string) => void;
}

/** Does what a key means in the graph; tells whether it means something. */
export function pressKey(event: KeyboardEvent, target: Target): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const { scene, viewport } = target;
  const { current } = scene;
  const move = moves[event.key];
  if (move && event.shiftKey) viewport.pan(-move[0] * far, -move[1] * far);
  else if (move) goTo(current && nextStep(current, move, target), target);
  else if (event.key === "Home") goTo(target.graph.steps[0]?.name, target);
  else if (event.key === "End") goTo(target.graph.steps.at(-1)?.name, target);
  else if (event.key === "+" || event.key === "=") viewport.zoom(1.25);
  else if (event.key === "-" || event.key === "−") viewport.zoom(1 / 1.25);
  else if (event.key === "0") target.fit();
  else if (event.key === "Enter" || event.key === " ") {
    if (current === undefined) return false;
    target.select(current);
  } else return false;
  return true;
}

const moves: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function goTo(name: string | undefined, { scene, viewport }: Target): void {
  const box = name === undefined ? undefined : scene.marks.get(name)?.box;
  if (name === undefined || box === undefined) return;
  scene.focus(name);
  // Where letters cannot be read, the step that has the focus comes near.
  viewport.reveal(box, 0.5);
}

/** Up and down along the arrows to the nearest; sideways to the nearest at the same height. */
function nextStep(
  name: string,
  [right, down]: readonly [number, number],
  { graph, scene }: Target,
): string | undefined {
  const from = scene.marks.get(name)?.box;
  if (from === undefined) return undefined;
  const along = down === 0 ? undefined : (down > 0 ? graph.after : graph.before).get(name);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const other of along ?? scene.marks.keys()) {
    const to = scene.marks.get(other)?.box;
    if (to === undefined || other === name) continue;
    const aside = to.x + to.width / 2 - from.x - from.width / 2;
    const below = to.y - from.y;
    const ahead = right === 0 ? below * down : aside * right;
    const away = right === 0 ? Math.abs(aside) : Math.abs(below);
    // A step without arrows that way has none to follow: then the nearest below or above is meant.
    if (along === undefined && ahead <= 0) continue;
    // An arrow that passes other steps is gone along after those that do not.
    const cost = along ? Math.abs(ahead) * 4 + away : Math.abs(ahead) + away * 4;
    if (cost < least) [best, least] = [other, cost];
  }
  return best;
}
