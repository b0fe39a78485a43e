import type { Ir, IrType } from "../ir.ts";
import { byCodeUnit } from "../names.ts";
import type { SlotsOfShapes } from "./names-of-users.ts";

/**
 * Dotted paths, below the properties of a step, of the members that are addressed by a name: maps,
 * and lists that `names` of the schema say so of. Elements of lists add nothing to a path.
 */
export function keyedPaths(ir: Ir, properties: string, slots: SlotsOfShapes): string[] {
  const found = new Set<string>();
  const visit = (shape: string, path: readonly string[], above: readonly string[]): void => {
    // A shape that holds itself has such paths without end.
    if (above.includes(shape)) return;
    for (const { name, type } of ir.shapes.get(shape)?.members ?? []) {
      const own = [...path, name];
      const isAddressed = slots.get(shape)?.get(name)?.use === "address";
      if (isAddressed || type.kind === "map") found.add(own.join("."));
      const next = shapeOf(type);
      if (next !== undefined) visit(next, own, [...above, shape]);
    }
  };
  visit(properties, [], []);
  return [...found].toSorted(byCodeUnit);
}

function shapeOf(type: IrType): string | undefined {
  if (type.kind === "shape") return type.name;
  if (type.kind === "list") return shapeOf(type.item);
  if (type.kind === "map") return shapeOf(type.value);
  return undefined;
}
