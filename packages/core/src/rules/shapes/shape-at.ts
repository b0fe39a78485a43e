import { isJsonArray, isJsonObject, type JsonKind, type JsonValue } from "../../json.ts";
import { pathSegments } from "../path.ts";
import { shapeOf, type Shape, type ShapeOrName } from "./shape.ts";

/** A shape that a value may have, under the name that the API gives it. */
export interface NamedShape {
  /** Such as `ProcessingS3InputMode`; undefined where it has none. */
  readonly name: string | undefined;
  readonly kind: JsonKind | "any";
  /** The values that a text may have. */
  readonly values?: readonly string[];
  /** The most characters of a text. */
  readonly max?: number;
}

/** The shapes that the value at a path of a definition may have; none where there is no such field. */
export function namedShapesAt(document: JsonValue, path: string): readonly NamedShape[] {
  let shapes: readonly ShapeOrName[] = ["Definition"];
  let value: JsonValue | undefined = document;
  for (const segment of pathSegments(path)) {
    const owner: JsonValue | undefined = value;
    shapes = shapes.flatMap((shape) => inside(shapeOf(shape), segment, owner));
    if (typeof segment === "number") value = isJsonArray(owner) ? owner[segment] : undefined;
    else value = isJsonObject(owner) && Object.hasOwn(owner, segment) ? owner[segment] : undefined;
  }
  return shapes.flatMap((shape) => named(shape));
}

function inside(
  shape: Shape,
  segment: string | number,
  owner: JsonValue | undefined,
): readonly ShapeOrName[] {
  if ("any" in shape) return shape.any.flatMap((one) => inside(shapeOf(one), segment, owner));
  if ("byType" in shape) {
    const type = isJsonObject(owner) ? owner["Type"] : undefined;
    const name = typeof type === "string" ? shape.byType.get(type) : undefined;
    return name === undefined ? [] : inside(shapeOf(name), segment, owner);
  }
  if ("of" in shape) return [shape.of];
  if (!("members" in shape) || typeof segment === "number") return [];
  const member = shape.members.get(segment);
  return member === undefined ? [] : [member];
}

function named(given: ShapeOrName): readonly NamedShape[] {
  const shape = shapeOf(given);
  if ("any" in shape) return shape.any.flatMap((one) => named(one));
  const name = typeof given === "string" ? given : undefined;
  if ("byType" in shape) return [{ name, kind: "object" }];
  if (shape.type === undefined) return [{ name, kind: "any" }];
  if (shape.type === "integer") return [{ name, kind: "number" }];
  if (shape.type === "map") return [{ name, kind: "object" }];
  if (shape.type !== "string") return [{ name, kind: shape.type }];
  const { values, max } = shape;
  return [
    {
      name,
      kind: "string",
      ...(values === undefined ? {} : { values }),
      ...(max === undefined ? {} : { max }),
    },
  ];
}
