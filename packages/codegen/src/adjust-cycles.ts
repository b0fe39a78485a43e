import { CodegenError } from "./errors.ts";
import type { SchemaNode } from "./schema-node.ts";

/**
 * Refuses definitions that lead back to themselves with no object between: such a type has no end.
 * An object may hold itself.
 *
 * @throws CodegenError `SCHEMA_CYCLE`
 */
export function refuseCycles(definitions: ReadonlyMap<string, SchemaNode>): void {
  const visit = (node: SchemaNode, above: readonly string[]): void => {
    switch (node.kind) {
      case "list":
        return visit(node.item, above);
      case "map":
        return visit(node.value, above);
      case "union":
        return node.of.forEach((one) => visit(one, above));
      case "definition": {
        const path = [...above, node.name];
        if (above.includes(node.name)) throw cycle(path);
        const target = definitions.get(node.name);
        return target === undefined ? undefined : visit(target, path);
      }
      default:
        return;
    }
  };
  for (const [name, node] of definitions) visit(node, [name]);
}

function cycle(path: readonly string[]): CodegenError {
  return new CodegenError(
    "SCHEMA_CYCLE",
    `definitions/${path[0]} leads back to itself: ${path.join(" → ")}.`,
    "Put an object between: a member of an object may refer to that object.",
  );
}
