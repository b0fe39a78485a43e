import { withHeader } from "../emit/header.ts";
import type { GeneratedFile } from "../emit/emit.ts";
import type { Ir } from "../ir.ts";
import type { Json, JsonObject } from "../load.ts";
import { propertyShapes } from "./properties.ts";
import { compactShapes } from "./shapes.ts";

/**
 * The tables with which @nacre/core checks the shape of definitions. Each entry is JSON text: only
 * those that a definition needs are ever parsed.
 */
export function validationTables(schema: JsonObject, ir: Ir): GeneratedFile[] {
  return [
    table("validation/properties.ts", "propertyTexts", propertyShapes(ir)),
    table("validation/shapes.ts", "shapeTexts", compactShapes(schema)),
  ];
}

function table(path: string, name: string, entries: ReadonlyMap<string, Json>): GeneratedFile {
  const lines = [...entries].map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${quoted(JSON.stringify(value))},\n`,
  );
  const type = "Readonly<Record<string, string>>";
  return { path, text: withHeader(`export const ${name}: ${type} = {\n${lines.join("")}};\n`) };
}

/** In single quotes: JSON is full of double ones. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
