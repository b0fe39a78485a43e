import { shapeTexts } from "../../generated/validation/shapes.ts";

/** What a value may be, as codegen writes it (packages/codegen/src/validation/shapes.ts). */
export type Shape =
  | TextShape
  | NumberShape
  | PlainShape
  | ListShape
  | MapShape
  | ObjectShape
  | ChoiceShape
  | AnyOfShape
  | OpenShape;

/** A shape, or the name of one. */
export type ShapeOrName = Shape | string;

interface Leaf {
  /** An expression may stand for the value. */
  readonly expression?: boolean;
}

export interface TextShape extends Leaf {
  readonly type: "string";
  /** Least and most characters. */
  readonly min?: number;
  readonly max?: number;
  /** Of the whole text. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

export interface NumberShape extends Leaf {
  readonly type: "integer" | "number";
  readonly min?: number;
  readonly max?: number;
}

interface PlainShape extends Leaf {
  readonly type: "boolean" | "null";
}

export interface ListShape {
  readonly type: "list";
  readonly of: ShapeOrName;
  /** Least and most items. */
  readonly min?: number;
  readonly max?: number;
}

export interface MapShape {
  readonly type: "map";
  readonly of: ShapeOrName;
  readonly keys?: TextShape;
  /** Least and most entries. */
  readonly min?: number;
  readonly max?: number;
}

export interface ObjectShape {
  readonly type: "object";
  readonly members: Readonly<Record<string, ShapeOrName>>;
  readonly required?: readonly string[];
}

/** An object whose `Type` says which shape it has. */
interface ChoiceShape {
  readonly byType: Readonly<Record<string, string>>;
}

export interface AnyOfShape extends Leaf {
  readonly any: readonly ShapeOrName[];
}

/** Any value. */
interface OpenShape {
  readonly type?: undefined;
}

const parsed = new Map<string, Shape>();

/** A shape itself, whether it is given or named. */
export function shapeOf(shape: ShapeOrName): Shape {
  if (typeof shape !== "string") return shape;
  const known = parsed.get(shape);
  if (known !== undefined) return known;
  const text = Object.hasOwn(shapeTexts, shape) ? shapeTexts[shape] : undefined;
  // Codegen writes no name without its shape.
  const made = text === undefined ? {} : shapeOf(JSON.parse(text) as ShapeOrName);
  parsed.set(shape, made);
  return made;
}

const alternatives = new WeakMap<AnyOfShape, readonly Shape[]>();

/** The shapes that a value may have one of. */
export function alternativesOf(shape: AnyOfShape): readonly Shape[] {
  const known = alternatives.get(shape) ?? shape.any.map(shapeOf);
  alternatives.set(shape, known);
  return known;
}

const patterns = new Map<string, RegExp>();

/** A pattern of the API, made once. */
export function patternOf(text: string): RegExp {
  const known = patterns.get(text) ?? new RegExp(text, "u");
  patterns.set(text, known);
  return known;
}
