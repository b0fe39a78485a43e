import { shapeOf } from "./shape.ts";

const none: ReadonlyMap<string, string> = new Map();

/** The step types there are, with the names of their shapes. */
export function stepTypes(): ReadonlyMap<string, string> {
  const shape = shapeOf("Step");
  return "byType" in shape ? shape.byType : none;
}
