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

/** The shape of a value that is no list and no object. */
export type LeafShape = TextShape | NumberShape | PlainShape;

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
  readonly members: ReadonlyMap<string, ShapeOrName>;
  readonly required?: readonly string[];
}

/** An object whose `Type` says which shape it has. */
interface ChoiceShape {
  readonly byType: ReadonlyMap<string, string>;
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
  const made = text === undefined ? {} : shapeOf(prepared(JSON.parse(text) as Written | string));
  parsed.set(shape, made);
  return made;
}

/** A shape as it is written: tables are objects. */
interface Written {
  readonly members?: Readonly<Record<string, Written | string>>;
  readonly byType?: Readonly<Record<string, string>>;
  readonly of?: Written | string;
  readonly any?: readonly (Written | string)[];
}

/** A shape as it is used: tables are maps, which can be asked for names that users choose. */
function prepared(written: Written | string): ShapeOrName {
  if (typeof written === "string") return written;
  const { members, byType, of, any } = written;
  const tables = {
    ...(members && { members: new Map(Object.entries(members).map(([k, v]) => [k, prepared(v)])) }),
    ...(byType && { byType: new Map(Object.entries(byType)) }),
    ...(of !== undefined && { of: prepared(of) }),
    ...(any && { any: any.map(prepared) }),
  };
  // Codegen writes shapes and nothing else; what is not in a table is as it was.
  return { ...written, ...tables } as Shape;
}

const alternatives = new WeakMap<AnyOfShape, readonly Shape[]>();

/** The shapes that a value may have one of. */
export function alternativesOf(shape: AnyOfShape): readonly Shape[] {
  const known = alternatives.get(shape);
  if (known !== undefined) return known;
  const made = shape.any.map(shapeOf);
  alternatives.set(shape, made);
  return made;
}

const patterns = new Map<string, RegExp>();

/** A pattern of the API, made once. */
export function patternOf(text: string): RegExp {
  const known = patterns.get(text) ?? new RegExp(text, "u");
  patterns.set(text, known);
  return known;
}
