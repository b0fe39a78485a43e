import type { Limits } from "./limits.ts";
import type { CoreType, NamedItems } from "./schema-node.ts";

/**
 * What is to be generated, before any choice of files, names of type parameters or text: closed and
 * readonly. Shapes and enums are referred to by name, so that circular shapes are no matter.
 */
export interface Ir {
  /** In the schema's order. */
  readonly steps: readonly IrStep[];
  /** By name, sorted. */
  readonly shapes: ReadonlyMap<string, IrShape>;
  /** By name, sorted. */
  readonly enums: ReadonlyMap<string, IrEnum>;
}

/** A step type. */
export interface IrStep {
  readonly className: string;
  readonly type: string;
  readonly description: string | undefined;
  readonly see: string | undefined;
  /** Envelope members besides `Name` and `Type`, in the order they are written. */
  readonly members: readonly IrMember[];
  /** Name of the shape of its properties. */
  readonly properties: string | undefined;
  readonly names: readonly IrNames[];
}

/** Names that the user of a step chooses. Paths are lists of member names; lists add nothing. */
interface IrNames {
  /** Name of the type parameter. */
  readonly name: string;
  readonly givenAt: readonly string[];
  /** Paths below the properties. */
  readonly address: readonly (readonly string[])[];
  readonly repeatedAt: readonly (readonly string[])[];
  readonly items: NamedItems | undefined;
}

/**
 * Where a shape stands: in the arguments every leaf takes an expression; in the properties every
 * leaf is one; in the rest of a step (`CacheConfig` …) leaves are plain values.
 */
export type IrRole = "arguments" | "properties" | "envelope";

/** An object type. */
export interface IrShape {
  readonly name: string;
  readonly role: IrRole;
  /** Name of the API's shape that it follows. */
  readonly api: string | undefined;
  readonly description: string | undefined;
  /** The page that describes it, when it follows no shape of the API. */
  readonly see: string | undefined;
  /** Exactly one of the members may be given. */
  readonly isUnion: boolean;
  readonly members: readonly IrMember[];
  /** Members of the other forms of a choice, which this form must not have. */
  readonly absent?: readonly string[];
}

/** A member of an object type. */
export interface IrMember {
  readonly name: string;
  readonly type: IrType;
  readonly required: boolean;
  readonly limits: Limits;
  readonly description: string | undefined;
  /** The default, in words or as JSON. */
  readonly default: string | undefined;
}

/** A set of constants with a name. */
export interface IrEnum {
  readonly name: string;
  /** Name of the API's enum that it follows. */
  readonly api: string | undefined;
  readonly values: readonly { readonly key: string; readonly value: string | number }[];
  /** Other strings are taken too. */
  readonly isOpen: boolean;
}

/** A type. */
export type IrType =
  | { readonly kind: "string" | "number" | "boolean" | "null" | "any" }
  | { readonly kind: "literals"; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: "enum" | "shape"; readonly name: string }
  | { readonly kind: "core"; readonly name: CoreType }
  | { readonly kind: "list"; readonly item: IrType }
  | { readonly kind: "map"; readonly value: IrType }
  | { readonly kind: "union"; readonly of: readonly IrType[] }
  /** The value, or an expression of it. */
  | { readonly kind: "value"; readonly of: IrType }
  /** An expression of such a value. */
  | { readonly kind: "expression"; readonly of: IrType };
