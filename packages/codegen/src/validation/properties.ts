import type { Ir, IrType } from "../ir.ts";
import type { Json } from "../load.ts";

/**
 * What the properties of each step type hold, by step type and by name of shape: members with
 * `"string"`, `"number"`, `"boolean"` or `"any"` for a leaf, `{shape}`, `{list}` or `{map}` for the
 * rest.
 */
export function propertyShapes(ir: Ir): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  const visit = (name: string): void => {
    const shape = ir.shapes.get(name);
    if (shape === undefined || found.has(name)) return;
    const members = shape.members.map((member) => [member.name, short(member.type)]);
    found.set(name, Object.fromEntries(members));
    for (const { type } of shape.members) shapesIn(type).forEach(visit);
  };
  for (const { properties } of ir.steps) if (properties !== undefined) visit(properties);
  const steps = ir.steps.flatMap(({ type, properties }): [string, Json][] =>
    properties === undefined ? [] : [[`step ${type}`, { shape: properties }]],
  );
  return new Map([...steps, ...found]);
}

function short(type: IrType): Json {
  switch (type.kind) {
    case "string":
    case "number":
    case "boolean":
      return type.kind;
    case "enum":
    case "literals":
      return "string";
    case "shape":
      return { shape: type.name };
    case "list":
      return { list: short(type.item) };
    case "map":
      return { map: short(type.value) };
    case "value":
    case "expression":
      return short(type.of);
    default:
      return "any";
  }
}

function shapesIn(type: IrType): string[] {
  switch (type.kind) {
    case "shape":
      return [type.name];
    case "list":
      return shapesIn(type.item);
    case "map":
      return shapesIn(type.value);
    default:
      return [];
  }
}
