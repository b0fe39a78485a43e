/** What kind of value a shape holds. */
type ShapeType =
  | "structure"
  | "list"
  | "map"
  | "string"
  | "blob"
  | "integer"
  | "long"
  | "float"
  | "double"
  | "boolean"
  | "timestamp";

/** A shape of an API: what its values may be. Shapes name one another. */
export interface Shape {
  readonly type: ShapeType;
  /** Members that must be there. */
  readonly required?: readonly string[];
  /** The shape of each member of a structure. */
  readonly members?: Readonly<Record<string, string>>;
  /** The shape of a list's items. */
  readonly member?: string;
  /** The shape of a map's keys. */
  readonly key?: string;
  /** The shape of a map's values. */
  readonly value?: string;
  /** The least number, or length. */
  readonly min?: number;
  /** The greatest number, or length. */
  readonly max?: number;
  /** What a text must match, as a whole. */
  readonly pattern?: string;
  /** The only values of a text. */
  readonly enum?: readonly string[];
}

/** An operation of an API. */
export interface Operation {
  /** The shape of what it takes. */
  readonly input: string;
  /** The shape of what it gives; absent when it gives nothing. */
  readonly output?: string;
  /** The names of the errors that it declares; a ValidationException may come from any. */
  readonly errors: readonly string[];
}

/** What the model of an API says of the operations that are served. */
export interface ApiModel {
  /** What stands before the operation's name in the header `X-Amz-Target`. */
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** A shape by its name, which another shape or an operation of the same model gave. */
export function shapeOf({ shapes }: ApiModel, name: string): Shape {
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`the API model has no shape ${name}`);
  return shape;
}

/** The operation of a name; undefined when it is not served. */
export function operationOf({ operations }: ApiModel, name: string): Operation | undefined {
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}
