import { type DrawnStep, type Size, textWidth } from "@nacre/graph";

/** Room left of the texts of a step, and right of its name, where the sign of its status is. */
export const [left, signRoom] = [14, 38];

const [least, most, height] = [168, 380, 56];
/** Some fonts of systems are wider than those of pictures. */
const wide = 1.12;

/** How large a step is: its name fits, and under it its type and how long it took, if they are short. */
export function sizeOf({ name, displayName, type, question }: DrawnStep): Size {
  const first = textWidth(displayName ?? name, 14, true) * wide + left + signRoom;
  const second = textWidth(question ?? `${type} · 10 m 30 s`, 12) * wide + 2 * left;
  return { width: Math.round(Math.min(most, Math.max(least, first, second))), height };
}
